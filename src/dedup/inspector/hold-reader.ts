import type { Clock } from '../../processor/clock'
import { isGeneration } from '../dedup-scripts'
import type { KeyLayout } from '../key-layout'
import { answerOf, type InspectedRedis } from './answer'
import { decodeHold, LONGEST_VALUE_BYTES, type InspectedHold } from './inspected-hold'
import type { RedisOffset } from './redis-offset'

export interface HoldReaderOptions extends InspectedRedis {
  readonly names: KeyLayout
  readonly clock: Clock
  readonly offset: RedisOffset
}

/** Holds, and the generation that counted while they were read. */
export interface HoldsReading {
  /** Undefined where what Redis holds is no integer: then no hold counts. */
  readonly generation: string | undefined
  /** False: Redis has none, and it counts as 0. */
  readonly generationExists: boolean
  /** Of the names that still exist, in their order. */
  readonly holds: readonly InspectedHold[]
}

/** When holds were read, and what counted then. */
interface ReadingMoment {
  readonly generation: string | undefined
  /** Redis' time; ms since the epoch. */
  readonly redisNow: number
  /** The same by this host's wall clock. */
  readonly readAt: number
}

const FIELDS_BEFORE = 3
const FIELDS_A_NAME = 4

/** Reads holds by their exact names, all in one script. */
export class HoldReader {
  readonly #options: HoldReaderOptions

  constructor(options: HoldReaderOptions) {
    this.#options = options
  }

  /**
   * @param holdNames names that are no hold of this namespace are left out
   * @throws KeyholdError `redis-error`; Aborted
   */
  async read(holdNames: readonly Buffer[], signal?: AbortSignal): Promise<HoldsReading> {
    const { redis, timeoutMs, names, clock, offset } = this.#options
    const args = [names.generationName, ...holdNames, LONGEST_VALUE_BYTES]
    const sentAt = clock.wall()
    const reply = await answerOf(redis.keyholdInspectHoldsBuffer(holdNames.length + 1, args), {
      timeoutMs,
      signal,
    })
    if (!Array.isArray(reply))
      throw new TypeError('Redis answered a script with something that it never returns.')
    const fields: readonly unknown[] = reply
    const redisNow = Number(fields[0])
    offset.learn(redisNow, sentAt, clock.wall())
    const generation = readGeneration(fields[1])
    const moment = { generation, redisNow, readAt: offset.toWall(redisNow) }
    const holds = holdNames.flatMap((name, index) => this.#holdAt(fields, index, name, moment) ?? [])
    return { generation, generationExists: Number(fields[2]) === 1, holds }
  }

  #holdAt(
    fields: readonly unknown[],
    index: number,
    name: Buffer,
    { generation: current, redisNow, readAt }: ReadingMoment,
  ): InspectedHold | undefined {
    const at = FIELDS_BEFORE + index * FIELDS_A_NAME
    const [remaining, value, length, wrongType] = fields.slice(at, at + FIELDS_A_NAME)
    if (Number(remaining) === -2) return undefined
    // Copies: a reply shares its memory with all that arrived with it.
    const ownName = Buffer.from(name)
    const parsed = this.#options.names.parseHoldName(ownName)
    if (!parsed) return undefined
    return decodeHold({
      name: ownName,
      ...parsed,
      current: parsed.generation === current,
      remaining: Number(remaining),
      redisNow,
      readAt,
      toWall: (redisMs) => this.#options.offset.toWall(redisMs),
      value: Buffer.isBuffer(value) ? Buffer.from(value) : undefined,
      valueLength: Number(length),
      wrongType: String(wrongType),
    })
  }
}

function readGeneration(field: unknown): string | undefined {
  if (!Buffer.isBuffer(field)) return undefined
  const text = field.toString('latin1')
  return isGeneration(text) ? text : undefined
}
