import type { LiveState } from '../../../src/contract/live'
import type { RunningRow } from '../../../src/contract/queue'
import { awaySentence } from '../../ui/away-words'
import { formatDuration, formatWholeSeconds } from '../../ui/duration'
import { countOf, formatTime } from '../../ui/format'

/** What helps against a wait. */
export type Help =
  | { readonly kind: 'resume' }
  | { readonly kind: 'handlers' }
  | { readonly kind: 'connection' }
  | { readonly kind: 'job'; readonly job: RunningRow; readonly readAt: number }

export interface WhyWaiting {
  readonly cause: 'paused' | 'handler-broken' | 'redis-away' | 'lanes-busy' | 'lanes-pausing' | 'retries'
  readonly sentence: string
  readonly help: Help | undefined
}

/** A pause or a run that is shorter is over before it is read. */
const worthTelling = 1_000

/**
 * Why jobs wait although they could run; undefined where none waits, or the queue moves.
 *
 * @param now ms since the epoch
 */
export function whyWaiting(live: LiveState, now: number): WhyWaiting | undefined {
  const { waiting } = live.counters
  if (waiting === 0) return undefined
  if (live.state === 'paused') {
    const sentence = `The queue is paused: ${jobsWait(waiting)} until it is resumed.`
    return { cause: 'paused', sentence, help: { kind: 'resume' } }
  }
  if (live.state !== 'running') return undefined
  return brokenHandler(live) ?? redisAway(live) ?? lanesInUse(live, now) ?? retriesToCome(live, now)
}

function jobsWait(count: number): string {
  return `${countOf(count, 'job')} ${count === 1 ? 'waits' : 'wait'}`
}

/** With a version that was good last, jobs run on. */
function brokenHandler({ handler }: LiveState): WhyWaiting | undefined {
  if (!handler.problem || handler.version !== undefined) return undefined
  const sentence = `${handler.file} cannot be loaded: every job that starts fails until it is mended.`
  return { cause: 'handler-broken', sentence, help: { kind: 'handlers' } }
}

function redisAway({ connection }: LiveState): WhyWaiting | undefined {
  if (connection.state === 'ready') return undefined
  const how =
    connection.state === 'away'
      ? `${awaySentence(connection)} since ${formatTime(connection.since)}`
      : 'Redis is away'
  const sentence = `${how}: jobs start late, each after asking for its hold in vain.`
  return { cause: 'redis-away', sentence, help: { kind: 'connection' } }
}

function lanesInUse(live: LiveState, now: number): WhyWaiting | undefined {
  const { running, startWaits, handler } = live
  const { pausingLanes, pause } = startWaits
  if (running.length + pausingLanes < handler.concurrency) return undefined
  if (pausingLanes > 0 && pause && pause.ms >= worthTelling && pause.endsAt > now) {
    const next = formatWholeSeconds(Math.ceil((pause.endsAt - now) / 1_000) * 1_000)
    const busy =
      running.length > 0 ? `; ${countOf(running.length, 'other lane is', 'other lanes are')} busy` : ''
    const sentence = `${handler.file} asked for a pause of ${formatDuration(pause.ms)}: the next job starts in ${next}${busy}.`
    return { cause: 'lanes-pausing', sentence, help: undefined }
  }
  return lanesBusy(live, now)
}

function lanesBusy({ running, handler, at }: LiveState, now: number): WhyWaiting | undefined {
  const longest = running.reduce<RunningRow | undefined>(
    (best, row) => (best === undefined || row.runMs > best.runMs ? row : best),
    undefined,
  )
  if (!longest) return undefined
  const runMs = longest.runMs + Math.max(0, now - at)
  if (runMs < worthTelling) return undefined
  const [lanes, long] =
    handler.concurrency === 1
      ? ['The lane is busy', 'for']
      : [`All ${handler.concurrency} lanes are busy`, 'longest, for']
  const sentence = `${lanes}: job ${longest.jobId} (${longest.key}) has run ${long} ${formatWholeSeconds(runMs)}.`
  return { cause: 'lanes-busy', sentence, help: { kind: 'job', job: longest, readAt: at } }
}

/** All that wait, wait for the moment of their next attempt. */
function retriesToCome({ startWaits, counters }: LiveState, now: number): WhyWaiting | undefined {
  const { retrying, retryDueAt } = startWaits
  if (retrying < counters.waiting || retryDueAt === undefined || retryDueAt <= now) return undefined
  const next = formatWholeSeconds(Math.ceil((retryDueAt - now) / 1_000) * 1_000)
  const sentence = `${jobsWait(retrying)} for the next attempt, the first in ${next}.`
  return { cause: 'retries', sentence, help: undefined }
}
