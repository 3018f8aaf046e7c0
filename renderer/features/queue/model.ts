import {
  IconAlertTriangle,
  IconBan,
  IconClockHour4,
  IconClockPause,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlugConnectedX,
  IconRefresh,
} from '@tabler/icons-react'
import type { ResponseOf } from '../../../src/contract/channels'
import type { LiveState } from '../../../src/contract/live'
import type { FinishedRow, RunningRow, ScheduleOutcomeView, WaitingRow } from '../../../src/contract/queue'
import { awaySentence } from '../../ui/away-words'
import { formatDuration, formatWholeSeconds } from '../../ui/duration'
import { countOf, formatCount } from '../../ui/format'
import { ownerInWords } from '../../ui/owner'
import { statusOfOutcome, type Status } from '../../ui/outcome-status'
import { whyWaiting } from './why-waiting'

/** A waiting row with the moment (ms since the epoch) that its age counts from. */
export type TimedWaitingRow = WaitingRow & { readonly readAt: number }

/** One lane of the processor, with the job that it runs. */
export interface LaneRow {
  readonly lane: number
  readonly job: RunningRow | undefined
  /** Ms since the epoch when `job.runMs` was read. */
  readonly readAt: number
}

/**
 * Every lane keeps its row, so that nothing moves when jobs come and go.
 *
 * @param concurrency lanes in use; one beyond it has a row for as long as it still runs a job
 */
export function lanesOf(running: readonly RunningRow[], concurrency: number, readAt: number): LaneRow[] {
  const jobs = new Map(running.map((job) => [job.lane, job]))
  const inUse = Array.from({ length: concurrency }, (_, lane) => lane)
  const lanes = [...new Set([...inUse, ...jobs.keys()])].sort((one, other) => one - other)
  return lanes.map((lane) => ({ lane, job: jobs.get(lane), readAt }))
}

/** How a job ended. */
export function outcomeStatus({ outcome, owner }: FinishedRow): Status {
  return statusOfOutcome(outcome, owner)
}

/**
 * What the queue is doing, and if it waits, why.
 *
 * @param now ms since the epoch
 */
export function queueStatus(live: LiveState, now: number): Status {
  if (live.state === 'paused') {
    return {
      tone: 'warning',
      icon: IconPlayerPause,
      word: 'Paused',
      hint: 'Jobs wait until the queue is resumed.',
    }
  }
  if (live.state === 'draining' || live.state === 'stopped') {
    return { tone: 'neutral', icon: IconBan, word: live.state === 'draining' ? 'Draining' : 'Stopped' }
  }
  // With a version that was good last, jobs run on: the page's notice tells.
  if (live.handler.problem && live.handler.version === undefined) {
    const hint = `${live.handler.problem.message} ${live.handler.problem.remedy}`
    return { tone: 'failure', icon: IconAlertTriangle, word: 'The handler cannot be used', hint }
  }
  if (live.connection.state !== 'ready') {
    const hint = 'Jobs that are queued go on; nothing new is scheduled until Redis answers.'
    const word = live.connection.state === 'away' ? awaySentence(live.connection) : 'Redis is away'
    return { tone: 'warning', icon: IconPlugConnectedX, word, hint }
  }
  const why = whyWaiting(live, now)
  if (why?.cause === 'lanes-pausing') {
    return { tone: 'neutral', icon: IconClockPause, word: 'Between two jobs', hint: why.sentence }
  }
  if (why?.cause === 'retries') {
    return { tone: 'warning', icon: IconRefresh, word: 'Waiting to retry', hint: why.sentence }
  }
  // Between two jobs none runs for a moment: that is no state of its own.
  const atWork = live.counters.running > 0 || live.counters.waiting > 0
  if (atWork)
    return { tone: 'active', icon: IconPlayerPlay, word: 'Running', ...(why ? { hint: why.sentence } : {}) }
  return {
    tone: 'ok',
    icon: IconClockHour4,
    word: 'Ready',
    hint: 'Nothing waits; the next job starts at once.',
  }
}

