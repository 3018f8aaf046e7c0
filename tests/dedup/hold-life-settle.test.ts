import { describe, expect, it } from 'vitest'
import { gate, newNamespace, nothing } from '../processor/fleet'
import { generationName, holdName } from '../processor/look'
import { onSharedRedis } from '../processor/on-redis'
import { quietClock } from '../processor/quiet-clock'
import { waitFor } from '../support/wait-for'

const redis = onSharedRedis()

/** What a Keyhold value says. */
const fields = (value: string | undefined): { at: number; backoff: number } =>
  JSON.parse(value ?? '{}') as { at: number; backoff: number }

describe('when a job has run', () => {
  it.each([1_234, 31_007, 3_600_001])(
    'its hold ends exactly %s ms after it was scheduled',
    async (backoffMs) => {
      const namespace = newNamespace()
      const { processor, finishedOf } = await redis.member({ namespace })
      const running = gate()
      await processor.schedule('key', backoffMs, running.work)
      await running.started
      const { value } = (await redis.look.hold(namespace, 0, 'key')) ?? {}
      running.open()
      await finishedOf('key')
      const settled = await waitFor(
        async () => {
          const hold = await redis.look.hold(namespace, 0, 'key')
          return hold?.expiresAt === fields(value).at + backoffMs && hold
        },
        { what: 'the hold ends at the moment of its schedule and its backoff' },
      )
      expect(settled.value).toBe(value)
      expect(fields(value).backoff).toBe(backoffMs)
    },
  )

  it('its hold keeps its backoff while the generation cannot be read', async () => {
    const namespace = newNamespace()
    const { processor, finishedOf } = await redis.member({ namespace })
    const running = gate()
    await processor.schedule('key', 3_600_000, running.work)
    await running.started
    const { value } = (await redis.look.hold(namespace, 0, 'key')) ?? {}
    await redis.look.redis.set(generationName(namespace), 'three')
    running.open()
    await finishedOf('key')
    await processor.schedule('after', 0, nothing)
    expect(await redis.look.hold(namespace, 0, 'key')).toMatchObject({ value })
  })

  it('its hold goes at once when its backoff is over', async () => {
    const namespace = newNamespace()
    const { processor, finishedOf } = await redis.member({ namespace })
    const running = gate()
    await processor.schedule('key', 40, running.work)
    const { value, expiresAt = 0 } = (await redis.look.hold(namespace, 0, 'key')) ?? {}
    const backoffEnd = fields(value).at + 40
    await redis.look.passed(backoffEnd)
    // The lease still holds it while it runs.
    expect(expiresAt).toBeGreaterThan(backoffEnd + 20_000)
    expect(await redis.look.hold(namespace, 0, 'key')).toBeDefined()
    running.open()
    await finishedOf('key')
    await redis.look.until(namespace, 0, 'key', 'gone')
  })

  it('its hold goes when it was scheduled without a backoff', async () => {
    const namespace = newNamespace()
    const { processor, finished } = await redis.member({ namespace })
    await Promise.all(Array.from({ length: 700 }, (_, n) => processor.schedule(`key${n}`, 0, nothing)))
    await waitFor(() => finished.length === 700, { what: 'all have run' })
    await waitFor(async () => (await redis.look.holdNames(namespace)).length === 0, {
      what: 'no hold is left',
    })
  })

  it('it settles a value that another wrote in no way', async () => {
    const namespace = newNamespace()
    const { processor, finishedOf } = await redis.member({ namespace })
    const name = holdName(namespace, 0, 'key')
    for (const [nth, backoffMs] of [0, 60_000].entries()) {
      const running = gate()
      await processor.schedule('key', backoffMs, running.work)
      await running.started
      await redis.look.redis.set(name, '"key"', 'PX', 90_000)
      const theirs = await redis.look.hold(namespace, 0, 'key')
      running.open()
      await finishedOf('key', nth + 1)
      expect(await processor.scheduleWithReason('key', 0, nothing)).toMatchObject({ outcome: 'held' })
      expect(await redis.look.hold(namespace, 0, 'key')).toEqual(theirs)
      await redis.look.redis.del(name)
    }
  })

  it('it settles a list that took the place of its hold in no way', async () => {
    const namespace = newNamespace()
    const { processor, finishedOf } = await redis.member({ namespace })
    const name = holdName(namespace, 0, 'key')
    const running = gate()
    await processor.schedule('key', 0, running.work)
    await running.started
    await redis.look.redis.del(name)
    await redis.look.redis.rpush(name, 'x')
    running.open()
    expect(await finishedOf('key')).toMatchObject({ outcome: 'done' })
    await processor.schedule('after', 0, nothing)
    await finishedOf('after')
    expect(await redis.look.redis.lrange(name, 0, -1)).toEqual(['x'])
  })

  it('a schedule from its finished event sees the settled hold, every time', async () => {
    const { processor, finished } = await redis.member()
    const outcomes: string[] = []
    processor.on('finished', () => {
      if (outcomes.length < 300) {
        void processor.scheduleWithReason('key', 0, nothing).then((answer) => outcomes.push(answer.outcome))
      }
    })
    await processor.schedule('key', 0, nothing)
    await waitFor(() => outcomes.length >= 300 && finished.length >= 300, {
      what: '300 runs, one after the other',
    })
    expect(new Set(outcomes)).toEqual(new Set(['scheduled']))
  })

  it('a schedule from its finished event sees the backoff that is left', async () => {
    const namespace = newNamespace()
    const { processor, dedup } = await redis.member({ namespace })
    const answer = new Promise((resolve) => {
      processor.on('finished', () => resolve(processor.scheduleWithReason('key', 0, nothing)))
    })
    await processor.schedule('key', 9_000, nothing)
    const held = await answer
    expect(held).toMatchObject({
      outcome: 'held',
      redisKey: holdName(namespace, 0, 'key'),
      generation: '0',
      owner: { kind: 'keyhold', instance: dedup.instance },
    })
    // Not the 30 s of the lease.
    expect((held as { remainingMs: number }).remainingMs).toBeLessThanOrEqual(9_000)
    expect((held as { remainingMs: number }).remainingMs).toBeGreaterThan(0)
  })

  it('many settles of a moment share a round trip', async () => {
    const { processor, finished, dedup } = await redis.member({
      concurrency: 400,
      paused: true,
      dedupClock: quietClock,
    })
    await waitFor(() => dedup.generation() !== undefined, { what: 'the generation was read' })
    await Promise.all(Array.from({ length: 400 }, (_, n) => processor.schedule(`key${n}`, 0, nothing)))
    const before = await redis.look.scriptCalls()
    processor.resume()
    await waitFor(() => finished.length === 400, { what: 'all have run' })
    await dedup.flush(2_000)
    // Runs end over a few turns; one by one it would be 400.
    expect((await redis.look.scriptCalls()) - before).toBeLessThan(40)
  })
})

