import { formatDuration } from '../../ui/duration'
import { formatCount, formatMoment, formatRate, formatTime, isSameDay } from '../../ui/format'

/** What stands where there is no number. */
export const nothing = '–'

/** `0.02 ms`, `4.2 ms`, `250 ms`, `4.2 s`, `4m 12s` */
export function formatSpan(ms: number): string {
  if (ms < 1) return `${ms.toFixed(2)} ms`
  return ms < 10 ? `${ms.toFixed(1)} ms` : formatDuration(ms)
}

/** `0/s`, `0.003/s`, `2.4/s`, `1,204/s` */
export function formatPerSecond(rate: number): string {
  if (rate === 0) return '0/s'
  return rate < 0.95 ? `${Number(rate.toPrecision(2))}/s` : `${formatRate(rate)}/s`
}

/** `1,204`, with a fraction where it is below 10: for an axis. */
export function formatTick(value: number): string {
  return value < 10 ? String(Number(value.toPrecision(2))) : formatCount(value)
}

/** `10 ms`, `1 s`, `10 m`: for an axis. */
export function formatDurationTick(ms: number): string {
  if (ms < 1_000) return `${ms} ms`
  if (ms < 60_000) return `${ms / 1_000} s`
  if (ms < 3_600_000) return `${ms / 60_000} m`
  return ms < 86_400_000 ? `${ms / 3_600_000} h` : `${ms / 86_400_000} d`
}

/** `14:03:05 – 14:03:10`, with the day where it is not today. */
export function formatBetween(fromMs: number, toMs: number, now: number): string {
  return `${isSameDay(fromMs, now) ? formatTime(fromMs) : formatMoment(fromMs).slice(5)} – ${formatTime(toMs)}`
}
