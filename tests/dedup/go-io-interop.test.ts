import { Redis } from 'ioredis'
import { describe, expect, it } from 'vitest'
import { gate, newNamespace, nothing } from '../processor/fleet'
import { holdName } from '../processor/look'
import { onSharedRedis } from '../processor/on-redis'
import { GoIoStyleProcessor } from '../support/go-io-client'
import { waitFor } from '../support/wait-for'

const redis = onSharedRedis()

const goIoIn = (namespace: string): GoIoStyleProcessor => {
  const client = new Redis(redis.server.url)
  redis.end({ stop: () => client.disconnect() })
  return new GoIoStyleProcessor(client, namespace)
}

const fleet = async (leaseMs = 30_000, paused = false) => {
  const namespace = newNamespace()
  return { namespace, keyhold: await redis.member({ namespace, leaseMs, paused }), goIo: goIoIn(namespace) }
}

describe('in one namespace with a service that uses go-io', () => {
  it('each refuses what the other holds', async () => {
    const { keyhold, goIo } = await fleet()
    expect(await goIo.schedule('theirs', 60_000, nothing as () => void)).toBe(true)
    expect(await keyhold.processor.scheduleWithReason('theirs', 0, nothing)).toMatchObject({
      outcome: 'held',
      owner: { kind: 'go-io' },
    })
    expect(await keyhold.processor.schedule('ours', 60_000, nothing)).toBe(true)
    expect(await goIo.schedule('ours', 60_000, nothing as () => void)).toBe(false)
  })

  it('a bump by either counts for both', async () => {
    const { keyhold, goIo } = await fleet()
    await keyhold.processor.schedule('key', 60_000, nothing)
    await keyhold.finishedOf('key')
    expect(await goIo.bumpRemoteDedupKey()).toBe('1')
    expect(await keyhold.processor.schedule('key', 60_000, nothing)).toBe(true)
    expect(await keyhold.processor.bumpRemoteDedupKey()).toBe('2')
    expect(await goIo.schedule('key', 60_000, nothing as () => void)).toBe(true)
  })

  it('I4: a value that go-io put in place of its own is left alone by renewal, cancel, settle and stop', async () => {
    const { namespace, keyhold } = await fleet(1_500, true)
    const { processor } = keyhold
    const jobs = new Map<string, number>()
    for (const key of ['renewed', 'cancelled', 'run', 'stopped']) {
      const answer = await processor.scheduleWithReason(key, key === 'run' ? 60_000 : 0, nothing)
      if (answer.outcome === 'scheduled') jobs.set(key, answer.jobId)
      // As its settle does: without asking whose hold it is.
      await redis.look.redis.set(holdName(namespace, 0, key), JSON.stringify(key), 'EX', 60)
    }
    const theirs = new Map<string, unknown>()
    for (const key of jobs.keys()) theirs.set(key, await redis.look.hold(namespace, 0, key))
    const watch = await redis.watch(namespace)
    await redis.look.passed((await redis.look.time()) + 1_600)
    processor.cancel(jobs.get('cancelled') ?? -1)
    processor.resume()
    await keyhold.finishedOf('run')
    processor.pause()
    await processor.stop({ waiting: 'release' })
    await watch.caughtUp()
    expect(watch.writes).toEqual([])
    for (const [key, hold] of theirs) expect(await redis.look.hold(namespace, 0, key)).toEqual(hold)
  })

  it('I1 and I4 while both schedule, run and bump at random', async () => {
    const { namespace, keyhold, goIo } = await fleet(1_500)
    const inside = new Map<string, number>()
    let overlaps = 0
    let runs = 0
    const work = (key: string) => async (): Promise<void> => {
      runs += 1
      const now = (inside.get(key) ?? 0) + 1
      if (now > 1) overlaps += 1
      inside.set(key, now)
      await new Promise((resolve) => setTimeout(resolve, 1))
      inside.set(key, now - 1)
    }
    let tampered = 0
    for (let round = 0; round < 150; round += 1) {
      const key = `key${round % 5}`
      await Promise.all([
        keyhold.processor.schedule(key, (round * 37) % 60, work(key)),
        goIo.schedule(key, 1_000, nothing as () => void),
        ...(round % 20 === 0 ? [goIo.bumpRemoteDedupKey()] : []),
      ])
      for (const name of await redis.look.holdNames(namespace)) {
        const value = await redis.look.redis.get(name)
        // Whoever wrote it, it is whole: Keyhold's own object, or the key as go-io writes it.
        if (value !== null && !/^\{"v":1,.*\}$|^"key\d"$/.test(value)) tampered += 1
      }
    }
    await waitFor(() => keyhold.processor.queueLength() + keyhold.processor.runningCount() === 0, {
      what: 'all have run',
    })
    expect(runs).toBeGreaterThan(5)
    expect({ overlaps, tampered }).toEqual({ overlaps: 0, tampered: 0 })
  })

  it('a hold that go-io deletes while the job runs is not written again', async () => {
    const { namespace, keyhold } = await fleet()
    const running = gate()
    await keyhold.processor.schedule('key', 60_000, running.work)
    await running.started
    await redis.look.redis.del(holdName(namespace, 0, 'key'))
    running.open()
    await keyhold.finishedOf('key')
    await keyhold.processor.schedule('after', 0, nothing)
    expect(await redis.look.hold(namespace, 0, 'key')).toBeUndefined()
  })
})
