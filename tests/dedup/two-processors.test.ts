import { describe, expect, it } from 'vitest'
import { gate, newNamespace, nothing, type Member } from '../processor/fleet'
import { onSharedRedis } from '../processor/on-redis'
import { waitFor } from '../support/wait-for'

const redis = onSharedRedis()

const pair = async (options: { readonly paused?: boolean } = {}) => {
  const namespace = newNamespace()
  const one = await redis.member({ namespace, ...options })
  const two = await redis.member({ namespace, ...options })
  return { namespace, one, two }
}

const free = (member: Member, key: string): Promise<unknown> =>
  waitFor(() => member.processor.schedule(key, 0, nothing), { what: `${key} is free` })

describe('two processors on one Redis', () => {
  it('run each key once when both schedule the same ones at the same moment', async () => {
    const { one, two } = await pair()
    const runs = new Map<string, number>()
    const keys = Array.from({ length: 300 }, (_, n) => `key${n}`)
    const ask = ({ processor }: Member): Promise<boolean[]> =>
      Promise.all(
        keys.map((key) =>
          processor.schedule(key, 60_000, () => void runs.set(key, (runs.get(key) ?? 0) + 1)),
        ),
      )
    const [first, second] = await Promise.all([ask(one), ask(two)])
    for (const n of keys.keys()) expect([first[n], second[n]].filter(Boolean)).toHaveLength(1)
    await waitFor(() => one.finished.length + two.finished.length === 300, { what: 'all have run' })
    expect([...runs.values()]).toEqual(keys.map(() => 1))
  })

  it('refuse what the other holds, and say who it is', async () => {
    const { one, two } = await pair()
    const running = gate()
    await one.processor.schedule('key', 0, running.work)
    await running.started
    expect(await two.processor.scheduleWithReason('key', 0, nothing)).toMatchObject({
      outcome: 'held',
      owner: { kind: 'keyhold', instance: one.dedup.instance },
    })
    running.open()
    await one.finishedOf('key')
    await free(two, 'key')
  })

  it('both go on after a bump by one, without being told', async () => {
    const { one, two } = await pair()
    await two.processor.schedule('key', 60_000, nothing)
    await two.finishedOf('key')
    expect(await one.processor.bumpRemoteDedupKey()).toBe('1')
    expect(await two.processor.schedule('key', 60_000, nothing)).toBe(true)
    expect(await one.processor.schedule('key', 60_000, nothing)).toBe(false)
    expect(await two.processor.bumpRemoteDedupKey()).toBe('2')
    await waitFor(() => one.dedup.generation() === '2', { what: 'the other one sees the new generation' })
  })

  it('bump once when both bump from the generation that they see', async () => {
    const { one, two } = await pair()
    await Promise.all(
      [one, two].map(({ dedup }) => waitFor(() => dedup.generation() === '0', { what: 'read' })),
    )
    await Promise.all([one.dedup.bumpFrom('0'), two.dedup.bumpFrom('0')])
    expect(await one.processor.bumpRemoteDedupKey()).toBe('2')
  })

  it('do not know of each other in two namespaces', async () => {
    const [one, two] = [await redis.member(), await redis.member()]
    for (const { processor } of [one, two])
      expect(await processor.schedule('key', 60_000, nothing)).toBe(true)
    await one.processor.bumpRemoteDedupKey()
    expect(await two.processor.schedule('key', 60_000, nothing)).toBe(false)
  })

  it('one that stops releases what waited, and lets the other have it', async () => {
    const { one, two, namespace } = await pair({ paused: true })
    const keys = Array.from({ length: 600 }, (_, n) => `key${n}`)
    await Promise.all(keys.map((key) => one.processor.schedule(key, 60_000, nothing)))
    await one.processor.stop({ waiting: 'release' })
    expect(await redis.look.holdNames(namespace)).toEqual([])
    expect(await two.processor.schedule('key599', 0, nothing)).toBe(true)
  })

  it('one that stops and keeps its holds leaves them to run out', async () => {
    const { one, two, namespace } = await pair({ paused: true })
    await one.processor.schedule('key', 60_000, nothing)
    const before = await redis.look.hold(namespace, 0, 'key')
    await one.processor.stop({ waiting: 'keep' })
    expect(await two.processor.schedule('key', 0, nothing)).toBe(false)
    expect(await redis.look.hold(namespace, 0, 'key')).toEqual(before)
  })

  it('a job that is cancelled while it waits gives its key to the other', async () => {
    const { one, two } = await pair({ paused: true })
    const answer = await one.processor.scheduleWithReason('key', 60_000, nothing)
    if (answer.outcome !== 'scheduled') throw new Error(answer.outcome)
    expect(await two.processor.schedule('key', 0, nothing)).toBe(false)
    expect(one.processor.cancel(answer.jobId)).toBe('removed')
    expect(one.processor.cancel(answer.jobId)).toBe('not-found')
    expect(await one.finishedOf('key')).toMatchObject({ outcome: 'cancelled', runMs: 0 })
    await free(two, 'key')
  })
})
