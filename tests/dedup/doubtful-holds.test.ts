import { expect, it } from 'vitest'
import { DoubtfulHolds } from '../../src/dedup/doubtful-holds'
import { RedisHold } from '../../src/dedup/redis-hold'

const hold = (key: string): RedisHold => new RedisHold(key, 0, 0, 1)

it('a hold that comes into doubt while others are deleted is deleted after them', async () => {
  const deleted: string[][] = []
  const cleared: string[] = []
  const doubtful: DoubtfulHolds = new DoubtfulHolds({
    passed: () => Promise.resolve(),
    deleteHolds: (holds) => {
      deleted.push(holds.map(({ key }) => key))
      if (deleted.length === 1) doubtful.add([hold('late')], 2)(() => cleared.push('late'))
      return Promise.resolve()
    },
  })
  doubtful.add([hold('a'), hold('b')], 1)(() => cleared.push('a and b'))
  await doubtful.clear()
  expect(deleted).toEqual([['a', 'b'], ['late']])
  expect(cleared).toEqual(['a and b', 'late'])
})

it('what Redis does not answer stays in doubt', async () => {
  const tried: string[][] = []
  const cleared: string[] = []
  const doubtful = new DoubtfulHolds({
    passed: () => Promise.resolve(),
    deleteHolds: (holds) => {
      tried.push(holds.map(({ key }) => key))
      return tried.length === 1 ? Promise.reject(new Error('no answer')) : Promise.resolve()
    },
  })
  doubtful.add([hold('a')], 1)(() => cleared.push('a'))
  await expect(doubtful.clear()).rejects.toThrow('no answer')
  expect(cleared).toEqual([])
  await doubtful.clear()
  expect(tried).toEqual([['a'], ['a']])
  expect(cleared).toEqual(['a'])
})
