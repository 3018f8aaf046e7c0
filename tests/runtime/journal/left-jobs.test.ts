import { expect, test } from 'vitest'
import { LIMITS } from '../../../src/contract/limits'
import { LeftJobs } from '../../../src/runtime/journal/left-jobs'
import type { LeftEntry } from '../../../src/store/journal-records'
import { intended } from '../../store/journal-bench'

const entry = (number: number, argument = 'null'): LeftEntry => ({
  ...intended(number, { argument }),
  ...{ run: 1, instance: 'before', host: 'api-7', begunAt: 0, generation: '0', state: 'accepted' },
})

const interrupted = { kind: 'interrupted' } as const

function filled(): LeftJobs {
  const left = new LeftJobs()
  left.add(entry(1), interrupted)
  left.add(entry(2), { kind: 'not-taken' }, 9)
  left.add(entry(3), interrupted)
  return left
}

test('are shown in order, by pages', () => {
  const left = filled()
  expect(left.rows(0, 10).map(({ leftId, key }) => [leftId, key])).toEqual([
    [1, 'seller:1'],
    [2, 'seller:2'],
    [3, 'seller:3'],
  ])
  expect(left.rows(1, 1).map(({ leftId }) => leftId)).toEqual([2])
  expect(left.rows(3, 10)).toEqual([])
})

test('count those that were interrupted, and tell of each change', () => {
  const left = filled()
  expect([left.count, left.interrupted, left.version]).toEqual([3, 2, 3])
  left.remove(3)
  left.remove(2)
  left.remove(2)
  expect([left.count, left.interrupted, left.version]).toEqual([1, 1, 5])
})

test('an id is never used again: what was chosen by it is gone, not another', () => {
  const left = filled()
  left.remove(3)
  left.add(entry(4), interrupted)
  expect(left.chosen([3, 1, 4]).map(({ entry: { number } }) => number)).toEqual([1, 4])
  expect(left.chosen().map(({ leftId }) => leftId)).toEqual([1, 2, 4])
})

test('a long argument is cut to a preview', () => {
  const left = new LeftJobs()
  left.add(entry(1, JSON.stringify('x'.repeat(LIMITS.argumentPreview * 2))), interrupted)
  expect(left.rows(0, 1)[0]?.argument.length).toBeLessThanOrEqual(LIMITS.argumentPreview + 1)
})
