import type { Clock } from '../../processor/clock'
import { isGeneration, isList } from '../dedup-scripts'
import type { KeyLayout } from '../key-layout'
import { answerOf, type InspectedRedis } from './answer'
import { LONGEST_VALUE_BYTES, ReadHold, type HoldTold, type InspectedHold } from './inspected-hold'
import type { ScanFound, ScanStep } from './keyspace-scan'
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

/** One step of a scan, and what was read of what it found. */
interface StepReading extends ScanFound {
  /** The generation that counted. */
  readonly generation: string | undefined
  /** The moment by this host's wall clock; ms since the epoch. */
  readonly readAt: number
}

export interface ExpiriesFound extends StepReading {
  /** PTTL of each name, ms: -1 without expiry, -2 where it is gone. */
  readonly expiries: readonly number[]
}

export interface HoldsFound extends StepReading {
  /** Those of its names that are holds of this namespace. They share their memory with the reply. */
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

interface Reading extends ReadingMoment {
  readonly fields: readonly unknown[]
}

/** Of all scripts. */
const FIELDS_BEFORE = 3
const FIELDS_A_NAME = 4
const FIELDS_A_SCANNED_NAME = 4
const FIELDS_AN_EXPIRY = 2

/** PTTL of a name that is no more. */
export const GONE = -2

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
    const { redis, timeoutMs, names } = this.#options
    const args = [names.generationName, ...holdNames, LONGEST_VALUE_BYTES]
    const { fields, ...moment } = await this.#ask(
      answerOf(redis.keyholdInspectHoldsBuffer(holdNames.length + 1, args), { timeoutMs, signal }),
    )
    const { generation } = moment
    const holds = holdNames.flatMap((name, index) => {
      const at = FIELDS_BEFORE + index * FIELDS_A_NAME
      const value = fields[at + 1]
      return (
        this.#holdOf(moment, {
          // Copies: a reply shares its memory with all that arrived with it.
          name: Buffer.from(name),
          remaining: Number(fields[at]),
          value: Buffer.isBuffer(value) ? Buffer.from(value) : undefined,
          valueLength: Number(fields[at + 2]),
          wrongType: String(fields[at + 3]),
        }) ?? []
      )
    })
    return { generation, generationExists: Number(fields[2]) === 1, holds }
  }

  /** One step of a scan, with what remains of each name: for hardly more than the names. */
  async scanExpiries(step: ScanStep): Promise<ExpiriesFound> {
    const { fields, ...moment } = await this.#scan(step, 0)
    const found: Buffer[] = []
    const expiries: number[] = []
    for (let at = FIELDS_BEFORE; at < fields.length; at += FIELDS_AN_EXPIRY) {
      const name = fields[at]
      if (!Buffer.isBuffer(name)) continue
      found.push(name)
      expiries.push(Number(fields[at + 1]))
    }
    return { ...moment, cursor: String(fields[2]), names: found, expiries }
  }

  /** One step of a scan, with all of each hold. */
  async scanHolds(step: ScanStep): Promise<HoldsFound> {
    const { fields, ...moment } = await this.#scan(step, LONGEST_VALUE_BYTES)
    const found: Buffer[] = []
    const holds: InspectedHold[] = []
    for (let at = FIELDS_BEFORE; at < fields.length; at += FIELDS_A_SCANNED_NAME) {
      const [name, value, more] = [fields[at], fields[at + 2], fields[at + 3]]
      if (!Buffer.isBuffer(name)) continue
      found.push(name)
      const isString = Buffer.isBuffer(value)
      const hold = this.#holdOf(moment, {
        name,
        remaining: Number(fields[at + 1]),
        value: isString ? value : undefined,
        valueLength: isString ? Number(more) || value.length : 0,
        wrongType: isString ? '' : String(more),
      })
      if (hold !== undefined) holds.push(hold)
    }
    return { ...moment, cursor: String(fields[2]), names: found, holds }
  }

  #scan({ cursor, pattern, count }: ScanStep, valueBytes: number): Promise<Reading> {
    const { redis, names } = this.#options
    const args = [names.generationName, cursor, pattern, count, valueBytes]
    return this.#ask(redis.keyholdScanHoldsBuffer(1, args))
  }

  /** Learns from the fields that all scripts answer first. */
  async #ask(answer: Promise<unknown>): Promise<Reading> {
    const { clock, offset } = this.#options
    const sentAt = clock.wall()
    const fields = await answer
    if (!isList(fields)) throw new TypeError('Redis answered a script with something that it never returns.')
    const redisNow = Number(fields[0])
    offset.learn(redisNow, sentAt, clock.wall())
    return { fields, generation: readGeneration(fields[1]), redisNow, readAt: offset.toWall(redisNow) }
  }

  #holdOf(
    { generation: current, redisNow, readAt }: ReadingMoment,
    told: HoldTold,
  ): InspectedHold | undefined {
    if (told.remaining === GONE) return undefined
    const parsed = this.#options.names.parseHoldName(told.name)
    if (!parsed) return undefined
    const { generation, key } = parsed
    const isCurrent = generation === current
    const toWall = this.#toWall
    return new ReadHold(told, { generation, key, current: isCurrent, redisNow, readAt, toWall })
  }

  readonly #toWall = (redisMs: number): number => this.#options.offset.toWall(redisMs)
}

function readGeneration(field: unknown): string | undefined {
  if (!Buffer.isBuffer(field)) return undefined
  const text = field.toString('latin1')
  return isGeneration(text) ? text : undefined
}
