import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Keyhold } from '../../e2e/support/launch-keyhold'

/** Tasks of the page's main thread, in ms. A task that another one is part of does not count. */
export interface PageTasks {
  /** Those of 1 ms or more. */
  readonly count: number
  readonly longest: number
  readonly p99: number
  /** Without the time in which the thread had no core: other processes' work, or the compositor's. */
  readonly longestOnCore: number
  readonly p99OnCore: number
}

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  /** Microseconds, by the clock and on a core. */
  readonly dur?: number
  readonly tdur?: number
  readonly args: { readonly name?: string }
}

/** A thread waits again after each of the many shorter ones: with them the 99th percentile would say nothing. */
const LEAST_MS = 1

/** Records Chromium's own trace. @returns ends it */
export async function recordPageTasks({ app }: Keyhold): Promise<() => Promise<PageTasks>> {
  await app.evaluate(({ contentTracing }) =>
    contentTracing.startRecording({ included_categories: ['toplevel'], excluded_categories: ['*'] }),
  )
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keyhold-trace-'))
    const file = join(folder, 'trace.json')
    try {
      await app.evaluate(({ contentTracing }, path) => contentTracing.stopRecording(path), file)
      const { traceEvents } = JSON.parse(readFileSync(file, 'utf8')) as { traceEvents: TraceEvent[] }
      return tasksOf(traceEvents)
    } finally {
      rmSync(folder, { recursive: true })
    }
  }
}

function tasksOf(events: readonly TraceEvent[]): PageTasks {
  const threads = events.filter(({ ph, args }) => ph === 'M' && args.name === 'CrRendererMain')
  const tasks = events.filter(
    ({ name, pid, tid }) =>
      name === 'ThreadControllerImpl::RunTask' &&
      threads.some((thread) => thread.pid === pid && thread.tid === tid),
  )
  const long = tasks.filter(({ dur = 0 }) => dur >= LEAST_MS * 1_000)
  if (long.length === 0) throw new Error('The trace has no tasks of a page.')
  const wall = long.map(({ dur = 0 }) => dur / 1_000)
  const onCore = long.map(({ tdur = 0 }) => tdur / 1_000)
  return {
    count: long.length,
    longest: at(wall, 1),
    p99: at(wall, 0.99),
    longestOnCore: at(onCore, 1),
    p99OnCore: at(onCore, 0.99),
  }
}

/** The value that this share of all lies under, to a tenth. */
function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return Math.round(value * 10) / 10
}
