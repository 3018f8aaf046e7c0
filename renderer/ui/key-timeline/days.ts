import { formatMoment } from '../format'

/** `2026-03-01`, in the chosen zone. */
export function dayOf(at: number): string {
  return formatMoment(at).slice(0, 10)
}
