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

/** Its timers fire when the test says so. */
async function onManualClock(): Promise<{ member: Member; clock: ManualClock }> {
  const clock = new ManualClock()
  const member = await redis.member({ dedupClock: clock, paused: true, leaseMs: LEASE_MS })
  await waitFor(() => member.dedup.generation() !== undefined, { what: 'the generation was read' })
  return { member, clock }
}

/** Lets a time pass, and what is sent then be answered: the PINGs are the test's own. */
const after = (ms: number, { member, clock }: { member: Member; clock: ManualClock }): Promise<Traffic> =>
  redis.traffic(async () => {
    clock.jump(ms)
    await member.redis.ping()
    await member.redis.ping()
  })

describe('what a dedup does by itself', () => {
  it('idle: one command a second', async () => {
    const { member, clock } = await onManualClock()
    await after(1_000, { member, clock })
    const { sent, inScripts } = await redis.traffic(async () => {
      for (let second = 0; second < 60; second += 1) {
        clock.jump(1_000)
        await member.redis.ping()
      }
    })
    expectAtMost(sent, { script: 60, ping: 60 })
    expectAtMost(inScripts, { time: 60, get: 60 })
  })

  it('renews holds together: one script for 500 as a third of their lease is left, and none before', async () => {
    const on = await onManualClock()
    await Promise.all(names(HOLDS).map((key) => on.member.processor.schedule(key, 0, nothing)))
    await after(0.7 * LEASE_MS, on)
    for (let time = 0; time < 3; time += 1) {
      const early = await after(0.3 * LEASE_MS, on)
      expectAtMost(early.sent, { script: 1, ping: 2 })
      expectAtMost(early.inScripts, { time: 1, get: 1 })

      const due = await after(0.7 * LEASE_MS, on)
      const scripts = Math.ceil(HOLDS / 500) + 1
      expectAtMost(due.sent, { script: scripts, ping: 2 })
      expectAtMost(due.inScripts, {
        ...{ time: scripts, get: scripts + HOLDS },
        ...{ pttl: HOLDS, pexpire: HOLDS },
      })
      expect(due.inScripts['pexpire'], 'all were renewed').toBe(HOLDS)
    }
  })
})

describe('what a scan of holds costs', () => {
  it('one script a page, with the remaining times, and none for a page without holds', async () => {
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
    const { sent, inScripts } = await redis.traffic(async () => Object.assign(seen, await scan('*')))
    expect(seen.holds).toBe(HOLDS)
    expectAtMost(sent, { dbsize: 1, script: seen.pages + 1, scan: seen.pages })
    expectAtMost(inScripts, {
      ...{ time: seen.pages + 1, get: seen.pages + 1 },
      ...{ pttl: HOLDS, getrange: HOLDS, strlen: HOLDS },
    })
    const none = await redis.traffic(() => scan('no such key'))
    expectAtMost(none.sent, { dbsize: 1, script: 1, scan: seen.pages })
  })
})
