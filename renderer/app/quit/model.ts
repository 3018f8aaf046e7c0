import type { LiveState } from '../../../src/contract/live'
import type { QuitAnswer } from '../../../src/contract/quit'
import type { ConfirmAction } from '../../ui/confirm-dialog'
import { formatWholeSeconds } from '../../ui/duration'
import { countOf, formatCount } from '../../ui/format'

export type QuitChoiceName = Exclude<QuitAnswer, 'cancel'>

/** One thing that can become of the jobs that wait. */
export interface QuitChoice {
  readonly name: QuitChoiceName
  readonly title: string
  /** What it does. */
  readonly text: string
  /** What keeps it from going well. */
  readonly cautions: readonly string[]
  /** Why it cannot be chosen. */
  readonly refused: string | undefined
  readonly act: Pick<ConfirmAction, 'label' | 'tone'>
}

/** Below this a rate says nothing. */
const leastMeasuredMs = 2_000

export function quitTitle({ counters: { waiting } }: LiveState): string {
  if (waiting === 0) return 'Quit Keyhold?'
  return `Quit with ${countOf(waiting, 'job')} waiting?`
}

/**
 * @param keeps a journal keeps the jobs
 * @param lastMs until the last job in the queue starts, as far as that is known
 * @param now ms since the epoch
 */
export function quitChoices(
  live: LiveState,
  keeps: boolean,
  lastMs: number | undefined,
  now: number,
): readonly QuitChoice[] {
  const { waiting } = live.counters
  const one = waiting === 1
  const [they, their, them, run] = one
    ? ['It', 'Its hold is', 'it', 'runs']
    : ['They', 'Their holds are', 'them', 'run']
  const time = lastMs === undefined ? '' : `, in about ${roughly(lastMs)} by the last runs`
  return [
    {
      name: 'finish',
      title: `Finish ${them}, then quit`,
      text: `${they} ${run} here first${time}. No job is accepted meanwhile, and you can stop it.`,
      cautions: finishCautions(live, now),
      refused: finishRefused(live),
      act: { label: one ? 'Finish it' : `Finish ${formatCount(waiting)} jobs`, tone: 'accent' },
    },
    {
      name: 'keep',
      title: `Keep ${them} for the next start`,
      text: `${they} ${run} when Keyhold starts again. ${their} kept, but renewed no more: another instance may take a key whose hold runs out before.`,
      cautions: [],
      refused: keeps ? undefined : 'No journal is kept: jobs that wait are gone when Keyhold has ended.',
      act: { label: one ? 'Keep it and quit' : `Keep ${formatCount(waiting)} jobs and quit`, tone: 'accent' },
    },
    {
      name: 'release',
      title: `Drop ${them}`,
      text: `${they} will not run. ${their} released: every instance can schedule ${one ? 'this key' : 'these keys'} again at once.`,
      cautions:
        live.connection.state === 'ready'
          ? []
          : ['Redis is away: holds that cannot be released run out by themselves.'],
      refused: undefined,
      act: { label: `Drop ${countOf(waiting, 'job')} and quit`, tone: 'danger' },
    },
  ]
}

/** The one that loses nothing; none where all that is left is to drop them. */
export function firstChoice(choices: readonly QuitChoice[]): QuitChoiceName | undefined {
  const safe = (name: QuitChoiceName): QuitChoice | undefined =>
    choices.find((choice) => choice.name === name && choice.refused === undefined)
  return (safe('keep') ?? safe('finish'))?.name
}

/** What of the running jobs becomes of a quit that does not finish. */
export function runningWords({ counters: { running } }: LiveState): string | undefined {
  if (running === 0) return undefined
  return running === 1
    ? 'One job runs now: unless you finish, it has 5 seconds to end.'
    : `${formatCount(running)} jobs run now: unless you finish, they have 5 seconds to end.`
}

export interface FinishProgress {
  readonly fraction: number
  readonly words: string
  /** Why it may take long. */
  readonly cautions: readonly string[]
}

/**
 * @param total jobs there were when it began
 * @param begunAt ms since the epoch, as `now`
 */
export function finishProgress(
  live: LiveState,
  { total, begunAt }: { readonly total: number; readonly begunAt: number },
  now: number,
): FinishProgress {
  const left = live.counters.waiting + live.counters.running
  const ended = Math.max(0, total - left)
  const tookMs = now - begunAt
  const broken = finishRefused(live)
  const measured = ended > 0 && left > 0 && tookMs >= leastMeasuredMs
  const time = measured ? `, about ${roughly((left * tookMs) / ended)}` : ''
  return {
    fraction: total === 0 ? 1 : ended / total,
    words: `${formatCount(ended)} of ${countOf(total, 'job')} ended, ${formatCount(left)} left${time}.`,
    cautions: broken === undefined ? finishCautions(live, now) : [broken],
  }
}

function roughly(ms: number): string {
  return ms < 1_000 ? 'a second' : formatWholeSeconds(ms)
}

/** A script that loads no more has a version that goes on, or every job fails. */
function finishRefused({ handler }: LiveState): string | undefined {
  if (!handler.problem || handler.version !== undefined) return undefined
  return `${handler.file} cannot be loaded: every job would fail. Mend it in Handlers first.`
}

function finishCautions(live: LiveState, now: number): readonly string[] {
  return [
    ...(live.state === 'paused' ? ['The queue is paused: this resumes it.'] : []),
    ...(live.connection.state === 'ready'
      ? []
      : ['Redis is away: jobs start late, and each runs without its hold being checked.']),
    ...retryCautions(live, now),
  ]
}

function retryCautions({ startWaits, counters }: LiveState, now: number): readonly string[] {
  const { retrying, retryDueAt } = startWaits
  if (retrying === 0 || retryDueAt === undefined || retryDueAt <= now) return []
  const due = formatWholeSeconds(Math.ceil((retryDueAt - now) / 1_000) * 1_000)
  if (counters.waiting === 1) return [`It waits ${due} for its next attempt.`]
  if (retrying === 1) return [`One of them waits ${due} for its next attempt.`]
  const who = retrying === counters.waiting ? 'All' : formatCount(retrying)
  return [`${who} of them wait for their next attempts, the first ${due}.`]
}
