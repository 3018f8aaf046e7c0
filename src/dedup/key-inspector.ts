import type { Redis } from 'ioredis'
import { systemClock, type Clock } from '../processor/clock'
import { KeyholdError } from '../processor/errors'
import type { InspectedRedis } from './inspector/answer'
import { holdCensus, type CensusOptions, type CensusPage } from './inspector/hold-census'
import { HoldChanges, type ShownHold } from './inspector/hold-changes'
import { HoldReader } from './inspector/hold-reader'
import { HoldsScan, type HoldsScanOptions, type InspectorPage } from './inspector/holds-scan'
import { countHolds, type HoldsCount } from './inspector/holds-count'
import type { InspectedHold } from './inspector/inspected-hold'
import { defineInspectorScripts } from './inspector/inspector-scripts'
import { readHeartbeats, readInstances, type InstancesFound } from './inspector/instances'
import type { NamesPage } from './inspector/keyspace-scan'
import { RedisOffset } from './inspector/redis-offset'
import { createKeyLayout, type KeyLayout, type KeyLayoutName } from './key-layout'

export { EXPIRY_TOLERANCE_MS, generationMissing, HOLDS_A_CHANGE } from './inspector/hold-changes'
export type {
  Extension,
  ExtendAnswer,
  HoldChanges,
  PurgeAnswer,
  ReleaseAnswer,
  ShownHold,
} from './inspector/hold-changes'
export type { CensusOptions, CensusPage, CountedHold } from './inspector/hold-census'
export type { HoldDepth, HoldExpiry, HoldsScanOptions, InspectorPage } from './inspector/holds-scan'
export type { HoldsCount } from './inspector/holds-count'
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

export type ReleaseHoldOutcome =
  | { readonly outcome: 'released' }
  /** It is not the hold that was shown: `hold` is what is there now. */
  | { readonly outcome: 'changed'; readonly hold: InspectedHold }
  | { readonly outcome: 'gone' }

const DEFAULT_TIMEOUT_MS = 5_000
/** A bump may come between reading the generation and reading the hold, but hardly three times. */
const LOOK_UP_ATTEMPTS = 3

/** Shows what is held in one namespace, whoever holds it, and changes what was shown. It never schedules. */
export class KeyInspector {
  readonly #redis: InspectedRedis
  readonly #names: KeyLayout
  readonly #clock: Clock
  readonly #offset = new RedisOffset()
  readonly #reader: HoldReader
  readonly #scan: HoldsScan
  /** Changes many holds at once. */
  readonly changes: HoldChanges

