import type { Redis } from 'ioredis'
import { systemClock, type Clock } from '../processor/clock'
import { KeyholdError } from '../processor/errors'
import { readHoldValue } from './hold-value'
import { Aborted, answerOf, type InspectedRedis } from './inspector/answer'
import { holdCensus, type CensusOptions, type CensusPage } from './inspector/hold-census'
import { HoldReader } from './inspector/hold-reader'
import { compileGlob } from './inspector/glob'
import type { InspectedHold } from './inspector/inspected-hold'
import { defineInspectorScripts } from './inspector/inspector-scripts'
import { readInstances, type InstancesFound } from './inspector/instances'
import { scanKeyspace } from './inspector/keyspace-scan'
import { RedisOffset } from './inspector/redis-offset'
import { SeenNames } from './inspector/seen-names'
import { createKeyLayout, type KeyLayout, type KeyLayoutName } from './key-layout'

export type { CensusOptions, CensusPage, CountedHold } from './inspector/hold-census'
export type { InspectedHold, InspectedKey } from './inspector/inspected-hold'
export type { InspectedInstance, InstancesFound } from './inspector/instances'

export interface KeyInspectorOptions {
  readonly redis: Redis
  readonly namespace: string
  readonly layout: KeyLayoutName
  /** How long one command waits for Redis; ms. Default 5,000. */
  readonly timeoutMs?: number
  readonly clock?: Clock
}

export interface HoldsScanOptions {
  /** A glob of Redis over the job's key, e.g. `seller:*`. */
  readonly match?: string
  /** Contained in the job's key, character by character. */
  readonly text?: string
  /** Holds of this generation alone. */
  readonly generation?: string
  /** Keys that Redis looks at for one page. Default 1,000; more only makes Redis and this process stall. */
  readonly count?: number
  /** Ends the scan, quietly and at once. */
  readonly signal?: AbortSignal
}

export interface InspectorPage {
  readonly holds: readonly InspectedHold[]
  /** The current one; undefined where what Redis holds is no integer. */
  readonly generation: string | undefined
  /** About how many keys were looked at so far, of about how many: "scanned about X of Y". */
  readonly scanned: number
  readonly approximateTotal: number
  readonly done: boolean
}

export interface HoldsCount {
  /** By generation. */
  readonly holds: ReadonlyMap<string, number>
  /** False: "at least". */
  readonly complete: boolean
}

export type ReleaseHoldOutcome =
  | { readonly outcome: 'released' }
  /** It is not the hold that was shown: `hold` is what is there now. */
  | { readonly outcome: 'changed'; readonly hold: InspectedHold }
  | { readonly outcome: 'gone' }

const DEFAULT_TIMEOUT_MS = 5_000
const DEFAULT_COUNT = 1_000
/** By how much the expiry of a hold without a token may differ from what was shown; ms. */
const EXPIRY_TOLERANCE_MS = 50
/** A bump may come between reading the generation and reading the hold, but hardly three times. */
const LOOK_UP_ATTEMPTS = 3

/** Shows what is held in one namespace, whoever holds it, and releases single holds. It never schedules. */
export class KeyInspector {
  readonly #redis: InspectedRedis
  readonly #names: KeyLayout
  readonly #clock: Clock
  readonly #offset = new RedisOffset()
  readonly #reader: HoldReader

  constructor(options: KeyInspectorOptions) {
    const { redis, timeoutMs = DEFAULT_TIMEOUT_MS, clock = systemClock } = options
    defineInspectorScripts(redis)
    this.#redis = { redis, timeoutMs }
    this.#names = createKeyLayout(options)
    this.#clock = clock
    this.#reader = new HoldReader({ ...this.#redis, names: this.#names, clock, offset: this.#offset })
  }

  /** The job's key in the name of a hold; undefined for a name that is no hold of this namespace. */
  keyOf(name: Buffer): Buffer | undefined {
    return this.#names.parseHoldName(name)?.key
  }

