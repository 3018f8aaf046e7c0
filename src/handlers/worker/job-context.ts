import type { ScheduleAnswer } from '../handler-runner'
import type { WorkerJob } from '../worker-protocol'
import type { FollowUps } from './follow-ups'
import type { HandlerLog } from './job-log'
import type { ProgressReport } from './progress-report'
import type { RunAbort } from './run-abort'

/** The longest wait that a timer can have. */
const LONGEST_SLEEP_MS = 2_147_483_647

/** What a handler is given beside its argument. */
export interface HandlerContext {
  readonly key: string
  /** From 1. */
  readonly attempt: number
  /** Ms since the epoch. */
  readonly scheduledAt: number
  readonly backoffMs: number
  /** Aborted by the time limit, a cancel and the stop. */
  readonly signal: AbortSignal
  readonly log: HandlerLog
  /** Rejects with the signal's reason. */
  readonly sleep: (ms: number) => Promise<void>
  /** 0 … 1. */
  readonly progress: (fraction: number, text?: string) => void
  readonly schedule: (key: string, backoffMs: number, argument?: unknown) => Promise<ScheduleAnswer>
}

export interface ContextParts {
  readonly abort: RunAbort
  readonly log: HandlerLog
  readonly progress: ProgressReport
  readonly followUps: FollowUps
}

/** The context of one run. Its functions need no `this`. */
export function createContext(
  job: WorkerJob,
  { abort, log, progress, followUps }: ContextParts,
): HandlerContext {
  const { runId, key, attempt, scheduledAt, backoffMs, isTry } = job
  return Object.freeze({
    ...{ key, attempt, scheduledAt, backoffMs, log },
    get signal() {
      return abort.signal
    },
    sleep: (ms: number) => sleep(ms, abort.signal),
    progress: progress.tell,
    schedule: async (key: string, backoffMs: number, argument?: unknown) => {
      if (!isTry) return followUps.schedule(runId, key, backoffMs, argument)
      log.info(`In a try nothing is scheduled: ${key}.`)
      return { outcome: 'try' }
    },
  })
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  if (!(ms >= 0 && ms <= LONGEST_SLEEP_MS)) {
    throw new RangeError(`A sleep lasts 0 to ${LONGEST_SLEEP_MS} ms, not ${String(ms)}.`)
  }
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer)
      // The reason is an error; whoever aborts makes sure of it.
      reject(signal.reason instanceof Error ? signal.reason : new Error('The run was aborted.'))
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    signal.addEventListener('abort', onAbort, { once: true })
  })
}
