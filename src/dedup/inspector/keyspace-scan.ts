import type { Redis } from 'ioredis'
import { systemClock, type Clock } from '../../processor/clock'
import { answerOf, type InspectedRedis } from './answer'
import { ScanPace } from './scan-pace'

/** Where a SCAN goes on. */
export interface ScanStep {
  readonly pattern: string
  /** `0` at the beginning. */
  readonly cursor: string
  /** Keys that Redis looks at. */
  readonly count: number
}

/** What one step found. */
export interface ScanFound {
  /** `0` at the end. */
  readonly cursor: string
  /** May repeat names of earlier steps, and may be empty. */
  readonly names: readonly Buffer[]
}

interface Progress {
  /** About how many keys were looked at so far. */
  readonly scanned: number
  /** About how many keys there are. */
  readonly approximateTotal: number
  readonly done: boolean
}

export type NamesPage = Pick<ScanFound, 'names'> & Progress

export interface KeyspaceScanOptions {
  /** A glob; it narrows what Redis sends, no more. */
  readonly pattern: string
  readonly clock?: Clock
  /** Keys that Redis looks at for one page; by default as many as it does in a few ms. */
  readonly count?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Walks over all names of a database that match a pattern. Redis: SCAN, DBSIZE.
 *
 * @throws KeyholdError `redis-error`; Aborted
 */
export function scanKeyspace(
  redis: InspectedRedis,
  options: KeyspaceScanOptions,
): AsyncGenerator<NamesPage, void, undefined> {
  return walkKeyspace(redis, options, (step) => scanNames(redis.redis, step))
}

/** One step of a SCAN. */
export async function scanNames(redis: Redis, { pattern, cursor, count }: ScanStep): Promise<ScanFound> {
  const [next, names] = await redis.scanBuffer(cursor, 'MATCH', pattern, 'COUNT', count)
  return { cursor: next.toString(), names }
}

/**
 * As `scanKeyspace`, by steps of the caller's. Each is asked for before the page of the one before it is given, so that
 * Redis looks for it while that page is worked on.
 */
export async function* walkKeyspace<Step extends ScanFound>(
  { redis, timeoutMs }: InspectedRedis,
  { pattern, clock = systemClock, count: fixed, signal }: KeyspaceScanOptions,
  ask: (step: ScanStep) => Promise<Step>,
): AsyncGenerator<Step & Progress, void, undefined> {
  const limits = { timeoutMs, signal }
  const pace = new ScanPace()
  let lookedAt = 0

  const askFrom = (cursor: string): Promise<Step> => {
    const count = fixed ?? pace.count
    const sentAt = clock.monotonic()
    lookedAt += count
    const answer = answerOf(ask({ pattern, cursor, count }), limits).then((step) => {
      pace.learn(clock.monotonic() - sentAt)
      return step
    })
    // Where the walk is left before, nobody waits for it any more.
    answer.catch(() => undefined)
    return answer
  }

  const askedAt = clock.monotonic()
  const approximateTotal = await answerOf(redis.dbsize(), limits)
  pace.learnWay(clock.monotonic() - askedAt)
  for (let next = askFrom('0'); ;) {
    const step = await next
    const done = step.cursor === '0'
    // COUNT is what Redis aims at: the sum is no exact number, and never shown above the total.
    const scanned = done ? approximateTotal : Math.min(lookedAt, approximateTotal)
    if (!done) next = askFrom(step.cursor)
    yield { ...step, scanned, approximateTotal, done }
    if (done) return
  }
}
