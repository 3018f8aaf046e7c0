import type { Keyhold } from '../../e2e/support/launch-keyhold'
import { live, PROFILE } from '../../e2e/support/request'
import { waitFor } from '../../tests/support/wait-for'
import type { Benchmark, Effort, Result } from '../benchmark'
import { processesAmong, residentMemory, type AppProcesses, type ResidentMemory } from './app-processes'
import { withKeyhold } from './bench-keyhold'
import { once } from './once'
import { pause } from './pause'
import { trendOf } from './trend'

const JOBS_A_SECOND = 1_000
const EVERY_MS = 200
const SAMPLE_MS = 10_000
/** Until the lists of a fixed length are full and the code is compiled. */
const WARMING_MS = 60_000

interface Sample {
  readonly main: ResidentMemory
  readonly page: ResidentMemory
  readonly host: ResidentMemory
}

interface Seen {
  readonly samples: readonly Sample[]
  readonly jobs: number
  readonly seconds: number
  /** Of the main process after a collection, at the first and at the last sample, in MB. */
  readonly heap: readonly [number, number]
}

/**
 * The app's memory while 1,000 empty jobs a second go through it, scheduled by the page: what lies in memory of the
 * main process and the page (RSS; what both map is counted twice), from a minute after the start on, each 10 s.
 * Flat is what grows by no more than the samples scatter.
 */
export function appMemory(root: string): Benchmark[] {
  const measured = once((effort: Effort) => measure(root, effort))
  return [
    { name: 'app: memory', run: async (effort) => largest(await measured(effort)) },
    { name: 'app: memory, growth', run: async (effort) => growth(await measured(effort)) },
  ]
}

function measure(root: string, { minutes }: Effort): Promise<Seen> {
  const options = { root, handler: 'export default () => 0\n', switches: ['--js-flags=--expose-gc'] }
  return withKeyhold(options, async (keyhold) => {
    const processes = await processesOf(keyhold)
    await scheduleForEver(keyhold)
    await pause(WARMING_MS)
    const first = await heapAfterCollection(keyhold)
    const { done } = (await live(keyhold.page)).counters
    const began = performance.now()
    const samples: Sample[] = []
    const wanted = Math.max(3, (minutes * 60_000) / SAMPLE_MS)
    while (samples.length < wanted) {
      await pause(SAMPLE_MS)
      samples.push(sample(processes, performance.now() - began))
    }
    const seconds = (performance.now() - began) / 1_000
    const jobs = (await live(keyhold.page)).counters.done - done
    if (jobs < 0.9 * JOBS_A_SECOND * seconds) throw new Error(`Only ${jobs} jobs in ${seconds} s.`)
    return { samples, jobs, seconds, heap: [first, await heapAfterCollection(keyhold)] }
  })
}

async function processesOf({ app }: Keyhold): Promise<AppProcesses> {
  const metrics = await app.evaluate(({ app: electron }) =>
    electron.getAppMetrics().map(({ pid, type, name = type }) => ({ pid, type, name })),
  )
  return processesAmong(metrics)
}

/** From within the page: a call of the bench each second would be a load of its own. */
async function scheduleForEver({ page }: Keyhold): Promise<void> {
  await page.evaluate(
    ([profileId, count, everyMs]) => {
      const key = '{uuid}'
      setInterval(() => {
        void window.keyhold?.request('schedule.repeat', {
          ...{ profileId, count, key, argument: '{"n":{n}}', backoffMs: 5_000 },
        })
      }, everyMs)
    },
    [PROFILE, (JOBS_A_SECOND * EVERY_MS) / 1_000, EVERY_MS] as const,
  )
  await waitFor(async () => (await live(page)).counters.done > JOBS_A_SECOND, { what: 'jobs go through' })
}

function sample({ main, page, host }: AppProcesses, afterMs: number): Sample {
  const taken = { main: residentMemory(main), page: residentMemory(page), host: residentMemory(host) }
  const words = Object.entries(taken).map(
    ([name, { all, share, own }]) =>
      `${name} ${all.toFixed(1)} (share ${share.toFixed(1)}, own ${own.toFixed(1)})`,
  )
  process.stderr.write(`  ${Math.round(afterMs / 1_000)} s: ${words.join(', ')} MB\n`)
  return taken
}

async function heapAfterCollection({ app }: Keyhold): Promise<number> {
  return app.evaluate(() => {
    if (globalThis.gc === undefined) throw new Error('The app was started without --expose-gc.')
    globalThis.gc()
    globalThis.gc()
    return process.memoryUsage().heapUsed / 2 ** 20
  })
}

function largest(seen: Seen): Result {
  const most = Math.max(...seen.samples.map(({ main, page }) => main.all + page.all))
  const last = seen.samples.at(-1)
  return {
    name: 'app: memory',
    measured: `main ${whole(last?.main.all)} and page ${whole(last?.page.all)} MB in the end, after ${words(seen)}`,
    against: 'main + page, largest',
    value: Math.round(most),
    unit: 'MB',
    mark: { most: 400 },
    details: { samples: seen.samples, heapOfMain: seen.heap },
  }
}

function growth(seen: Seen): Result {
  const { growth, noise } = trendOf(seen.samples.map(({ main, page }) => main.all + page.all))
  const [before, after] = seen.heap
  return {
    name: 'app: memory, growth',
    measured: `${growth.toFixed(1)} MB in ${words(seen)}; heap of main ${before.toFixed(1)}, then ${after.toFixed(1)} MB`,
    against: `${noise.toFixed(1)} MB that the samples scatter`,
    value: Math.round((growth / noise) * 100) / 100,
    unit: '×',
    mark: { most: 1 },
  }
}

function words({ jobs, seconds }: Seen): string {
  return `${whole(seconds / 60)} min, ${jobs.toLocaleString('en')} jobs`
}

function whole(value: number | undefined): string {
  return Math.round(value ?? Number.NaN).toLocaleString('en')
}
