import { describe, expect, it } from 'vitest'
import { gate, newNamespace, nothing } from '../processor/fleet'
import { generationName, holdName } from '../processor/look'
import { onSharedRedis } from '../processor/on-redis'
import { waitFor } from '../support/wait-for'

const redis = onSharedRedis({ sideBySide: true })
const leaseMs = 1_500

describe('holds of jobs that wait or run', () => {
  it.concurrent('are renewed for longer than their lease, and never shortened', async () => {
    const namespace = newNamespace()
    const { processor } = await redis.member({ namespace, leaseMs })
    const running = gate()
    await processor.schedule('runs', 0, running.work)
    await running.started
    await processor.schedule('waits', 0, nothing)
    const watch = await redis.watch(namespace)
    const seen: number[][] = [[], []]
    const end = (await redis.look.time()) + 3 * leaseMs
    await waitFor(
      async () => {
        for (const [index, key] of ['runs', 'waits'].entries()) {
          const hold = await redis.look.hold(namespace, 0, key)
          seen[index]?.push(hold?.expiresAt ?? Number.NaN)
        }
        return (await redis.look.time()) > end
      },
      { timeoutMs: 15_000, what: 'three leases have passed' },
    )
    for (const expiries of seen) {
      expect(expiries.every((expiry, index) => index === 0 || expiry >= (expiries[index - 1] ?? 0))).toBe(
        true,
      )
      expect(new Set(expiries).size).toBeGreaterThan(2)
    }
    await watch.caughtUp()
    expect(watch.writes.filter((write) => write.event !== 'expire')).toEqual([])
  })

  it.concurrent('keep their value while they are renewed', async () => {
    const namespace = newNamespace()
    const { processor } = await redis.member({ namespace, leaseMs, paused: true })
    await processor.schedule('key', 0, nothing)
    const first = await redis.look.hold(namespace, 0, 'key')
    await redis.look.passed((first?.expiresAt ?? 0) + leaseMs)
    const last = await redis.look.hold(namespace, 0, 'key')
    expect(last?.value).toBe(first?.value)
    expect(last?.expiresAt).toBeGreaterThan(first?.expiresAt ?? Number.NaN)
  })

  it.concurrent('are not touched while their backoff outlasts the lease', async () => {
    const namespace = newNamespace()
    const { processor } = await redis.member({ namespace, leaseMs, paused: true })
    await processor.schedule('key', 60_000, nothing)
    const first = await redis.look.hold(namespace, 0, 'key')
    await processor.schedule('short', 0, nothing)
    const short = await redis.look.hold(namespace, 0, 'short')
    await redis.look.passed((short?.expiresAt ?? 0) + leaseMs)
    expect(await redis.look.hold(namespace, 0, 'key')).toEqual(first)
  })

  it.concurrent('keep an expiry that was made longer from outside', async () => {
    const namespace = newNamespace()
    const { processor } = await redis.member({ namespace, leaseMs, paused: true })
    await processor.schedule('key', 0, nothing)
    const { expiresAt = Number.NaN } = (await redis.look.hold(namespace, 0, 'key')) ?? {}
    await redis.look.redis.pexpire(holdName(namespace, 0, 'key'), 60_000)
    const longer = await redis.look.hold(namespace, 0, 'key')
    await redis.look.passed(expiresAt + leaseMs)
    expect(await redis.look.hold(namespace, 0, 'key')).toEqual(longer)
  })

  it('are renewed in batches, not one by one', async () => {
    const namespace = newNamespace()
    const { processor } = await redis.member({ namespace, leaseMs, paused: true })
    const keys = Array.from({ length: 1_200 }, (_, n) => `key${n}`)
    await Promise.all(keys.map((key) => processor.schedule(key, 0, nothing)))
    const before = await redis.look.scriptCalls()
    const { expiresAt = Number.NaN } = (await redis.look.hold(namespace, 0, 'key0')) ?? {}
    await redis.look.passed(expiresAt + leaseMs)
    expect(await redis.look.holdNames(namespace)).toHaveLength(1_200)
    // Two or three renewals of each in batches of 500, and a beat of once a second from each test's member: far from 2,400.
    expect((await redis.look.scriptCalls()) - before).toBeLessThan(200)
  })

  it.concurrent('are not renewed once another wrote the name', async () => {
    const namespace = newNamespace()
    const { processor } = await redis.member({ namespace, leaseMs, paused: true })
    await processor.schedule('key', 0, nothing)
    const name = holdName(namespace, 0, 'key')
    await redis.look.redis.set(name, '"key"', 'PX', 2 * leaseMs)
    const theirs = await redis.look.hold(namespace, 0, 'key')
    await redis.look.passed((theirs?.expiresAt ?? 0) - 200)
    expect(await redis.look.hold(namespace, 0, 'key')).toEqual(theirs)
    await redis.look.until(namespace, 0, 'key', 'gone')
  })

  it.concurrent('are not renewed once a bump has passed them, and go when the job has run', async () => {
    const namespace = newNamespace()
    const { processor, finishedOf } = await redis.member({ namespace, leaseMs })
    const lapses = gate()
    await processor.schedule('lapses', 0, lapses.work)
    await lapses.started
    await processor.bumpRemoteDedupKey()
    await redis.look.until(namespace, 0, 'lapses', 'gone')
    lapses.open()
    await finishedOf('lapses')

    const held = gate()
    await processor.schedule('held', 60_000, held.work)
    await held.started
    // Bumped by somebody else: seen without being told.
    await redis.look.redis.incr(generationName(namespace))
    await waitFor(() => processor.state() === 'running' && held.hasStarted(), { what: 'it runs' })
    held.open()
    await finishedOf('held')
    await redis.look.until(namespace, 1, 'held', 'gone')
    expect(await redis.look.holdNames(namespace)).toEqual([])
  })

  it.concurrent('end with the process: what it leaves lapses within the lease', async () => {
    const namespace = newNamespace()
    const { processor, dedup } = await redis.member({ namespace, leaseMs, paused: true })
    await processor.schedule('key', 0, nothing)
    const { expiresAt = Number.NaN } = (await redis.look.hold(namespace, 0, 'key')) ?? {}
    // No more timers: as after a crash.
    dedup.close()
    await redis.look.passed(expiresAt + 100)
    expect(await redis.look.holdNames(namespace)).toEqual([])
  })
})