describe('a bump while a job runs', () => {
  it.each([0, 60_000])('leaves the new generation untouched, with a backoff of %s ms', async (backoffMs) => {
    const namespace = newNamespace()
    const one = await redis.member({ namespace })
    const two = await redis.member({ namespace, paused: true })
    const running = gate()
    await one.processor.schedule('alone', backoffMs, nothing)
    await one.finishedOf('alone')
    const shared = gate()
    await one.processor.schedule('key', backoffMs, running.work)
    await one.processor.schedule('shared', backoffMs, shared.work)
    await running.started
    await one.processor.bumpRemoteDedupKey()
    expect(await two.processor.schedule('shared', 60_000, nothing)).toBe(true)
    const theirs = await redis.look.hold(namespace, 1, 'shared')
    const watch = await redis.watch(namespace)
    running.open()
    shared.open()
    await one.finishedOf('shared')
    // Comes after both settles.
    await one.processor.schedule('after', 0, nothing)
    await watch.caughtUp()
    const touched = watch.writes.filter(
      (write) => write.name.includes(':gen:1:') && !write.name.endsWith(':after'),
    )
    expect(touched).toEqual([])
    expect(await redis.look.hold(namespace, 1, 'shared')).toEqual(theirs)
    for (const key of ['key', 'shared']) await redis.look.until(namespace, 0, key, 'gone')
  })
})
