import type { ZoomStep } from '../src/contract/channels/shell'

/** The steps of the zoom, as browsers have them; from half to double. */
const FACTORS = [0.5, 0.67, 0.75, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2] as const

/** The factor that a step leads to; at the ends it stays. */
export function nextZoom(factor: number, step: ZoomStep): number {
  switch (step) {
    case 'reset':
      return 1
    case 'in':
      return FACTORS.find((each) => each > factor + 0.001) ?? 2
    case 'out':
      return FACTORS.findLast((each) => each < factor - 0.001) ?? 0.5
  }
}

/** A remembered factor within the bounds of today. */
export function boundedZoom(factor: number): number {
  return Math.min(2, Math.max(0.5, factor))
}