/** Of the finished jobs, how many ended in which way. */
export function endedInWords({ done, failed, cancelled, lost }: LiveState['counters']): string {
  const parts = [
    [done, 'done'],
    [failed, 'failed'],
    [cancelled, 'cancelled'],
    [lost, 'lost to another instance'],
  ] as const
  const ways = parts.map(([count, way]) => `${formatCount(count)} ${way}`).join(', ')
  return `Of ${countOf(done + failed + cancelled + lost, 'job')} that ended: ${ways}.`
}

/** What makes every estimate void, at once: rows were read before it came about. */
export function standstill({ state, connection }: LiveState): 'paused' | 'redis-away' | undefined {
  if (state === 'paused') return 'paused'
  return connection.state === 'ready' ? undefined : 'redis-away'
}

/** Why there is no estimate. */
export function whyNoEstimate(still: ReturnType<typeof standstill>): string {
  switch (still) {
    case 'paused':
      return 'not known: the queue is paused'
    case 'redis-away':
      return 'not known: Redis is away'
    case undefined:
      return 'not known before a job has run'
  }
}

/** An estimate is not told to the millisecond. */
export function expectedWait(ms: number): string {
  return ms < 1_000 ? 'under 1 s' : `about ${formatWholeSeconds(ms)}`
}

/** Why a schedule was refused, in a cell. */
export function refusalInWords(outcome: ScheduleOutcomeView): string {
  switch (outcome.outcome) {
    case 'scheduled':
      return 'Scheduled'
    case 'queued-here':
      return `Already queued here: job ${outcome.jobId} is ${outcome.state}`
    case 'held': {
      const time =
        outcome.remainingMs === undefined
          ? 'without expiry'
          : `for another ${formatDuration(outcome.remainingMs)}`
      return `Held ${time} by ${ownerInWords(outcome.owner)}`
    }
    case 'redis-error':
      return `Redis error: ${outcome.error.message}`
    case 'journal-error':
      return `Journal error: ${outcome.error.message}`
    case 'stopped':
      return 'The processor is stopped'
  }
}

/** What a cancel came to. */
export function cancelInWords(outcome: ResponseOf<'queue.cancel'>['outcome'], jobId: number) {
  switch (outcome) {
    case 'removed':
      return { title: `Job ${jobId} is cancelled`, text: 'It left the queue, and its key is released.' }
    case 'aborting':
      return {
        title: `Job ${jobId} is being aborted`,
        text: 'It ends as soon as its handler heeds the signal.',
      }
    case 'not-found':
      return { title: `Job ${jobId} had already ended`, text: 'Nothing was cancelled.' }
  }
}

/** A job wherever it is in its life. */
export type JobView =
  | { readonly state: 'waiting'; readonly row: TimedWaitingRow }
  | { readonly state: 'running'; readonly row: RunningRow; readonly readAt: number }
  | { readonly state: 'finished'; readonly row: FinishedRow }
  /** It left the rows that are loaded; what was known of it last. */
  | { readonly state: 'left'; readonly row: TimedWaitingRow | RunningRow }

export interface LoadedRows {
  readonly running: readonly RunningRow[]
  /** Ms since the epoch when `running` was read. */
  readonly runningReadAt: number
  readonly waiting: readonly TimedWaitingRow[]
  readonly finished: readonly FinishedRow[]
}

/** Follows a job from waiting to running to finished. */
export function followJob(known: JobView, loaded: LoadedRows): JobView {
  const { jobId } = known.row
  if (known.state === 'finished') return known
  const finished = loaded.finished.find((row) => row.jobId === jobId)
  if (finished) return { state: 'finished', row: finished }
  const running = loaded.running.find((row) => row.jobId === jobId)
  if (running) return { state: 'running', row: running, readAt: loaded.runningReadAt }
  const waiting = loaded.waiting.find((row) => row.jobId === jobId)
  if (waiting) return { state: 'waiting', row: waiting }
  return { state: 'left', row: known.row }
}
