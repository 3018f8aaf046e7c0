import { KeyholdError } from './errors'

const MOST_LANES = 1_024

/** @throws KeyholdError `bad-option` */
export function laneCountOf(concurrency = 1): number {
  if (Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= MOST_LANES) return concurrency
  throw new KeyholdError(
    'bad-option',
    `A processor cannot run ${String(concurrency)} jobs at once.`,
    `Give a concurrency of 1 to ${String(MOST_LANES)}.`,
  )
}

/** @throws KeyholdError `bad-option` */
export function timeLimitOf(timeoutMs: number | undefined): number | undefined {
  if (timeoutMs === undefined || (Number.isFinite(timeoutMs) && timeoutMs > 0)) return timeoutMs
  throw new KeyholdError(
    'bad-option',
    `A time limit cannot be ${String(timeoutMs)} ms.`,
    'Give a number of ms above 0, or leave it out for none.',
  )
}

/** @throws KeyholdError `bad-option` */
export function laneLimitOf(lanes: number): number {
  if (Number.isInteger(lanes) && lanes >= 1) return lanes
  throw new KeyholdError(
    'bad-option',
    `A processor cannot be limited to ${String(lanes)} jobs at once.`,
    'Give a whole number above 0.',
  )
}
