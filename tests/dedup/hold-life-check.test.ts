import { describe, expect, it } from 'vitest'
import { systemClock, type Clock } from '../../src/processor/clock'
import { newNamespace, nothing, type Member, type Work } from '../processor/fleet'
import { holdName } from '../processor/look'
import { onSharedRedis } from '../processor/on-redis'
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy'
import { waitFor } from '../support/wait-for'

const redis = onSharedRedis({ sideBySide: true })
const leaseMs = 1_500

interface CutOff {
  readonly namespace: string
  readonly proxy: TcpProxy
  readonly member: Member
}

/** A paused processor with one waiting job, whose hold has lapsed because it was cut off from Redis. */
async function withLapsedHold(
  work: Work,
  options: { whenHoldUnknown?: 'run' | 'wait' } = {},
): Promise<CutOff> {
  const namespace = newNamespace()
  const proxy = redis.end(await startTcpProxy(redis.server.port))
  const member = await redis.member({ url: proxy.url, namespace, leaseMs, paused: true, ...options })
  await member.processor.schedule('key', 0, work)
  proxy.refuse()
  await redis.look.until(namespace, 0, 'key', 'gone')
  return { namespace, proxy, member }
}

const reconnected = (member: Member): Promise<unknown> =>
  waitFor(
    () => member.processor.scheduleWithReason('probe', 0, nothing).then((a) => a.outcome === 'scheduled'),
    {
      timeoutMs: 15_000,
      what: 'the processor is connected again',
    },
  )

/** Real time, whose wall part can be set, as it is after a sleep. */
class JumpingClock implements Clock {
  #jumped = 0
  wall = (): number => systemClock.wall() + this.#jumped
  monotonic = (): number => systemClock.monotonic()
  after: Clock['after'] = (delayMs, callback, options) => systemClock.after(delayMs, callback, options)
  jump(ms: number): void {
    this.#jumped += ms
  }
}

