import { formatMoment } from './format'
import { chosenTimeZone } from './time-zone'

/** As a field for date and time has it: in the chosen zone, to the second. */
export function momentField(at: number | undefined): string {
  return at === undefined ? '' : formatMoment(at).replace(' ', 'T')
}

/** @returns ms since the epoch; undefined for a field that is empty or not filled in yet */
export function readMoment(text: string): number | undefined {
  const at = text === '' ? Number.NaN : new Date(chosenTimeZone() === 'utc' ? `${text}Z` : text).getTime()
  return Number.isNaN(at) ? undefined : at
}
