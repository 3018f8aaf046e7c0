import { describe, expect, it } from 'vitest'
import { KeyInspector } from '../../src/dedup/key-inspector'
import { newNamespace, nothing, type Member } from '../processor/fleet'
import { ManualClock } from '../processor/manual-clock'
import { waitFor } from '../support/wait-for'
import { expectAtMost, onCountedRedis, type Traffic } from './counted-redis'

const LEASE_MS = 30_000
const HOLDS = 1_200

const redis = onCountedRedis()
const names = (count: number): string[] => Array.from({ length: count }, (_, n) => `key:${n}`)

interface OnManualClock {
  readonly member: Member
  readonly clock: ManualClock
}

/** Its timers fire when the test says so. */
async function onManualClock(): Promise<OnManualClock> {
  const clock = new ManualClock()
  const member = await redis.member({ dedupClock: clock, paused: true, leaseMs: LEASE_MS })
  await waitFor(() => member.dedup.generation() !== undefined, { what: 'the generation was read' })
  return { member, clock }
}

/** Lets a time pass, and what is sent then be answered. */
async function pass(ms: number, { member, clock }: OnManualClock): Promise<void> {
  clock.jump(ms)
  await member.redis.echo('answered in order: all before it is')
}

const during = (ms: number, on: OnManualClock): Promise<Traffic> =>
  redis.traffic(on.member.redis, () => pass(ms, on))

describe('what a dedup does by itself', () => {
  it('idle: one command a second', async () => {
    const on = await onManualClock()
    const { sent, inScripts } = await redis.traffic(on.member.redis, async () => {
      for (let second = 0; second < 60; second += 1) await pass(1_000, on)
    })
    expectAtMost(sent, { script: 60 })
    expectAtMost(inScripts, { time: 60, get: 60 })
  })

  it('renews holds together: one script for 500 as a third of their lease is left, and none before', async () => {
    const on = await onManualClock()
    await Promise.all(names(HOLDS).map((key) => on.member.processor.schedule(key, 0, nothing)))
    await pass(0.7 * LEASE_MS, on)
    // Redis did not know that script: it was sent once more.
    await pass(0, on)
    for (let time = 0; time < 3; time += 1) {
      const early = await during(0.3 * LEASE_MS, on)
      expectAtMost(early.sent, { script: 1 })
      expectAtMost(early.inScripts, { time: 1, get: 1 })

      const due = await during(0.7 * LEASE_MS, on)
      const scripts = Math.ceil(HOLDS / 500) + 1
      expectAtMost(due.sent, { script: scripts })
      expectAtMost(due.inScripts, {
        ...{ time: scripts, get: scripts + HOLDS },
        ...{ pttl: HOLDS, pexpire: HOLDS },
      })
      expect(due.inScripts['pexpire'], 'all were renewed').toBe(HOLDS)
    }
  })
})

describe('what a scan of holds costs', () => {
  it('one script a page, which scans and reads what it finds, and nothing but scripts', async () => {
    const namespace = newNamespace()
    const { member, clock } = await onManualClock()
    const inspector = new KeyInspector({ redis: member.redis, namespace, layout: 'go-io', clock })
    const scan = async (match: string): Promise<{ pages: number; holds: number }> => {
      const seen = { pages: 0, holds: 0 }
      for await (const { holds } of inspector.scan({ match, count: 100 })) {
        seen.pages += 1
        seen.holds += holds.length
      }
      return seen
    }
    const other = await redis.member({ namespace, paused: true })
    await Promise.all(names(HOLDS).map((key) => other.processor.schedule(key, 0, nothing)))
    await other.processor.stop({ waiting: 'keep' })
    other.kill()
    await scan('*')

    const seen = { pages: 0, holds: 0 }
    const { sent, inScripts } = await redis.traffic(member.redis, async () =>
      Object.assign(seen, await scan('*')),
    )
    expect(seen.holds).toBe(HOLDS)
    // The page after the last one shown was asked for ahead.
    expectAtMost(sent, { dbsize: 1, script: seen.pages + 1 })
    const scripts = sent['script'] ?? 0
    expectAtMost(inScripts, {
      ...{ scan: scripts, get: scripts, time: scripts + HOLDS / 50 },
      ...{ pttl: HOLDS, getrange: HOLDS },
    })
    const none = await redis.traffic(member.redis, () => scan('no such key'))
    expectAtMost(none.sent, { dbsize: 1, script: scripts })
  })
})
