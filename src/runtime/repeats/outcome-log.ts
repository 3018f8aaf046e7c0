import type { RedisErrorCode, ScheduleOutcome } from '../../processor/outcomes'

/** What became of one job of an act, for its report. */
export interface JobOutcomeWords {
  readonly outcome: 'not-tried' | 'failed' | ScheduleOutcome['outcome']
  /** Empty where the outcome says it all. */
  readonly reason: string
}

const REDIS_CODES: readonly RedisErrorCode[] = [
  'refused',
  'not-answering',
  'not-connected',
  'wrong-password',
  'no-permission',
  'read-only',
  'loading',
  'out-of-memory',
  'wrong-type',
  'moved',
  'bad-generation',
]

/** What a code of the log means; the first is what a job has that was not reached. */
const WORDS: readonly JobOutcomeWords[] = [
  { outcome: 'not-tried', reason: '' },
  { outcome: 'scheduled', reason: '' },
  { outcome: 'queued-here', reason: 'a job with this key waits here' },
  { outcome: 'queued-here', reason: 'a job with this key runs here' },
  { outcome: 'held', reason: 'the key is held in Redis' },
  { outcome: 'journal-error', reason: 'the job could not be written down' },
  { outcome: 'stopped', reason: 'the processor was stopped' },
  { outcome: 'failed', reason: 'it could not be scheduled' },
  ...REDIS_CODES.map((code) => ({ outcome: 'redis-error' as const, reason: code })),
]
const FAILED = 7
const REDIS = 8

/** What became of each job of an act, in nine bytes a job. */
export class OutcomeLog {
  readonly #codes: Uint8Array
  readonly #moments: Float64Array

  constructor(total: number) {
    this.#codes = new Uint8Array(total)
    this.#moments = new Float64Array(total)
  }

  /**
   * @param at the moment that the job was made with
   * @param outcome undefined: it could not be scheduled at all
   */
  note(index: number, at: number, outcome: ScheduleOutcome | undefined): void {
    this.#codes[index] = codeOf(outcome)
    this.#moments[index] = at
  }

  wordsOf(index: number): JobOutcomeWords {
    return WORDS[this.#codes[index] ?? 0] ?? { outcome: 'not-tried', reason: '' }
  }

  /** When it was scheduled; undefined where it was not tried. */
  momentOf(index: number): number | undefined {
    return this.#codes[index] === 0 ? undefined : this.#moments[index]
  }
}

function codeOf(outcome: ScheduleOutcome | undefined): number {
  switch (outcome?.outcome) {
    case undefined:
      return FAILED
    case 'scheduled':
      return 1
    case 'queued-here':
      return outcome.state === 'waiting' ? 2 : 3
    case 'held':
      return 4
    case 'journal-error':
      return 5
    case 'stopped':
      return 6
    case 'redis-error':
      return REDIS + Math.max(0, REDIS_CODES.indexOf(outcome.code))
  }
}
