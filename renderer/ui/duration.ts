import { formatCount } from './format'

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

const units: readonly { readonly name: string; readonly ms: number }[] = [
  { name: 'd', ms: day },
  { name: 'h', ms: hour },
  { name: 'm', ms: minute },
  { name: 's', ms: second },
]

/**
 * A duration in the operator's words, its two largest units: `250 ms`, `4.2 s`, `4m 12s`, `1h 30m`, `3d 4h`.
 *
 * @param ms milliseconds; what is below 0 counts as 0
 */
export function formatDuration(ms: number): string {
  const whole = Math.max(0, Math.round(ms))
  if (whole < second) return `${whole} ms`
  if (whole < 10 * second) return `${(Math.floor(whole / 100) / 10).toFixed(1)} s`
  return formatWholeSeconds(whole)
}

/**
 * A duration to the millisecond, with each unit that it has: `250 ms`, `4.250s`, `4m 12.345s`, `1h 0m 0.007s`. For
 * drawers and hovers.
 */
export function formatExactDuration(ms: number): string {
  const whole = Math.max(0, Math.round(ms))
  if (whole < second) return `${whole} ms`
  const large = units.filter((unit) => unit.ms > second)
  const parts = large.map((unit, index) => {
    const above = large[index - 1]?.ms ?? Number.POSITIVE_INFINITY
    return { value: Math.floor((whole % above) / unit.ms), name: unit.name }
  })
  const first = parts.findIndex(({ value }) => value > 0)
  const told = first === -1 ? [] : parts.slice(first).map(({ value, name }) => `${value}${name}`)
  return [...told, `${((whole % minute) / second).toFixed(3)}s`].join(' ')
}

/** To the millisecond: `4m 12s (252,031 ms)` */
export function exactDuration(ms: number): string {
  const whole = Math.round(ms)
  const exact = `${formatCount(whole)} ms`
  return whole < 1_000 ? exact : `${formatDuration(whole)} (${exact})`
}

/** A duration without fractions: `0s`, `9s`, `4m 12s`; for what ticks once a second. */
export function formatWholeSeconds(ms: number): string {
  const whole = Math.floor(Math.max(0, ms) / second) * second
  const first = units.findIndex((unit) => whole >= unit.ms)
  const large = units[first]
  if (!large) return '0s'
  const small = units[first + 1]
  const head = `${Math.floor(whole / large.ms)}${large.name}`
  if (!small) return head
  return `${head} ${Math.floor((whole % large.ms) / small.ms)}${small.name}`
}

const plainNumber = /^[+-]?\d+(\.\d+)?$/
const part = /(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)/gy
const unitMs: Readonly<Record<string, number>> = { ms: 1, s: second, m: minute, h: hour, d: day }

/**
 * Reads `90s`, `5m`, `1h 30m`, `250ms`, or plain milliseconds. Whether the amount is allowed is not judged here,
 * so that every way in gets the processor's own answer.
 *
 * @returns milliseconds; undefined where the text is no duration
 */
export function parseDuration(text: string): number | undefined {
  const trimmed = text.trim().toLowerCase()
  if (plainNumber.test(trimmed)) return Number(trimmed)
  let total = 0
  let position = 0
  while (position < trimmed.length) {
    part.lastIndex = position
    const match = part.exec(trimmed)
    const scale = unitMs[match?.[2] ?? '']
    if (!match || scale === undefined) return undefined
    total += Number(match[1]) * scale
    position = part.lastIndex
    while (trimmed[position] === ' ') position += 1
  }
  // 0.1 s is 100 ms, not 100.00000000000001.
  return position === 0 ? undefined : Number(total.toFixed(6))
}
