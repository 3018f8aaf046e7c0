import { describe, expect, it } from 'vitest'
import { newNamespace, nothing, type Member } from '../processor/fleet'
import { generationName, holdName } from '../processor/look'
import { onSharedRedis } from '../processor/on-redis'
import { quietClock } from '../processor/quiet-clock'
import { waitFor } from '../support/wait-for'

const redis = onSharedRedis()

/** A processor that takes and runs nothing, whose round trips are those of the calls alone. */
const counted = async (namespace: string): Promise<Member> => {
  const member = await redis.member({ namespace, paused: true, dedupClock: quietClock })
  await waitFor(() => member.dedup.generation() !== undefined, { what: 'the generation was read' })
  return member
}

const keys = (count: number): string[] => Array.from({ length: count }, (_, n) => `key${n}`)

const roundTrips = async (act: () => Promise<unknown>): Promise<number> => {
  const before = await redis.look.scriptCalls()
  await act()
  return (await redis.look.scriptCalls()) - before
}

describe('taking holds', () => {
  it('asks Redis once for all calls of a tick', async () => {
    const { processor } = await counted(newNamespace())
    const trips = await roundTrips(() =>
      Promise.all(keys(400).map((key) => processor.schedule(key, 0, nothing))),
    )
    expect(trips).toBe(1)
    expect(processor.queueLength()).toBe(400)
  })

  it('splits what is more than 500', async () => {
    const { processor } = await counted(newNamespace())
    const trips = await roundTrips(() =>
      Promise.all(keys(1_001).map((key) => processor.schedule(key, 0, nothing))),
    )
    expect(trips).toBe(3)
    expect(processor.queueLength()).toBe(1_001)
  })

  it('costs no call for a key that is queued here', async () => {
    const { processor } = await counted(newNamespace())
    await processor.schedule('key', 0, nothing)
    const first = processor.waitingJobs(0, 1)[0]
    const trips = await roundTrips(async () => {
      expect(await processor.scheduleWithReason('key', 60_000, nothing)).toEqual({
        outcome: 'queued-here',
        jobId: first?.jobId,
        state: 'waiting',
      })
    })
    expect(trips).toBe(0)
  })

  it('queues the jobs of a batch in call order, whatever becomes of those between', async () => {
    const namespace = newNamespace()
    const other = await redis.member({ namespace, paused: true })
    const { processor } = await counted(namespace)
    const taken = keys(500).filter((_, n) => n % 7 === 0)
    await Promise.all(taken.map((key) => other.processor.schedule(key, 60_000, nothing)))
    const answers = await Promise.all(
      keys(500).flatMap((key) => [processor.schedule(key, 0, nothing), processor.schedule(key, 0, nothing)]),
    )
    expect(answers).toEqual(keys(500).flatMap((_, n) => [n % 7 !== 0, false]))
    const order = processor.waitingJobs(0, 1_000).map((job) => job.key)
    expect(order).toEqual(keys(500).filter((_, n) => n % 7 !== 0))
    const ids = processor.waitingJobs(0, 1_000).map((job) => job.jobId)
    expect(ids).toEqual([...ids].sort((a, b) => a - b))
  })

  it('writes one value for each hold, with its token, in Redis time, and the expiry that was asked for', async () => {
    const namespace = newNamespace()
    const { processor, dedup } = await redis.member({ namespace, paused: true })
    const before = await redis.look.time()
    await Promise.all(['a', 'b'].map((key) => processor.schedule(key, 60_123, nothing)))
    const after = await redis.look.time()
    const tokens = new Set<string>()
    for (const key of ['a', 'b']) {
      const hold = await redis.look.hold(namespace, 0, key)
      const value = JSON.parse(hold?.value ?? 'null') as Record<string, unknown>
      expect(Object.keys(value)).toEqual(['v', 'token', 'host', 'at', 'backoff'])
      expect(value).toMatchObject({ v: 1, backoff: 60_123, host: expect.stringMatching(/./) as string })
      expect(value['token']).toMatch(new RegExp(`^${dedup.instance}\\.\\d+$`))
      tokens.add(String(value['token']))
      // Estimated from earlier replies: right to within the time that those took.
      expect(Number(value['at'])).toBeGreaterThan(before - 500)
      expect(Number(value['at'])).toBeLessThan(after + 500)
      expect(Number.isInteger(value['at'])).toBe(true)
      expect(hold?.expiresAt).toBeGreaterThanOrEqual(Math.floor(before) + 60_123)
      expect(hold?.expiresAt).toBeLessThanOrEqual(Math.ceil(after) + 60_123)
    }
    expect(tokens.size).toBe(2)
  })

  it.each([
    { backoffMs: 0, leaseMs: 30_000, atLeast: 30_000 },
    { backoffMs: 0, leaseMs: 2_000, atLeast: 2_000 },
    { backoffMs: 45_000, leaseMs: 30_000, atLeast: 45_000 },
    { backoffMs: 30 * 24 * 3_600_000, leaseMs: 30_000, atLeast: 30 * 24 * 3_600_000 },
  ])(
    'holds for the longer of backoff $backoffMs and lease $leaseMs',
    async ({ backoffMs, leaseMs, atLeast }) => {
      const namespace = newNamespace()
      const { processor } = await redis.member({ namespace, paused: true, leaseMs, dedupClock: quietClock })
      const before = Math.floor(await redis.look.time())
      await processor.schedule('key', backoffMs, nothing)
      const after = Math.ceil(await redis.look.time())
      const hold = await redis.look.hold(namespace, 0, 'key')
      expect(hold?.expiresAt).toBeGreaterThanOrEqual(before + atLeast)
      expect(hold?.expiresAt).toBeLessThanOrEqual(after + atLeast)
    },
  )
})