describe('before a run', () => {
  it.concurrent('a hold that lapsed and that another instance took is lost to that one', async () => {
    let ran = false
    const { namespace, proxy, member } = await withLapsedHold(() => void (ran = true))
    const other = await redis.member({ namespace, paused: true })
    expect(await other.processor.schedule('key', 60_000, nothing)).toBe(true)
    const theirs = await redis.look.hold(namespace, 0, 'key')
    proxy.accept()
    await reconnected(member)
    member.processor.resume()
    const finished = await member.finishedOf('key')
    expect(finished).toMatchObject({
      outcome: 'lost-to',
      runMs: 0,
      owner: { kind: 'keyhold', instance: other.dedup.instance },
    })
    await member.finishedOf('probe')
    expect(ran).toBe(false)
    expect(await redis.look.hold(namespace, 0, 'key')).toEqual(theirs)
  })

  it.concurrent('a hold that lapsed and that go-io took is lost to it, byte for byte', async () => {
    const { namespace, proxy, member } = await withLapsedHold(nothing)
    await redis.look.redis.set(holdName(namespace, 0, 'key'), '"key"', 'EX', 60, 'NX')
    const theirs = await redis.look.hold(namespace, 0, 'key')
    proxy.accept()
    await reconnected(member)
    member.processor.resume()
    expect(await member.finishedOf('key')).toMatchObject({ outcome: 'lost-to', owner: { kind: 'go-io' } })
    await member.finishedOf('probe')
    expect(await redis.look.hold(namespace, 0, 'key')).toEqual(theirs)
    expect(await member.processor.scheduleWithReason('key', 0, nothing)).toMatchObject({ outcome: 'held' })
  })

  it.concurrent('a hold that lapsed and is free is taken anew, and stands while the job runs', async () => {
    let during: string | undefined
    const { namespace, proxy, member } = await withLapsedHold(async () => {
      during = (await redis.look.hold(namespace, 0, 'key'))?.value
    })
    proxy.accept()
    await reconnected(member)
    member.processor.resume()
    expect(await member.finishedOf('key')).toMatchObject({ outcome: 'done', confirmed: true })
    expect(during).toContain(`"token":"${member.dedup.instance}.`)
    await redis.look.until(namespace, 0, 'key', 'gone')
  })

  it.concurrent(
    'a hold that an operator released is never taken again: the job runs and settles nothing',
    async () => {
      const namespace = newNamespace()
      const { processor, finishedOf } = await redis.member({ namespace, leaseMs, paused: true })
      await Promise.all([
        processor.schedule('long', 60_000, nothing),
        processor.schedule('short', 0, nothing),
      ])
      const { expiresAt = Number.NaN } = (await redis.look.hold(namespace, 0, 'short')) ?? {}
      await redis.look.redis.del(holdName(namespace, 0, 'long'), holdName(namespace, 0, 'short'))
      const watch = await redis.watch(namespace)
      await redis.look.passed(expiresAt + leaseMs)
      processor.resume()
      expect(await finishedOf('long')).toMatchObject({ outcome: 'done' })
      expect(await finishedOf('short')).toMatchObject({ outcome: 'done' })
      // A schedule that follows comes after every settle, on the same connection.
      expect(await processor.schedule('after', 0, nothing)).toBe(true)
      await finishedOf('after')
      await watch.caughtUp()
      expect(watch.writes.filter((write) => !write.name.endsWith(':after'))).toEqual([])
    },
  )

  it.concurrent('with Redis away: runs, marked as unconfirmed, or waits for Redis, as asked', async () => {
    let waitingRan = false
    const waits = await withLapsedHold(() => void (waitingRan = true), { whenHoldUnknown: 'wait' })
    const runs = await withLapsedHold(nothing)
    waits.member.processor.resume()
    runs.member.processor.resume()
    expect(await runs.member.finishedOf('key')).toMatchObject({ outcome: 'done', confirmed: false })
    // The other one had at least as long.
    expect(waitingRan).toBe(false)
    waits.proxy.accept()
    expect(await waits.member.finishedOf('key')).toMatchObject({ outcome: 'done', confirmed: true })
  })

  it.concurrent('a job whose hold is confirmed runs at once, although Redis is away', async () => {
    const proxy = redis.end(await startTcpProxy(redis.server.port))
    const { processor, finishedOf } = await redis.member({
      url: proxy.url,
      paused: true,
      whenHoldUnknown: 'wait',
    })
    await processor.schedule('key', 60_000, nothing)
    proxy.refuse()
    processor.resume()
    expect(await finishedOf('key')).toMatchObject({ outcome: 'done', confirmed: true })
  })

  it.concurrent.each([3_600_000, -3_600_000])(
    'after the clock jumped by %s ms nothing starts unchecked',
    async (ms) => {
      const clock = new JumpingClock()
      const namespace = newNamespace()
      const { processor, finishedOf } = await redis.member({
        namespace,
        paused: true,
        clock,
        dedupClock: clock,
      })
      await processor.schedule('key', 60_000, nothing)
      await redis.look.redis.set(holdName(namespace, 0, 'key'), '"key"', 'PX', 60_000)
      clock.jump(ms)
      processor.resume()
      expect(await finishedOf('key')).toMatchObject({ outcome: 'lost-to', owner: { kind: 'go-io' } })
    },
  )

  it('many holds that lapsed are checked in batches', async () => {
    const namespace = newNamespace()
    const proxy = redis.end(await startTcpProxy(redis.server.port))
    const member = await redis.member({ url: proxy.url, namespace, leaseMs, paused: true, concurrency: 300 })
    const keys = Array.from({ length: 300 }, (_, n) => `key${n}`)
    await Promise.all(keys.map((key) => member.processor.schedule(key, 0, nothing)))
    proxy.refuse()
    await redis.look.until(namespace, 0, 'key299', 'gone')
    proxy.accept()
    await reconnected(member)
    const before = await redis.look.scriptCalls()
    member.processor.resume()
    await waitFor(() => member.finished.length === 301, { timeoutMs: 15_000, what: 'all have run' })
    expect(member.finished.every((job) => job.outcome === 'done' && job.confirmed)).toBe(true)
    expect((await redis.look.scriptCalls()) - before).toBeLessThan(150)
  })
})
