import { isUtf8 } from 'node:buffer'
import type { HoldOwner } from '../processor/outcomes'

/** What the value of a hold tells. Everything but the owner is there for Keyhold's own values alone. */
export interface HoldValue {
  readonly owner: HoldOwner
  /** `<instance>.<counter>`: unique for each hold ever taken. */
  readonly token?: string
  /** When the key was scheduled: Redis' time, ms since the epoch. */
  readonly at?: number
  readonly backoffMs?: number
}

/**
 * @param counter whole, never used twice by this instance
 * @param at Redis' time in whole ms since the epoch
 * @param backoffMs whole ms
 * @returns `{"v":1,"token":"<instance>.<counter>","host":…,"at":…,"backoff":…}`
 */
export type HoldValueWriter = (counter: number, at: number, backoffMs: number) => string

/**
 * Makes the writer of an instance's hold values, which are ASCII. It runs twice for each job, so all that never changes
 * is written once, and what a batch has in common once a batch.
 *
 * @param options.instance random for each start of a processor
 * @param options.host name of the machine, for an operator to read
 */
export function createHoldValueWriter({
  instance,
  host,
}: {
  readonly instance: string
  readonly host: string
}): HoldValueWriter {
  const head = `{"v":1,"token":"${asciiJson(instance).slice(1, -1)}.`
  const middle = `","host":${asciiJson(host)},"at":`
  let [lastAt, lastBackoffMs, tail] = [Number.NaN, Number.NaN, '']
  return (counter, at, backoffMs) => {
    if (at !== lastAt || backoffMs !== lastBackoffMs) {
      ;[lastAt, lastBackoffMs, tail] = [at, backoffMs, `${middle}${at},"backoff":${backoffMs}}`]
    }
    return `${head}${counter}${tail}`
  }
}

/** A JSON string whose characters beyond ASCII are escaped: as long in bytes as in characters. */
function asciiJson(text: string): string {
  const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  return JSON.stringify(text).replace(/[\u0080-\uffff]/g, escaped)
}

const UNKNOWN: HoldValue = { owner: { kind: 'unknown' } }
const GO_IO: HoldValue = { owner: { kind: 'go-io' } }

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value)

/** A value that Keyhold wrote, or undefined. Members are checked one by one: anybody may write JSON. */
function readKeyholdObject(parsed: object): HoldValue | undefined {
  if (!('v' in parsed && 'token' in parsed && 'host' in parsed && 'at' in parsed && 'backoff' in parsed)) {
    return undefined
  }
  const { v, token, host, at, backoff } = parsed
  if (v !== 1 || typeof token !== 'string' || typeof host !== 'string') return undefined
  if (!isWhole(at) || !isWhole(backoff)) return undefined
  const dot = token.lastIndexOf('.')
  if (dot < 1 || !/^\d+$/.test(token.slice(dot + 1))) return undefined
  return {
    owner: { kind: 'keyhold', instance: token.slice(0, dot), host, at },
    token,
    at,
    backoffMs: backoff,
  }
}

/**
 * A value as the writer above makes it, where nothing in it is escaped. JSON of any other form is left to the parser, which
 * takes four times as long: a fleet refuses many keys, and a scan shows many.
 */
const PLAIN =
  /^\{"v":1,"token":"([^"\\\p{Cc}]+)\.(\d+)","host":"([^"\\\p{Cc}]*)","at":(0|[1-9]\d{0,14}),"backoff":(0|[1-9]\d{0,14})\}$/u

function readPlain(text: string): HoldValue | undefined {
  const [, instance, counter, host, at, backoff] = PLAIN.exec(text) ?? []
  if (instance === undefined || host === undefined) return undefined
  const scheduledAt = Number(at)
  return {
    owner: { kind: 'keyhold', instance, host, at: scheduledAt },
    token: `${instance}.${String(counter)}`,
    at: scheduledAt,
    backoffMs: Number(backoff),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Tells who wrote the value of a hold: Keyhold's own object, go-io's JSON string (of a key; never read by go-io
 * itself), or somebody unknown. Never throws.
 *
 * @param value as text; as bytes where they may be no UTF-8
 */
export function readHoldValue(value: Buffer | string): HoldValue {
  if (typeof value !== 'string' && !isUtf8(value)) return UNKNOWN
  const text = value.toString()
  const plain = readPlain(text)
  if (plain !== undefined) return plain
  const parsed = parseJson(text)
  if (typeof parsed === 'string') return GO_IO
  if (typeof parsed !== 'object' || parsed === null) return UNKNOWN
  return readKeyholdObject(parsed) ?? UNKNOWN
}
