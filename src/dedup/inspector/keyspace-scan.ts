import { systemClock, type Clock } from '../../processor/clock'
import { answerOf, type InspectedRedis } from './answer'
import { ScanPace } from './scan-pace'

export interface NamesPage {
  /** May repeat names of earlier pages, and may be empty. */
  readonly names: readonly Buffer[]
  /** About how many keys were looked at so far. */
  readonly scanned: number
  /** About how many keys there are. */
  readonly approximateTotal: number
  readonly done: boolean
}

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
export async function* scanKeyspace(
  { redis, timeoutMs }: InspectedRedis,
  { pattern, clock = systemClock, count: fixed, signal }: KeyspaceScanOptions,
): AsyncGenerator<NamesPage, void, undefined> {
  const limits = { timeoutMs, signal }
  const pace = new ScanPace()
  const askedAt = clock.monotonic()
  const approximateTotal = await answerOf(redis.dbsize(), limits)
  pace.learnWay(clock.monotonic() - askedAt)
  let cursor = '0'
  let lookedAt = 0
  for (;;) {
    const count = fixed ?? pace.count
    const sentAt = clock.monotonic()
    const [next, names] = await answerOf(redis.scanBuffer(cursor, 'MATCH', pattern, 'COUNT', count), limits)
    pace.learn(clock.monotonic() - sentAt)
    cursor = next.toString()
    const done = cursor === '0'
    lookedAt += count
    // COUNT is what Redis aims at: the sum is no exact number, and never shown above the total.
    const scanned = done ? approximateTotal : Math.min(lookedAt, approximateTotal)
    yield { names, scanned, approximateTotal, done }
    if (done) return
  }
}
