import fc from 'fast-check'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { WaitingFilter } from '../../../src/contract/queue-filter'
import { WaitingSearch } from '../../../src/runtime/jobs/queue-view/waiting-search'
import { openSearchBench, type SearchBench } from './search-bench'

function begin(
  bench: SearchBench,
  filter: Partial<WaitingFilter>,
  options: { readonly most?: number } = {},
): WaitingSearch {
  const search = new WaitingSearch({
    ...{ searchId: 'one', processor: bench.processor, clock: bench.clock, ...options },
    filter: { text: '', minAgeMs: 0, ...filter },
    changed: () => undefined,
  })
  onTestFinished(() => search.close())
  return search
}

const keys = (search: WaitingSearch): string[] => search.jobs(0, 200_000).map(({ key }) => key)

async function searched(search: WaitingSearch): Promise<void> {
  while (search.view().state !== 'done') await nextTurn()
}

/** What has changed since is looked at. */
async function lookAgain(bench: SearchBench, search: WaitingSearch): Promise<void> {
  search.poke()
  await bench.clock.advance(1_000)
  await searched(search)
}

describe('a search among the waiting jobs', () => {
  it('finds at once what a short queue has, in the order of acceptance', () => {
    const bench = openSearchBench()
    for (let n = 0; n < 40; n += 1) bench.arrive(n % 10 === 3 ? `seller:${n}` : `order:${n}`)
    const search = begin(bench, { text: 'seller' })
    expect(keys(search)).toEqual(['seller:3', 'seller:13', 'seller:23', 'seller:33'])
    expect(search.view()).toMatchObject({ state: 'done', rows: 4, matches: 4, searched: 40, total: 40 })
  })

  it('looks at a million jobs in slices of at most 20,000, and says how far it is', async () => {
    const bench = openSearchBench()
    for (let n = 0; n < 1_000_000; n += 1) bench.arrive(`seller:${n}`)
    const search = begin(bench, { text: '77' })
    const slices = [bench.walked()]
    const progress: number[] = []
    while (search.view().state === 'searching') {
      progress.push(search.view().searched)
      const before = bench.walked()
      await nextTurn()
      slices.push(bench.walked() - before)
    }
    expect(Math.max(...slices)).toBeLessThanOrEqual(20_000)
    expect(slices.length).toBeGreaterThanOrEqual(50)
    expect(progress).toEqual([...progress].sort((one, other) => one - other))
    expect(progress[1]).toBeGreaterThan(0)
    const expected = Array.from({ length: 1_000_000 }, (_, n) => n).filter((n) => String(n).includes('77'))
    expect(search.view()).toMatchObject({ matches: expected.length, searched: 1_000_000 })
    // What comes later costs what came, and not the queue.
    const before = bench.walked()
    bench.arrive('seller:new:77')
    await lookAgain(bench, search)
    expect(bench.walked() - before).toBe(1)
    expect(search.view().matches).toBe(expected.length + 1)
  })

  it('forgets jobs that leave, and finds those that come', async () => {
    const bench = openSearchBench()
    const jobs = Array.from({ length: 10 }, (_, n) => bench.arrive(`key:${n}`))
    const search = begin(bench, { text: 'key' })
    bench.line.next()
    bench.line.remove(jobs[5]?.id ?? -1)
    // Not drawn any more from now on, and not counted after the next look.
    expect(keys(search)).not.toContain('key:0')
    bench.arrive('other')
    bench.arrive('key:new')
    await lookAgain(bench, search)
    expect(keys(search)).toEqual(['1', '2', '3', '4', '6', '7', '8', '9', 'new'].map((n) => `key:${n}`))
    expect(search.view()).toMatchObject({ rows: 9, matches: 9 })
  })

  it('finds a job that came back before the queue reached it, and keeps its place', async () => {
    const bench = openSearchBench()
    const [first, second] = [bench.arrive('key:0'), bench.arrive('key:1')]
    bench.line.next()
    bench.line.next()
    const search = begin(bench, { text: 'key' })
    expect(keys(search)).toEqual([])
    bench.arrive('key:2')
    bench.line.retry(second, 60_000, new Error('failed'))
    bench.line.giveBack(first)
    await lookAgain(bench, search)
    expect(keys(search)).toEqual(['key:0', 'key:1', 'key:2'])
  })

  it('finds jobs by age, and more of them as they grow older although nothing else happens', async () => {
    const bench = openSearchBench()
    for (let n = 0; n < 5; n += 1) {
      bench.arrive(`key:${n}`)
      await bench.clock.advance(1_000)
    }
    const search = begin(bench, { minAgeMs: 4_000 })
    expect(keys(search)).toEqual(['key:0', 'key:1'])
    await bench.clock.advance(2_000)
    expect(keys(search)).toEqual(['key:0', 'key:1', 'key:2', 'key:3'])
  })

  it('keeps rows up to its bound, counts the rest, and fetches them when those have gone', async () => {
    const bench = openSearchBench()
    for (let n = 0; n < 100; n += 1) bench.arrive(`key:${n}`)
    const search = begin(bench, { text: 'key' }, { most: 20 })
    expect(search.view()).toMatchObject({ rows: 20, matches: 100 })
    for (let n = 0; n < 15; n += 1) bench.line.next()
    await lookAgain(bench, search)
    expect(search.view()).toMatchObject({ rows: 20, matches: 85 })
    expect(keys(search)[0]).toBe('key:15')
    expect(keys(search).at(-1)).toBe('key:34')
  })

  it('ends: nothing is looked at any more', async () => {
    const bench = openSearchBench()
    bench.arrive('key:0')
    const search = begin(bench, { text: 'key' })
    search.close()
    bench.arrive('key:1')
    const before = bench.walked()
    search.poke()
    await bench.clock.advance(5_000)
    expect(bench.walked()).toBe(before)
  })

  it('shows what a plain filter of the waiting jobs would, whatever happened', async () => {
    const act = fc.record({
      kind: fc.constantFrom('arrive', 'next', 'remove', 'back', 'look'),
      n: fc.nat(30),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 60 }), async (acts) => {
        const bench = openSearchBench()
        const search = begin(bench, { text: 'a' }, { most: 12 })
        const out: ReturnType<typeof bench.arrive>[] = []
        let made = 0
        for (const { kind, n } of acts) {
          if (kind === 'arrive')
            for (let k = 0; k < n; k += 1) bench.arrive(`${k % 3 === 0 ? 'a' : 'b'}:${made++}`)
          if (kind === 'next') for (let k = 0; k < n; k += 1) out.push(...[bench.line.next() ?? []].flat())
          if (kind === 'remove') bench.line.remove(n + 1)
          if (kind === 'back') for (const job of out.splice(0, n)) bench.line.giveBack(job)
          if (kind === 'look') await lookAgain(bench, search)
        }
        await lookAgain(bench, search)
        await lookAgain(bench, search)
        const waiting = bench.line.range(0, bench.line.length).filter(({ key }) => key.includes('a'))
        const ids = waiting.map(({ id }) => id).sort((one, other) => one - other)
        expect(search.view().matches).toBe(ids.length)
        const shown = search.jobs(0, 1_000).map(({ jobId }) => jobId)
        expect(shown).toEqual([...shown].sort((one, other) => one - other))
        for (const id of shown) expect(ids).toContain(id)
        expect(shown.length).toBeGreaterThanOrEqual(Math.min(ids.length, 6))
        search.close()
      }),
      { numRuns: 200, seed: 20_250_101 },
    )
  })
})
