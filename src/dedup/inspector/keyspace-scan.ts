import { answerOf, type InspectedRedis } from './answer'

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
  /** Keys that Redis looks at for one page. */
  readonly count: number
  readonly signal?: AbortSignal | undefined
}

/**
 * Walks over all names of a database that match a pattern. Redis: SCAN, DBSIZE.
 *
 * @throws KeyholdError `redis-error`; Aborted
 */
export async function* scanKeyspace(
  { redis, timeoutMs }: InspectedRedis,
  { pattern, count, signal }: KeyspaceScanOptions,
): AsyncGenerator<NamesPage, void, undefined> {
  const limits = { timeoutMs, signal }
  const approximateTotal = await answerOf(redis.dbsize(), limits)
  let cursor = '0'
  for (let calls = 1; ; calls += 1) {
    const [next, names] = await answerOf(redis.scanBuffer(cursor, 'MATCH', pattern, 'COUNT', count), limits)
    cursor = next.toString()
    const done = cursor === '0'
    // COUNT is what Redis aims at: the product is no exact number, and never shown above the total.
    const scanned = done ? approximateTotal : Math.min(calls * count, approximateTotal)
    yield { names, scanned, approximateTotal, done }
    if (done) return
  }
}
