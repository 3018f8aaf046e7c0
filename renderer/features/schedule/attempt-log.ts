import { LIMITS } from '../../../src/contract/limits'
import type { RepeatView, ScheduleOutcomeView } from '../../../src/contract/queue'
import { countOf } from '../../ui/format'
import { outcomeInWords, type OutcomeWords } from '../../ui/outcome-words'
import type { Draft } from './model'
import { repeatInWords } from './repeat-words'

/** A repeat has begun: how it goes on, the live state tells for a while. */
interface RepeatBegun {
  readonly outcome: 'repeat'
  readonly repeatId: string
  readonly total: number
}

/** One attempt of this session. */
export interface Attempt {
  /** Grows by one with each attempt. */
  readonly number: number
  /** Ms since the epoch. */
  readonly at: number
  /** As it was scheduled: placeholders have their values. */
  readonly key: string
  readonly outcome: ScheduleOutcomeView | RepeatBegun
  /** What was sent, so that it can be sent again; undefined where its argument is too long to be kept. */
  readonly draft: Draft | undefined
}

export const attemptsKept = 50

export function isAttempts(value: unknown): value is readonly Attempt[] {
  return Array.isArray(value)
}

/** The attempts with one more before them; the oldest go. */
export function withAttempt(
  known: readonly Attempt[],
  { draft, key, outcome, at }: Pick<Attempt, 'key' | 'outcome' | 'at'> & { readonly draft: Draft },
): readonly Attempt[] {
  const attempt: Attempt = {
    number: (known[0]?.number ?? 0) + 1,
    at,
    key,
    outcome,
    draft: draft.argument.length <= LIMITS.keptArgument ? draft : undefined,
  }
  return [attempt, ...known].slice(0, attemptsKept)
}

/** @param repeats those that the live state knows */
export function attemptInWords({ outcome }: Attempt, repeats: readonly RepeatView[]): OutcomeWords {
  if (outcome.outcome !== 'repeat') return outcomeInWords(outcome)
  const repeat = repeats.find(({ repeatId }) => repeatId === outcome.repeatId)
  return {
    tone: 'active',
    title: `Repeat of ${countOf(outcome.total, 'job')}`,
    text: repeat ? repeatInWords(repeat) : 'How it went is under Progress, as long as it is among the last.',
  }
}
