import { chosenTimeZone } from './time-zone'

const integer = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const rate = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 })

/** `1,204` */
export function formatCount(value: number): string {
  return integer.format(value)
}

/** `12.4`; a rate of a hundred and more has no fraction: `1,204`. */
export function formatRate(perSecond: number): string {
  return perSecond >= 100 ? integer.format(perSecond) : rate.format(perSecond)
}

/** `42 %`; whole only once all is done. */
export function formatPercent(fraction: number): string {
  // 0.29 * 100 is a little less than 29.
  return `${Math.floor(Math.min(1, Math.max(0, fraction)) * 100 + 1e-9)} %`
}

/** `1 job`, `20 jobs` */
export function countOf(value: number, one: string, many = `${one}s`): string {
  return `${formatCount(value)} ${value === 1 ? one : many}`
}

function digits(value: number, length = 2): string {
  return String(value).padStart(length, '0')
}

function milliseconds(at: number): string {
  return digits(((Math.floor(at) % 1_000) + 1_000) % 1_000, 3)
}

/** A moment's date and time in the zone that the operator chose. */
function inZone(at: number) {
  const east = chosenTimeZone() === 'utc' ? 0 : -new Date(at).getTimezoneOffset()
  const date = new Date(at + east * 60_000)
  return {
    date: `${digits(date.getUTCFullYear(), 4)}-${digits(date.getUTCMonth() + 1)}-${digits(date.getUTCDate())}`,
    time: `${digits(date.getUTCHours())}:${digits(date.getUTCMinutes())}:${digits(date.getUTCSeconds())}`,
  }
}

/** Whether two moments are of one day in the chosen zone. */
export function isSameDay(one: number, other: number): boolean {
  return inZone(one).date === inZone(other).date
}

/** `UTC`, or the local zone's distance from it at that moment: `UTC+02:00` */
export function formatZone(at: number): string {
  const east = chosenTimeZone() === 'utc' ? 0 : -new Date(at).getTimezoneOffset()
  if (east === 0) return 'UTC'
  const minutes = Math.abs(east)
  return `UTC${east < 0 ? '−' : '+'}${digits(Math.floor(minutes / 60))}:${digits(minutes % 60)}`
}

/** `14:03:22` */
export function formatTime(at: number): string {
  return inZone(at).time
}

/** `2026-03-01 14:03:22` */
export function formatMoment(at: number): string {
  const { date, time } = inZone(at)
  return `${date} ${time}`
}

/** All that is known of a moment, for a hover: `2026-03-01 14:03:22.123 UTC+02:00` */
export function formatZonedMoment(at: number): string {
  return `${formatMoment(at)}.${milliseconds(at)} ${formatZone(at)}`
}

/** `14:03:22.123` */
export function formatExactTime(at: number): string {
  return `${formatTime(at)}.${milliseconds(at)}`
}

/** `03-01 14:03:22.123` this year, `2025-03-01 14:03:22.123` in another */
export function formatExactMoment(at: number, now: number): string {
  const { date } = inZone(at)
  const isThisYear = date.slice(0, 4) === inZone(now).date.slice(0, 4)
  return `${isThisYear ? date.slice(5) : date} ${formatExactTime(at)}`
}

/** What a column has room for: `14:03:22` today, `03-01 14:03` on another day. */
export function formatWhen(at: number, now: number): string {
  const { date, time } = inZone(at)
  return date === inZone(now).date ? time : `${date.slice(5)} ${time.slice(0, 5)}`
}

/** `512 B`, `1.4 KB`, `2.0 MB` */
export function formatBytes(bytes: number): string {
  if (bytes < 1_024) return `${bytes} B`
  const kilobytes = bytes / 1_024
  return kilobytes < 1_024 ? `${rate.format(kilobytes)} KB` : `${rate.format(kilobytes / 1_024)} MB`
}

/** JSON text laid out for reading; what is no JSON stays as it is. */
export function layOutJson(text: string): string {
  try {
    const value: unknown = JSON.parse(text)
    return JSON.stringify(value, null, 2)
  } catch {
    return text
  }
}