  constructor(options: KeyInspectorOptions) {
    const { redis, timeoutMs = DEFAULT_TIMEOUT_MS, clock = systemClock } = options
    defineInspectorScripts(redis)
    this.#redis = { redis, timeoutMs }
    this.#names = createKeyLayout(options)
    this.#clock = clock
    const shared = { ...this.#redis, names: this.#names, clock, offset: this.#offset }
    this.#reader = new HoldReader(shared)
    this.#scan = new HoldsScan({ ...shared, reader: this.#reader })
    this.changes = new HoldChanges({ ...shared, learnOffset: () => this.#reader.read([]) })
  }

  /** The job's key in the name of a hold; undefined for a name that is no hold of this namespace. */
  keyOf(name: Buffer): Buffer | undefined {
    return this.#names.parseHoldName(name)?.key
  }

  /** @returns undefined where it is no hold's name */
  generationOf(name: Buffer): string | undefined {
    return this.#names.parseHoldName(name)?.generation
  }

  /**
   * Walks over the holds of the namespace, page by page: SCANs, with scripts that read the holds found. Pages may be
   * empty. A hold is given once (names are remembered within bounds); one that comes or goes during the scan may be
   * missed. Redis: SCAN, DBSIZE, EVALSHA.
   *
   * @throws KeyholdError `redis-error`
   */
  scan(options: HoldsScanOptions = {}): AsyncGenerator<InspectorPage, void, undefined> {
    return this.#scan.holds(options)
  }

  /**
   * Walks over the names of holds alone. As `scan`, and reads none of them.
   *
   * @throws KeyholdError `redis-error`; `bad-generation`
   */
  async *holdNames(
    options: Omit<HoldsScanOptions, 'reads'> = {},
  ): AsyncGenerator<NamesPage, void, undefined> {
    yield* this.#scan.names(options, await this.currentGeneration())
  }

  /**
   * One hold as it is now, by its exact name.
   *
   * @throws KeyholdError `redis-error`; `bad-option` for a name that is no hold of this namespace
   */
  async read(name: Buffer): Promise<InspectedHold | undefined> {
    return (await this.readMany([name]))[0]
  }

  /**
   * Holds as they are now, by their exact names, in that order without those that are gone.
   *
   * @param holdNames at most 500
   * @throws KeyholdError `redis-error`; `bad-option` for a name that is no hold of this namespace
   */
  async readMany(holdNames: readonly Buffer[]): Promise<readonly InspectedHold[]> {
    if (holdNames.some((name) => this.keyOf(name) === undefined)) {
      throw new KeyholdError(
        'bad-option',
        'This name is no hold of this namespace and key layout.',
        'Scan again.',
      )
    }
    return (await this.#reader.read(holdNames)).holds
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
    let wanted = generation ?? (await this.currentGeneration())
    for (let attempt = 1; ; attempt += 1) {
      const name = this.#names.holdNameBytes(wanted, bytes)
      const { generation: current, holds } = await this.#reader.read([name])
      if (generation !== undefined || current === wanted || attempt === LOOK_UP_ATTEMPTS) {
        return { name, redisKey: name.toString('utf8'), generation: wanted, hold: holds[0] }
      }
      wanted = current ?? (await this.currentGeneration())
    }
  }

  /**
   * Counts the holds by their generation. Redis: SCAN.
   *
   * @param options.generations these alone; all that there are when absent
   * @param options.withinMs stops after so many ms with what was counted by then; no limit when absent
   * @throws KeyholdError `redis-error`
   */
  count(
    options: {
      readonly generations?: readonly string[]
      readonly withinMs?: number
      readonly signal?: AbortSignal
    } = {},
  ): Promise<HoldsCount> {
    return countHolds(this.#redis, { ...options, names: this.#names, clock: this.#clock })
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
   * Deletes a hold if it is still the one that was shown; see `HoldChanges.release`.
   *
   * @throws KeyholdError `redis-error`, `bad-option` (a name that is no hold of this namespace): nothing was done;
   *   `no-answer`: that is not known
   */
  async release(hold: ShownHold): Promise<ReleaseHoldOutcome> {
    const [answer] = await this.changes.release([hold])
    if (answer === 'released' || answer === 'gone') return { outcome: answer }
    if (typeof answer === 'object') {
      throw new KeyholdError(
        'redis-error',
        answer.message,
        'Try again; the state of the connection says what is wrong.',
      )
    }
    const now = await this.read(hold.name)
    return now ? { outcome: 'changed', hold: now } : { outcome: 'gone' }
  }

  /** Which of these instances show a heartbeat now; see `instances`. @throws KeyholdError `redis-error` */
  heartbeats(ids: readonly string[], signal?: AbortSignal): Promise<ReadonlySet<string>> {
    return readHeartbeats(this.#redis, { names: this.#names, signal }, ids)
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

  /** @throws KeyholdError `redis-error`; `bad-generation` where what Redis holds is no integer */
  async currentGeneration(): Promise<string> {
    return (await this.readGeneration()).generation
  }

  /**
   * The generation that counts, its name in Redis, and whether Redis has one: a missing one counts as 0.
   *
   * @throws KeyholdError `redis-error`; `bad-generation` where what Redis holds is no integer
   */
  async readGeneration(): Promise<{
    readonly generation: string
    readonly exists: boolean
    readonly name: string
  }> {
    const { generation, generationExists: exists } = await this.#reader.read([])
    if (generation !== undefined) return { generation, exists, name: this.#names.generationName }
    throw new KeyholdError(
      'bad-generation',
      `What Redis holds as ${this.#names.generationName} is no generation: it is no integer.`,
      'Find out who wrote it and set it to an integer; until then no instance can schedule.',
    )
  }
}
