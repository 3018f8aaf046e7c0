import { afterAll, beforeAll } from 'vitest'
import type { HistoryFilter, HistoryRow, HistorySort } from '../../../src/contract/history'
import { buildHost, type BuiltHost } from '../../handlers/handler-host'
import { buildStore, type BuiltStore } from '../../store/built-store'
import { openReadyBench, type BenchOptions, type RuntimeBench } from '../runtime-bench'

export const EVERY: HistoryFilter = { text: '', outcomes: [], handler: '' }
export const NEWEST: HistorySort = { by: 'finished', descending: true }

/** Does as its argument says. */
const SCRIPT = `export const options = { attempts: 2, retryDelayMs: 50 }
let failed = new Set()
export default async ({ fail, twice, ms, lines, say }, { log, key, signal }) => {
  for (let line = 0; line < (lines ?? 0); line += 1) console.log('line ' + line)
  if (say) log.warn(say)
  if (ms) await new Promise((resolve) => { setTimeout(resolve, ms); signal.addEventListener('abort', resolve) })
  if (twice && !failed.has(key)) { failed.add(key); throw new Error('once') }
  if (fail) throw new Error(fail)
}`

export const scripts = { 'does.js': SCRIPT }

/** Builds the host and the store's thread once for the tests of a file. */
export function builtParts(): { readonly open: (options?: BenchOptions) => Promise<RuntimeBench> } {
  let host: BuiltHost | undefined
  let store: BuiltStore | undefined
  beforeAll(async () => {
    host = await buildHost()
    store = await buildStore()
  })
  afterAll(async () => {
    await host?.remove()
    await store?.remove()
  })
  return {
    open: async (options = {}) => {
      if (!host || !store) throw new Error('It is built in beforeAll.')
      return openReadyBench(host, {
        scripts,
        handler: 'does.js',
        storeEntry: store.entry,
        ...options,
      })
    },
  }
}

export async function rowsOf(
  { runtime }: RuntimeBench,
  filter: Partial<HistoryFilter> = {},
): Promise<readonly HistoryRow[]> {
  return (await runtime.history.jobs({ filter: { ...EVERY, ...filter }, sort: NEWEST, limit: 1_000 })).rows
}

export const job = (key: string, argument: unknown = {}, backoffMs = 600_000) => ({
  key,
  backoffMs,
  argument: JSON.stringify(argument),
})

/** Waits until so many jobs have ended. */
export async function ended(bench: RuntimeBench, jobs: number): Promise<void> {
  await bench.live(
    `${jobs} have ended`,
    ({ counters: { done, failed, cancelled, lost } }) => done + failed + cancelled + lost === jobs,
  )
}
