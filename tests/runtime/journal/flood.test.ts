import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildHost, type BuiltHost } from '../../handlers/handler-host'
import { buildStore, type BuiltStore } from '../../store/built-store'
import { openReadyBench } from '../runtime-bench'

let host: BuiltHost
let store: BuiltStore
beforeAll(async () => {
  ;[host, store] = await Promise.all([buildHost(), buildStore()])
}, 60_000)
afterAll(() => Promise.all([host.remove(), store.remove()]))

/** What the store takes before anything of it is on the disk. */
const BOUND = 100_000
const MORE = 5_000

test('more jobs in one turn than the store takes: each is answered, and the journal is on again', async () => {
  const bench = await openReadyBench(host, { storeEntry: store.entry })
  const { runtime } = bench
  runtime.pause()
  const outcomes = await Promise.all(
    Array.from({ length: BOUND + MORE }, async (_, index) =>
      runtime.schedule({ key: `job:${index}`, backoffMs: 600_000, argument: 'null' }),
    ),
  )
  const refused = outcomes.filter(({ outcome }) => outcome !== 'scheduled')
  // What else is to be written, as an audit note, counts too.
  expect(refused.length).toBeGreaterThanOrEqual(MORE)
  for (const refusal of refused) {
    expect(refusal).toMatchObject({ outcome: 'journal-error', error: { code: 'journal-error' } })
    expect(JSON.stringify(refusal)).toContain('The disk is too slow')
  }
  expect(runtime.pending()).toMatchObject({ waiting: outcomes.length - refused.length, keeps: true })
  expect(runtime.live().journal).toEqual({ state: 'on' })
  await runtime.stop({ waiting: 'keep' })
}, 60_000)
