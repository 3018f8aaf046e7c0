import type { LiveState } from '../../src/contract/live'
import type { Benchmark, Effort, Result } from '../benchmark'
import { processesOf, residentMemory, type AppProcesses, type ResidentMemory } from './app-processes'
import { once } from './once'
import { pause } from './pause'
import { withProbedKeyhold, type ProbedKeyhold } from './probed-keyhold'
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
 * Flat is what grows in the second half by no more than the samples scatter: in the first, what is of a fixed size
 * fills.
 */
export function appMemory(root: string): Benchmark[] {
  const measured = once((effort: Effort) => measure(root, effort))
  return [
    { name: 'app: memory', run: async (effort) => largest(await measured(effort)) },
    { name: 'app: memory, growth', run: async (effort) => growth(await measured(effort)) },
  ]
}

function measure(root: string, { minutes }: Effort): Promise<Seen> {
  return withProbedKeyhold(root, ['--js-flags=--expose-gc'], async (keyhold) => {
    const processes = await processesOf(keyhold)
    await keyhold.inPage(scheduleForEver, [(JOBS_A_SECOND * EVERY_MS) / 1_000, EVERY_MS] as const)
    await pause(WARMING_MS)
    const first = await heapAfterCollection(keyhold)
    const done = await jobsDone(keyhold)
    const began = performance.now()
    const samples: Sample[] = []
    const wanted = Math.max(6, (minutes * 60_000) / SAMPLE_MS)
    while (samples.length < wanted) {
      await pause(SAMPLE_MS)
      samples.push(sample(processes, performance.now() - began))
    }
    const seconds = (performance.now() - began) / 1_000
    const jobs = (await jobsDone(keyhold)) - done
    if (jobs < 0.9 * JOBS_A_SECOND * seconds) throw new Error(`Only ${jobs} jobs in ${seconds} s.`)
    return { samples, jobs, seconds, heap: [first, await heapAfterCollection(keyhold)] }
  })
}

/** Runs in the page: a call of the bench each time would be a load of its own. */
function scheduleForEver([count, everyMs]: readonly [number, number]): void {
  const job = { key: '{uuid}', argument: '{"n":{n}}', backoffMs: 5_000 }
  setInterval(() => {
    void window.keyhold?.request('schedule.repeat', { profileId: 'default', count, ...job })
  }, everyMs)
}

async function jobsDone(keyhold: ProbedKeyhold): Promise<number> {
  const reply = await keyhold.inPage(() => window.keyhold?.request('live.open', { profileId: 'default' }))
  if (!reply?.ok) throw new Error(`The page is not answered: ${JSON.stringify(reply)}`)
  return (reply.value as LiveState).counters.done
}

function heapAfterCollection(keyhold: ProbedKeyhold): Promise<number> {
  return keyhold.inMain(() => {
    globalThis.gc?.()
    globalThis.gc?.()
    return process.memoryUsage().heapUsed / 2 ** 20
  })
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

function largest(seen: Seen): Result {
  const most = Math.max(...seen.samples.map(({ main, page }) => main.all + page.all))
  const last = seen.samples.at(-1)
  return {
    name: 'app: memory',
    measured: `in the end main ${inWords(last?.main)} and page ${inWords(last?.page)}, after ${words(seen)}`,
    against: 'main + page, largest',
    value: Math.round(most),
    unit: 'MB',
    mark: { most: 400 },
    details: { samples: seen.samples, heapOfMain: seen.heap },
  }
}

function growth(seen: Seen): Result {
  const later = seen.samples.slice(seen.samples.length / 2)
  const { growth, noise } = trendOf(later.map(({ main, page }) => main.all + page.all))
  const [before, after] = seen.heap
  return {
    name: 'app: memory, growth',
    measured: `${growth.toFixed(1)} MB in the second half of ${words(seen)}; heap of main ${before.toFixed(1)}, then ${after.toFixed(1)} MB`,
    against: `${noise.toFixed(1)} MB that the samples scatter`,
    value: Math.round((growth / noise) * 100) / 100,
    unit: '×',
    mark: { most: 1 },
  }
}

function words({ jobs, seconds }: Seen): string {
  return `${whole(seconds / 60)} min, ${jobs.toLocaleString('en')} jobs`
}

function inWords(memory: ResidentMemory | undefined): string {
  return `${whole(memory?.all)} MB (${whole(memory?.own)} no file's)`
}

function whole(value: number | undefined): string {
  return Math.round(value ?? Number.NaN).toLocaleString('en')
}
