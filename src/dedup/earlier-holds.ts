import { KeyholdError } from '../processor/errors'
import type { HoldOwner, RedisFailure } from '../processor/outcomes'
import { isList, UNKNOWN_GENERATION, type ScriptReply } from './dedup-scripts'
import type { DedupSession } from './dedup-session'
import { readHoldValue } from './hold-value'
import type { Link, Sent } from './link'
import { AdoptedHold } from './redis-hold'

const BATCH = 500
/** A look at many keys begins anew so often where a bump comes between. */
const TRIES = 3

/** A hold that an earlier instance took: what `adopt` makes a hold of ours of. */
export interface EarlierHold {
  readonly state: 'ours'
  readonly key: string
  readonly generation: string
  /** As it is in Redis, where it stays so. */
  readonly value: string
  readonly instance: string
  /** Of the hold, as the earlier instance counted; with its id it makes the token. */
  readonly number: number
  /** When its job was scheduled: Redis' time, ms since the epoch. */
  readonly at: number
  readonly backoffMs: number
  /** Undefined where it has no expiry. */
  readonly remainingMs: number | undefined
  /** Redis' time, ms since the epoch; undefined where it has no expiry. */
  readonly expiresAt: number | undefined
}

/** What stands of one key. */
export type FoundHold =
  | { readonly state: 'free' }
  | EarlierHold
  | { readonly state: 'held'; readonly owner: HoldOwner; readonly remainingMs: number | undefined }

export interface FoundHolds {
  /** The one that counts; Redis' own answer. */
  readonly generation: string
  /** One a key, in their order. */
  readonly holds: readonly FoundHold[]
}

export interface EarlierHoldsParts {
  readonly session: DedupSession
  readonly link: Link
}

/** Looks for holds that earlier instances of the same app have left, and makes them holds of this one. */
export class EarlierHolds {
  readonly #session: DedupSession
  readonly #link: Link

  constructor({ session, link }: EarlierHoldsParts) {
    this.#session = session
    this.#link = link
  }

  /**
   * @param generation whose names are looked at; undefined for the one that counts, the same for all keys
   * @throws KeyholdError `redis-error`, `bad-generation`: nothing was changed, it can be asked again
   */
  async find(
    keys: readonly string[],
    instances: ReadonlySet<string>,
    generation?: string,
  ): Promise<FoundHolds> {
    for (let tries = 1; tries <= TRIES; tries++) {
      const found = await this.#findAll(keys, instances, generation)
      if (found !== undefined) return found
    }
    throw new KeyholdError(
      'redis-error',
      `The generation changed ${String(TRIES)} times while holds were looked for.`,
      'Look again when nobody bumps it.',
    )
  }

  adopt(found: EarlierHold, number: number): AdoptedHold {
    const hold = new AdoptedHold(found.key, found.backoffMs, found.at, found.value, number)
    hold.generation = found.generation
    // Without an expiry it stands: the first renewal looks again.
    hold.expiresAt = found.expiresAt ?? this.#session.time.now() + this.#session.leaseMs
    hold.era = this.#session.era
    return hold
  }

  /** @returns undefined where another generation counts by now */
  async #findAll(
    keys: readonly string[],
    instances: ReadonlySet<string>,
    wanted: string | undefined,
  ): Promise<FoundHolds | undefined> {
    const holds: FoundHold[] = []
    let current = this.#session.generation ?? UNKNOWN_GENERATION
    for (let i = 0; i === 0 || i < keys.length; i += BATCH) {
      const batch = keys.slice(i, i + BATCH)
      const of = wanted ?? current
      const reply = await this.#ask(batch, of, wanted === undefined)
      if (reply.status !== 'done') return undefined
      current = reply.generation
      batch.forEach((key, index) => holds.push(readFound(key, of, reply, index, instances)))
    }
    return { generation: current, holds }
  }

  async #ask(keys: readonly string[], generation: string, mustCount: boolean): Promise<ScriptReply> {
    const { redis, layout } = this.#session
    const names = [layout.generationName, ...keys.map((key) => layout.holdName(generation, key))]
    const sent = await new Promise<Sent>((resolve) => {
      this.#link.send(
        () => redis.keyholdFind(names.length, [...names, generation, mustCount ? 1 : 0]),
        resolve,
      )
    })
    if (sent.kind !== 'reply') throw notFound(sent.failure)
    const reply = this.#session.learn(sent.reply, sent.sentAt)
    const { generationError } = this.#session
    if (generationError !== undefined) throw generationError
    return reply
  }
}

function readFound(
  key: string,
  generation: string,
  { now, answers }: ScriptReply,
  index: number,
  instances: ReadonlySet<string>,
): FoundHold {
  const answer = answers[index]
  const [pttl, value] = isList(answer) ? answer : []
  if (typeof pttl !== 'number' || typeof value !== 'string') return { state: 'free' }
  const remainingMs = pttl < 0 ? undefined : pttl
  const { owner, token, at, backoffMs } = readHoldValue(value)
  if (owner.kind !== 'keyhold' || !instances.has(owner.instance)) return { state: 'held', owner, remainingMs }
  if (token === undefined || at === undefined || backoffMs === undefined)
    return { state: 'held', owner, remainingMs }
  return {
    ...{ state: 'ours', key, generation, value, at, backoffMs, remainingMs },
    instance: owner.instance,
    number: Number(token.slice(token.lastIndexOf('.') + 1)),
    expiresAt: remainingMs === undefined ? undefined : now + remainingMs,
  }
}

function notFound(failure: RedisFailure): KeyholdError {
  return new KeyholdError(
    'redis-error',
    `Earlier holds could not be looked for: ${failure.message}`,
    'See to Redis and look again.',
    { cause: failure },
  )
}
