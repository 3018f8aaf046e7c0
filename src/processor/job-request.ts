import { KeyholdError } from './errors'

const LONGEST_KEY_BYTES = 1_024
/** 30 days. */
export const LONGEST_BACKOFF_MS = 30 * 24 * 3_600_000
/** 24 hours. */
const LONGEST_PAUSE_MS = 24 * 3_600_000

/** Half of a surrogate pair alone: it has no UTF-8. */
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/

/** @returns what is wrong with a key, or undefined. Wanted: well-formed text of 1 … 1,024 bytes of UTF-8. */
export function keyProblem(key: unknown): KeyholdError | undefined {
  if (typeof key !== 'string') {
    return new KeyholdError('bad-key', 'A key must be text.', 'Give the key as a string.')
  }
  if (key.length === 0) {
    return new KeyholdError('bad-key', 'A key cannot be empty.', 'Give at least one character.')
  }
  // No character takes more than three bytes a UTF-16 unit, so most keys need no count.
  if (key.length * 3 > LONGEST_KEY_BYTES && Buffer.byteLength(key) > LONGEST_KEY_BYTES) {
    return new KeyholdError(
      'bad-key',
      `A key cannot be longer than ${String(LONGEST_KEY_BYTES)} bytes; this one has ${String(Buffer.byteLength(key))}.`,
      'Shorten the key, or use a hash of it.',
    )
  }
  if (LONE_SURROGATE.test(key)) {
    return new KeyholdError(
      'bad-key',
      'The key holds half of a surrogate pair, which has no UTF-8.',
      'Give well-formed Unicode text.',
    )
  }
  return undefined
}

/** @returns what is wrong with a backoff, or undefined. Wanted: whole ms, 0 … 30 days. */
export function backoffProblem(backoffMs: unknown): KeyholdError | undefined {
  if (typeof backoffMs === 'number' && Number.isInteger(backoffMs) && backoffMs >= 0) {
    if (backoffMs <= LONGEST_BACKOFF_MS) return undefined
    return new KeyholdError(
      'bad-backoff',
      `A backoff cannot be longer than 30 days; this one is ${String(backoffMs)} ms.`,
      'Give at most 2,592,000,000 ms.',
    )
  }
  return new KeyholdError(
    'bad-backoff',
    `A backoff cannot be ${String(backoffMs)}.`,
    'Give whole milliseconds, 0 or more.',
  )
}

/**
 * @param answer what a handler returned
 * @returns the pause in ms
 * @throws KeyholdError `bad-pause` unless it is nothing, or finite and 0 … 24 h
 */
export function pauseOf(answer: unknown): number {
  if (answer === undefined) return 0
  if (typeof answer === 'number' && answer >= 0 && answer <= LONGEST_PAUSE_MS) return answer
  const shown = typeof answer === 'number' ? String(answer) : `a ${answer === null ? 'null' : typeof answer}`
  throw new KeyholdError(
    'bad-pause',
    `The handler answered ${shown}, which is no pause.`,
    'Return the milliseconds to pause, 0 … 86,400,000, or nothing.',
  )
}