describe('the generation', () => {
  it('that changed in between takes one more round trip, and the hold is in the new one alone', async () => {
    const namespace = newNamespace()
    const { processor } = await counted(namespace)
    await processor.schedule('before', 0, nothing)
    await redis.look.redis.incr(generationName(namespace))
    const trips = await roundTrips(() =>
      Promise.all(keys(50).map((key) => processor.schedule(key, 0, nothing))),
    )
    expect(trips).toBe(2)
    const names = await redis.look.holdNames(namespace)
    expect(names).toEqual(
      [holdName(namespace, 0, 'before'), ...keys(50).map((key) => holdName(namespace, 1, key))].sort(),
    )
    expect(processor.queueLength()).toBe(51)
  })

  it.each([
    '0',
    '7',
    '-5',
    '100000000000001',
    '9007199254740993',
    '-9007199254740993',
    '9223372036854775806',
  ])('is a decimal string of any int64: %s', async (generation) => {
    const namespace = newNamespace()
    await redis.look.redis.set(generationName(namespace), generation)
    const { processor } = await redis.member({ namespace, paused: true })
    expect(await processor.schedule('key', 60_000, nothing)).toBe(true)
    expect(await redis.look.holdNames(namespace)).toEqual([holdName(namespace, generation, 'key')])
    const next = String(BigInt(generation) + 1n)
    expect(await processor.bumpRemoteDedupKey()).toBe(next)
    expect(await redis.look.redis.get(generationName(namespace))).toBe(next)
    expect(await processor.schedule('other', 60_000, nothing)).toBe(true)
    expect(await redis.look.hold(namespace, next, 'other')).toBeDefined()
  })

  it('may go down: after it is lost, holds are taken in generation 0', async () => {
    const namespace = newNamespace()
    await redis.look.redis.set(generationName(namespace), '3')
    const { processor } = await redis.member({ namespace, paused: true })
    await processor.schedule('a', 60_000, nothing)
    await redis.look.redis.del(generationName(namespace))
    expect(await processor.schedule('b', 60_000, nothing)).toBe(true)
    expect(await redis.look.hold(namespace, 0, 'b')).toBeDefined()
    expect(await processor.bumpRemoteDedupKey()).toBe('1')
  })

  it('that cannot be counted further is an error of the bump, and stays', async () => {
    const namespace = newNamespace()
    await redis.look.redis.set(generationName(namespace), '9223372036854775807')
    const { processor } = await redis.member({ namespace })
    await expect(processor.bumpRemoteDedupKey()).rejects.toMatchObject({ name: 'KeyholdError' })
    expect(await redis.look.redis.get(generationName(namespace))).toBe('9223372036854775807')
  })
})

describe('a second schedule of a key whose first call is in flight waits for it', () => {
  it('and is queued-here when that one was scheduled', async () => {
    const { processor } = await redis.member({ paused: true })
    const [first, second] = await Promise.all([
      processor.scheduleWithReason('key', 0, nothing),
      processor.scheduleWithReason('key', 60_000, nothing),
    ])
    if (first.outcome !== 'scheduled') throw new Error(first.outcome)
    expect(second).toEqual({ outcome: 'queued-here', jobId: first.jobId, state: 'waiting' })
  })

  it('and has the same outcome when that one was refused', async () => {
    const namespace = newNamespace()
    const name = holdName(namespace, 0, 'key')
    await redis.look.redis.set(name, '"key"', 'PX', 60_000)
    const { processor } = await redis.member({ namespace })
    const [first, second] = await Promise.all([
      processor.scheduleWithReason('key', 0, nothing),
      processor.scheduleWithReason('key', 60_000, nothing),
    ])
    expect(first).toMatchObject({
      outcome: 'held',
      redisKey: name,
      generation: '0',
      owner: { kind: 'go-io' },
    })
    expect(second).toEqual(first)
  })
})