  /**
   * Walks over the holds of the namespace, page by page: a page a SCAN, with one script that reads its holds.
   * Pages may be empty. A hold is given once (names are remembered within bounds); one that comes or goes during
   * the scan may be missed. Redis: SCAN, DBSIZE, EVALSHA.
   *
   * @throws KeyholdError `redis-error`
   */
  async *scan(options: HoldsScanOptions = {}): AsyncGenerator<InspectorPage, void, undefined> {
    const { count = DEFAULT_COUNT, signal } = options
    const isWanted = this.#filterOf(options)
    const seen = new SeenNames()
    let generation: string | undefined
    let first = true
    try {
      const pattern = this.#names.scanPattern(options)
      for await (const page of scanKeyspace(this.#redis, { pattern, count, signal })) {
        const wanted = page.names.filter((name) => isWanted(name) && seen.add(name))
        const { scanned, approximateTotal, done } = page
        const reading = first || wanted.length > 0 ? await this.#reader.read(wanted, signal) : undefined
        if (reading) generation = reading.generation
        first = false
        yield { holds: reading?.holds ?? [], generation, scanned, approximateTotal, done }
      }
    } catch (error) {
      if (!(error instanceof Aborted)) throw error
    }
  }

  /**
   * The hold of exactly this key.
   *
   * @param generation the current one when absent
   * @throws KeyholdError `redis-error`; `bad-generation` where none is given and that in Redis is no integer
   */
  async lookUp(
    key: string | Buffer,
    generation?: string,
  ): Promise<{
    readonly name: Buffer
    readonly redisKey: string
    readonly generation: string
    readonly hold: InspectedHold | undefined
  }> {
    const bytes = typeof key === 'string' ? Buffer.from(key) : key
    let wanted = generation ?? (await this.#currentGeneration())
    for (let attempt = 1; ; attempt += 1) {
      const name = this.#names.holdNameBytes(wanted, bytes)
      const { generation: current, holds } = await this.#reader.read([name])
      if (generation !== undefined || current === wanted || attempt === LOOK_UP_ATTEMPTS) {
        return { name, redisKey: name.toString('utf8'), generation: wanted, hold: holds[0] }
      }
      wanted = current ?? (await this.#currentGeneration())
    }
  }

  /**
   * Counts the holds of some generations. Redis: SCAN.
   *
   * @param options.withinMs stops after so many ms with what was counted by then; no limit when absent
   * @throws KeyholdError `redis-error`
   */
  async count(options: {
    readonly generations: readonly string[]
    readonly withinMs?: number
    readonly signal?: AbortSignal
  }): Promise<HoldsCount> {
    const { generations, withinMs = Infinity, signal } = options
    const holds = new Map(generations.map((generation) => [generation, 0]))
    const seen = new SeenNames()
    const deadline = this.#clock.monotonic() + withinMs
    const only = generations.length === 1 ? generations[0] : undefined
    const pattern = this.#names.scanPattern(only === undefined ? {} : { generation: only })
    try {
      for await (const page of scanKeyspace(this.#redis, { pattern, count: DEFAULT_COUNT, signal })) {
        for (const name of page.names) this.#countName(name, holds, seen)
        if (page.done) return { holds, complete: true }
        if (this.#clock.monotonic() >= deadline) break
      }
    } catch (error) {
      if (!(error instanceof Aborted)) throw error
    }
    return { holds, complete: false }
  }

  /**
   * Walks over the holds to count them by generation and owner: cheaper than `scan`, which reads all of each.
   * Redis: SCAN, DBSIZE, EVALSHA.
   *
   * @throws KeyholdError `redis-error`
   */
  census(options: CensusOptions = {}): AsyncGenerator<CensusPage, void, undefined> {
    return holdCensus(this.#redis, this.#names, options)
  }

  /**
   * Deletes a hold if it is still the one that was shown: its whole value is compared, and where the value has no
   * token of Keyhold also the moment of its expiry (± 50 ms), since go-io writes the same value each time.
   *
   * @param hold.value the whole value as it was read
   * @param hold.expiresAt `readAt + remainingMs` as this inspector read them; null or absent: it had no expiry
   * @throws KeyholdError `redis-error`; `bad-option` for a name that is no hold of this namespace
   */
  async release(hold: {
    readonly name: Buffer
    readonly value: Buffer
    readonly expiresAt?: number | null | undefined
  }): Promise<ReleaseHoldOutcome> {
    const { redis, timeoutMs } = this.#redis
    if (!this.#names.parseHoldName(hold.name)) throw notAHold()
    const args = [
      hold.name,
      hold.value,
      this.#expiryToCompare(hold.value, hold.expiresAt),
      EXPIRY_TOLERANCE_MS,
    ]
    const outcome = await answerOf(redis.keyholdReleaseHold(1, args), { timeoutMs })
    if (outcome === 'released' || outcome === 'gone') return { outcome }
    const { holds } = await this.#reader.read([hold.name])
    return holds[0] ? { outcome: 'changed', hold: holds[0] } : { outcome: 'gone' }
  }

  /**
   * The Keyhold processors whose heartbeat is seen. That one is absent is evidence, not proof; go-io's cannot be
   * seen. Redis: SCAN, MGET.
   *
   * @param options.withinMs stops after so many ms with what was found by then
   * @throws KeyholdError `redis-error`
   */
  async instances(
    options: { readonly withinMs?: number; readonly signal?: AbortSignal } = {},
  ): Promise<InstancesFound> {
    return readInstances(this.#redis, { ...options, names: this.#names, clock: this.#clock })
  }

  #filterOf({ match, text = '', generation }: HoldsScanOptions): (name: Buffer) => boolean {
    const matches = match === undefined ? () => true : compileGlob(Buffer.from(match))
    const part = Buffer.from(text)
    return (name) => {
      const parsed = this.#names.parseHoldName(name)
      if (!parsed) return false
      if (generation !== undefined && parsed.generation !== generation) return false
      return (part.length === 0 || parsed.key.includes(part)) && matches(parsed.key)
    }
  }

  #countName(name: Buffer, holds: Map<string, number>, seen: SeenNames): void {
    const generation = this.#names.parseHoldName(name)?.generation
    const counted = generation === undefined ? undefined : holds.get(generation)
    if (generation !== undefined && counted !== undefined && seen.add(name))
      holds.set(generation, counted + 1)
  }

  #expiryToCompare(value: Buffer, expiresAt: number | null | undefined): string | number {
    if (readHoldValue(value).token !== undefined) return ''
    return expiresAt === null || expiresAt === undefined ? 'none' : this.#offset.toRedis(expiresAt)
  }

  async #currentGeneration(): Promise<string> {
    const { generation } = await this.#reader.read([])
    if (generation !== undefined) return generation
    throw new KeyholdError(
      'bad-generation',
      `What Redis holds as ${this.#names.generationName} is no generation: it is no integer.`,
      'Find out who wrote it and set it to an integer; until then no instance can schedule.',
    )
  }
}

function notAHold(): KeyholdError {
  return new KeyholdError(
    'bad-option',
    'This name is no hold of this namespace and key layout.',
    'Release holds that were read by this inspector.',
  )
}
