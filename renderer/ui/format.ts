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

function two(value: number): string {
  return String(value).padStart(2, '0')
}

/** `14:03:22`, local time */
export function formatTime(at: number): string {
  const date = new Date(at)
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}

/** `2026-03-01 14:03:22`, local time */
export function formatMoment(at: number): string {
  const date = new Date(at)
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${formatTime(at)}`
}

/** `14:03:22.123`, local time */
export function formatExactTime(at: number): string {
  return `${formatTime(at)}.${String(Math.floor(at) % 1_000).padStart(3, '0')}`
}

/** `03-01 14:03:22.123` this year, `2025-03-01 14:03:22.123` in another; local time */
export function formatExactMoment(at: number, now: number): string {
  const date = formatMoment(at).slice(0, 10)
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return `${isThisYear ? date.slice(5) : date} ${formatExactTime(at)}`
}

/** What a column has room for: `14:03:22` today, `03-01 14:03` on another day. */
export function formatWhen(at: number, now: number): string {
  if (new Date(at).toDateString() === new Date(now).toDateString()) return formatTime(at)
  return formatMoment(at).slice(5, 16)
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
