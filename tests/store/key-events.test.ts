import { afterAll, beforeAll, expect, test } from 'vitest'
import type { JobStore } from '../../src/store/job-store'
import type { KeyEvent, KeyEventKind } from '../../src/store/records'
import { buildStore, type BuiltStore } from './built-store'
import { DAY_MS, openStore, SOON } from './store-bench'

let built: BuiltStore
beforeAll(async () => {
  built = await buildStore()
})
afterAll(() => built.remove())

const event = (kind: KeyEventKind, at: number, changes: Partial<KeyEvent> = {}): KeyEvent => ({
  kind,
  key: 'seller:42',
  at: SOON + at,
  run: 'run-a',
  ...changes,
})
const refused = (at: number, detail: string, changes: Partial<KeyEvent> = {}): KeyEvent =>
  event('refused', at, { detail, ...changes })

const add = (store: JobStore, events: readonly KeyEvent[]): Promise<unknown> =>
  Promise.all(events.map((one) => store.addKeyEvent(one)))

/** Kind, detail, count, and the moments of the first and the last. */
async function timeline(store: JobStore, key = 'seller:42'): Promise<unknown[]> {
  const { rows } = await store.keyEvents({ key }, { limit: 100 })
  return rows.map((row) => [row.kind, row.detail, row.count, row.firstAt - SOON, row.lastAt - SOON])
}

test('the life of a job comes back in order, and of its key alone', async () => {
  const store = await openStore(built)
  const kinds: KeyEventKind[] = [
    ...(['adopted', 'attempt', 'hold', 'start', 'retry', 'bump', 'lost', 'finish'] as const),
    ...(['settle', 'release', 'dropped'] as const),
  ]
  await add(
    store,
    kinds.flatMap((kind, at) => [
      event(kind, at, { jobId: 7 }),
      event(kind, at, { key: 'seller:43', jobId: 8 }),
    ]),
  )
  const { rows } = await store.keyEvents({ key: 'seller:42' }, { limit: 100 })
  expect(rows.map((row) => row.kind)).toEqual(kinds)
  expect(rows.every((row) => row.jobId === 7 && row.key === 'seller:42' && row.run === 'run-a')).toBe(true)
})

test('refusals for the same reason are one row with its count, first and last', async () => {
  const store = await openStore(built)
  await add(store, [event('hold', 0), refused(1, 'held'), refused(5, 'held'), refused(9, 'held')])
  await add(store, [refused(12, 'held')])
  expect(await timeline(store)).toEqual([
    ['hold', undefined, 1, 0, 0],
    ['refused', 'held', 4, 1, 12],
  ])
})

test('a refusal takes the place of the attempt that it answers', async () => {
  const store = await openStore(built)
  await add(
    store,
    [1, 2, 3].flatMap((at) => [event('attempt', at), refused(at, 'queued-here')]),
  )
  await add(store, [event('attempt', 4), event('hold', 5)])
  expect(await timeline(store)).toEqual([
    ['refused', 'queued-here', 3, 1, 3],
    ['attempt', undefined, 1, 4, 4],
    ['hold', undefined, 1, 5, 5],
  ])
})

test('another reason, another run or anything between begins a new row', async () => {
  const store = await openStore(built)
  await add(store, [
    refused(1, 'held'),
    refused(2, 'redis-error'),
    refused(3, 'held'),
    event('release', 4),
    refused(5, 'held'),
    refused(6, 'held', { run: 'run-b' }),
  ])
  expect((await timeline(store)).map((row) => (row as unknown[])[2])).toEqual([1, 1, 1, 1, 1, 1])
})

test('keys that differ behind a NUL are two keys', async () => {
  const store = await openStore(built)
  await add(store, [event('hold', 0, { key: 'a\0b' }), refused(1, 'by\0whom', { key: 'a\0c' })])
  const { rows } = await store.keyEvents({ key: 'a\0c' }, { limit: 10 })
  expect(rows).toMatchObject([{ kind: 'refused', key: 'a\0c', detail: 'by\0whom' }])
})

test('pages go from the first on, or from the newest back', async () => {
  const store = await openStore(built)
  await add(
    store,
    [0, 1, 2, 3, 4].map((at) => event('start', at)),
  )
  const moments = async (newestFirst: boolean): Promise<number[][]> => {
    const pages: number[][] = []
    let after: number | undefined
    do {
      const page = await store.keyEvents({ key: 'seller:42', newestFirst }, { after, limit: 2 })
      pages.push(page.rows.map((row) => row.firstAt - SOON))
      after = page.next
    } while (after !== undefined)
    return pages
  }
  expect(await moments(false)).toEqual([[0, 1], [2, 3], [4]])
  expect(await moments(true)).toEqual([[4, 3], [2, 1], [0]])
})

test('go with the history: by the age of the last of them, and by count', async () => {
  const store = await openStore(built, { retention: { days: 7, jobs: 1 } })
  await add(store, [event('hold', 0), refused(1, 'held'), refused(500, 'held')])
  expect(await store.prune(SOON + 7 * DAY_MS + 100)).toMatchObject({ keyEvents: 1, jobs: 0 })
  expect(await timeline(store)).toEqual([['refused', 'held', 2, 1, 500]])

  await add(
    store,
    Array.from({ length: 20 }, (_, at) => event('start', 600 + at)),
  )
  expect(await store.prune()).toMatchObject({ keyEvents: 13 })
  const { rows } = await store.keyEvents({ key: 'seller:42' }, { limit: 100 })
  expect(rows.map((row) => row.firstAt - SOON)).toEqual([612, 613, 614, 615, 616, 617, 618, 619])
})
