import { describe, expect, it } from 'vitest'
import type { CensusPage, CountedHold } from '../../src/dedup/key-inspector'
import { Aftermath } from '../../src/runtime/bump/aftermath'
import { BumpCount } from '../../src/runtime/bump/bump-count'
import { OwnerTally } from '../../src/runtime/bump/owner-tally'
import { KeyHashes } from '../../src/runtime/bump/key-hashes'
import { pauseBeforeNextPass } from '../../src/runtime/bump/scan-rhythm'
import { waitFor } from '../support/wait-for'
import { ManualClock } from '../processor/manual-clock'

const hold = (key: string, generation = '7'): CountedHold => ({
  generation,
  key: Buffer.from(key),
  owner: generation === '7' ? { kind: 'go-io' } : undefined,
})

/** Pages that come one by one, each taking a second of the clock; the last one is the end. */
function slowPages(clock: ManualClock, pages: readonly (readonly CountedHold[])[]) {
  const given: number[] = []
  async function* census(): AsyncGenerator<CensusPage, void, undefined> {
    for (const [index, holds] of pages.entries()) {
      await clock.advance(1_000)
      given.push(index)
      const done = index === pages.length - 1
      yield { holds, scanned: (index + 1) * 1_000, approximateTotal: pages.length * 1_000, done }
    }
  }
  const instances = async () => ({ instances: [], complete: true })
  return { given, inspector: { census, instances } }
}

function countOf(pages: readonly (readonly CountedHold[])[], withinMs: number) {
  const clock = new ManualClock()
  const { given, inspector } = slowPages(clock, pages)
  const count = new BumpCount({ inspector, clock, own: new Set(['me']), from: '7', to: '8', withinMs })
  return { count, given }
}

const ended = (count: BumpCount) =>
  waitFor(() => count.view().state !== 'counting', { what: 'the count has ended' })

describe('the owners of holds', () => {
  it('are this app too where an earlier connection of it took them', () => {
    const tally = new OwnerTally(new Set(['earlier', 'me']))
    const held = { kind: 'keyhold', host: 'api-7', at: 0 } as const
    for (const instance of ['earlier', 'me', 'another']) tally.add({ ...held, instance })
    expect(tally.counts()).toEqual({ here: 2, keyhold: 1, 'go-io': 0, unknown: 0 })
  })
})

describe('the count before a bump', () => {
  it('says what it has when its time is over, and asks for no further page', async () => {
    const { count, given } = countOf([[hold('a')], [hold('b'), hold('c')], [hold('d')], [hold('e')]], 2_000)
    await ended(count)
    expect(count.view()).toMatchObject({
      state: 'stopped',
      holds: 3,
      scanned: 2_000,
      approximateTotal: 4_000,
    })
    expect(given).toEqual([0, 1])
  })

  it('counts stale generations one by one, the largest first, and the target apart', async () => {
    const stale = ['5', '6', '6', '-1'].map((generation, index) => hold(`old:${index}`, generation))
    const { count } = countOf([[hold('now'), ...stale, hold('ahead', '8')]], 60_000)
    await ended(count)
    const { staleHolds, stale: shown, targetHolds, holds } = count.view()
    expect({ staleHolds, targetHolds, holds }).toEqual({ staleHolds: 4, targetHolds: 1, holds: 1 })
    expect(shown).toEqual([
      { generation: '6', holds: 2 },
      { generation: '5', holds: 1 },
      { generation: '-1', holds: 1 },
    ])
    expect([count.held.has(Buffer.from('now')), count.held.has(Buffer.from('old:0'))]).toEqual([true, false])
    expect(count.heldAhead.has(Buffer.from('ahead'))).toBe(true)
  })

  it('shows ten keys at most, each cut', async () => {
    const { count } = countOf(
      [Array.from({ length: 30 }, (_, index) => hold(`${index}:${'x'.repeat(9_000)}`))],
      9_000,
    )
    await ended(count)
    const { sample } = count.view()
    expect(sample).toHaveLength(10)
    expect(Math.max(...sample.map(({ key }) => key.length))).toBe(200)
  })
})

describe('remembered keys', () => {
  it('are found again, all of them, and no others', () => {
    const hashes = new KeyHashes()
    for (let index = 0; index < 50_000; index += 1) hashes.add(Buffer.from(`seller:${index}:catalog`))
    hashes.add(Buffer.from('seller:7:catalog'))
    expect(hashes.size).toBe(50_000)
    expect(hashes.full).toBe(false)
    const missed = Array.from({ length: 50_000 }, (_, n) => n).filter(
      (n) => !hashes.has(Buffer.from(`seller:${n}:catalog`)) || hashes.has(Buffer.from(`seller:${n}:stock`)),
    )
    expect(missed).toEqual([])
  })

  it('are bounded, which is said', () => {
    const hashes = new KeyHashes(10)
    for (let index = 0; index < 11; index += 1) hashes.add(Buffer.from(String(index)))
    expect([hashes.size, hashes.full]).toEqual([10, true])
    expect(hashes.has(Buffer.from('10'))).toBe(false)
  })
})

describe('the rhythm after a bump', () => {
  it('counts for ten minutes and then no more', async () => {
    const clock = new ManualClock()
    let walks = 0
    async function* census(): AsyncGenerator<CensusPage, void, undefined> {
      walks += 1
      yield await Promise.resolve({ holds: [], scanned: 0, approximateTotal: 0, done: true })
    }
    const notice = { noticeId: 1, from: '7', to: '8', at: 0, by: 'elsewhere' } as const
    const aftermath = new Aftermath({
      inspector: { census },
      clock,
      own: new Set(['me']),
      notice,
      changed: () => undefined,
    })
    await clock.advance(599_000)
    expect(aftermath.view()).toMatchObject({ state: 'counting', counted: { heldAgain: 0 } })
    await clock.advance(60_000)
    expect(aftermath.view().state).toBe('ended')
    // One of the old generation; of the new one 12 in the first minute, 8 until the third, 14 after it.
    expect(walks).toBeGreaterThan(30)
    expect(walks).toBeLessThan(40)
    expect(clock.pending()).toEqual([])
  })

  it('is ever more seldom, and leaves Redis alone for most of the time', () => {
    expect([0, 59_999, 60_000, 180_000].map((since) => pauseBeforeNextPass(since, 10))).toEqual([
      5_000, 5_000, 15_000, 30_000,
    ])
    expect(pauseBeforeNextPass(0, 4_000)).toBe(76_000)
  })
})
