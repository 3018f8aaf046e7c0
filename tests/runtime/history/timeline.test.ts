import { describe, expect, it } from 'vitest'
import type { KeyMoment, TimelineCursor } from '../../../src/contract/history'
import { nameOf, scan } from '../holds-bench'
import type { RuntimeBench } from '../runtime-bench'
import { builtParts, ended, job } from './history-bench'

const parts = builtParts()

async function all({ runtime }: RuntimeBench, key: string, limit: number): Promise<KeyMoment[]> {
  const moments: KeyMoment[] = []
  let after: TimelineCursor | undefined
  do {
    const page = await runtime.history.timeline({ key, limit, ...(after ? { after } : {}) })
    expect(page.kept).toBe(true)
    moments.push(...page.moments)
    after = page.next
  } while (after)
  return moments
}

describe('the timeline of a key', () => {
  it('tells each step in order, and refusals that repeat once', async () => {
    const bench = await parts.open()
    const { runtime } = bench
    runtime.pause()
    await runtime.schedule(job('seller:42'))
    for (let again = 0; again < 5; again += 1) await runtime.schedule(job('seller:42'))
    runtime.resume()
    await ended(bench, 1)
    for (let again = 0; again < 3; again += 1) await runtime.schedule(job('seller:42'))
    await runtime.schedule(job('another'))
    const moments = await all(bench, 'seller:42', 100)
    expect(moments.map(({ event }) => event)).toEqual([
      ...['refused', 'settled', 'ended', 'started', 'refused', 'scheduled'],
    ])
    expect(moments[0]).toMatchObject({
      count: 3,
      reason: { reason: 'held', owner: { kind: 'keyhold', here: true } },
    })
    expect(moments[4]).toMatchObject({ count: 5, reason: { reason: 'queued-here', state: 'waiting' } })
    expect(moments[1]).toMatchObject({ event: 'settled', heldUntil: expect.any(Number) as number })
  })

  it('tells what waits now, and what an operator released', async () => {
    const bench = await parts.open()
    const { runtime, redis } = bench
    await redis.set(nameOf('seller:7', 0), '"seller:7"', 'PX', 600_000)
    expect(await runtime.schedule(job('seller:7'))).toMatchObject({ outcome: 'held' })
    const [row] = await scan(bench)
    if (!row) throw new Error('no hold was found')
    await runtime.release({
      ...{ nameBytes: row.nameBytes, valueBytes: row.valueBytes ?? '', job: 'ask' as const },
      expiresAt: row.expiresAt ?? null,
    })
    runtime.pause()
    await runtime.schedule(job('seller:7'))
    const moments = await all(bench, 'seller:7', 100)
    expect(moments.map(({ event }) => event)).toEqual(['scheduled', 'released', 'refused'])
    expect(moments[0]).toMatchObject({ now: 'waiting' })
    expect(moments[1]).toMatchObject({ jobCancelled: false })
    expect(moments[2]).toMatchObject({ count: 1, reason: { reason: 'held', owner: { kind: 'go-io' } } })
  })

  it('comes in pages that tell each moment once', async () => {
    const bench = await parts.open()
    const { runtime } = bench
    for (let round = 1; round <= 6; round += 1) {
      runtime.pause()
      await runtime.schedule(job('again', {}, 0))
      await runtime.schedule(job('again', {}, 0))
      runtime.resume()
      await ended(bench, round)
    }
    const whole = await all(bench, 'again', 100)
    expect(whole).toHaveLength(6 * 5)
    for (const limit of [1, 2, 5]) {
      const paged = await all(bench, 'again', limit)
      expect(paged).toHaveLength(whole.length)
      expect(new Set(paged.map((moment) => JSON.stringify(moment)))).toEqual(
        new Set(whole.map((moment) => JSON.stringify(moment))),
      )
    }
    expect(await all(bench, 'never', 10)).toEqual([])
  })
})
