import type { HoldOwner } from '../../processor/outcomes'
import { readHoldValue } from '../hold-value'
import type { KeyLayout } from '../key-layout'
import { Aborted, answerOf, type InspectedRedis } from './answer'
import { LONGEST_VALUE_BYTES } from './inspected-hold'
import { scanKeyspace } from './keyspace-scan'
import { SeenNames } from './seen-names'

/** A hold as it is counted: less than is shown of one, and so much cheaper to read. */
export interface CountedHold {
  readonly generation: string
  /** The job's key; shares its memory with the reply that it came in. */
  readonly key: Buffer
  /** Undefined where owners of this generation were not asked for. */
  readonly owner: HoldOwner | undefined
}

export interface CensusPage {
  readonly holds: readonly CountedHold[]
  /** About how many keys were looked at so far, of about how many. */
  readonly scanned: number
  readonly approximateTotal: number
  readonly done: boolean
}

export interface CensusOptions {
  /** Holds of this generation alone; absent: of all. */
  readonly generation?: string
  /** Reads the values of the holds of this generation, for their owners. */
  readonly ownersOf?: string
  /** Ends the walk, quietly and at once. */
  readonly signal?: AbortSignal
}

/** Keys that Redis looks at for one page. */
const COUNT = 1_000

/**
 * Walks over the holds of a namespace to count them: all by their names, those of one generation by their owners
 * too, read in one script a page. A hold is given once (within the bounds of `SeenNames`).
 *
 * @throws KeyholdError `redis-error`
 */
export async function* holdCensus(
  redis: InspectedRedis,
  names: KeyLayout,
  { generation, ownersOf, signal }: CensusOptions,
): AsyncGenerator<CensusPage, void, undefined> {
  const pattern = names.scanPattern(generation === undefined ? {} : { generation })
  const seen = new SeenNames()
  try {
    for await (const page of scanKeyspace(redis, { pattern, count: COUNT, signal })) {
      const holds: CountedHold[] = []
      const toRead: Buffer[] = []
      for (const name of page.names) {
        const parsed = names.parseHoldName(name)
        if (!parsed || (generation !== undefined && parsed.generation !== generation) || !seen.add(name))
          continue
        if (parsed.generation === ownersOf) toRead.push(name)
        else holds.push({ ...parsed, owner: undefined })
      }
      holds.push(...(await readOwners(redis, names, toRead, signal)))
      const { scanned, approximateTotal, done } = page
      yield { holds, scanned, approximateTotal, done }
    }
  } catch (error) {
    if (!(error instanceof Aborted)) throw error
  }
}

async function readOwners(
  { redis, timeoutMs }: InspectedRedis,
  names: KeyLayout,
  holdNames: readonly Buffer[],
  signal: AbortSignal | undefined,
): Promise<CountedHold[]> {
  if (holdNames.length === 0) return []
  const args = [...holdNames, LONGEST_VALUE_BYTES]
  const reply = await answerOf(redis.keyholdHoldValuesBuffer(holdNames.length, args), { timeoutMs, signal })
  if (!Array.isArray(reply))
    throw new TypeError('Redis answered a script with something that it never returns.')
  const values: readonly unknown[] = reply
  return holdNames.flatMap((name, index) => {
    const value = values[index]
    const parsed = names.parseHoldName(name)
    if (!parsed || value === GONE) return []
    return [{ ...parsed, owner: Buffer.isBuffer(value) ? readHoldValue(value).owner : UNKNOWN }]
  })
}

const GONE = 0
const UNKNOWN: HoldOwner = { kind: 'unknown' }
