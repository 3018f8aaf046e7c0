import type { Clock } from '../../processor/clock'
import { KeyholdError } from '../../processor/errors'
import { LONGEST_BACKOFF_MS } from '../../processor/job-request'
import { isList } from '../dedup-scripts'
import { readHoldValue } from '../hold-value'
import type { KeyLayout } from '../key-layout'
import { answerOfChange, type InspectedRedis } from './answer'
import type { RedisOffset } from './redis-offset'

/** A hold as it was shown: nothing else is changed in its place. */
export interface ShownHold {
  readonly name: Buffer
  /** The whole value as it was read. */
  readonly value: Buffer
  /** Its `expiresAt` as the inspector read it: Redis' time, ms since the epoch; null or absent: it had none. */
  readonly expiresAt?: number | null | undefined
}

/** What became of one hold; an object: Redis' own error for this name. */
export type HoldFailure = { readonly message: string }
/** What an act that compares finds in place of what was shown. */
type NotAsShown =
  | 'changed'
  | 'gone'
  /** No string, so no hold. */
  | 'wrong-type'
export type ReleaseAnswer = 'released' | NotAsShown | HoldFailure
export type ExtendAnswer =
  /** Redis' time; ms since the epoch. */
  | { readonly expiresAt: number }
  | NotAsShown
  /** It is kept for ever as it is. */
  | 'no-expiry'
  /** It is kept for so long, or longer, already. */
  | 'shorter'
  /** Further than 30 days from now. */
  | 'too-long'
  | HoldFailure
export type PurgeAnswer = 'purged' | 'gone' | 'current' | 'wrong-type' | HoldFailure

/** By so many ms after the expiry that was shown, or to a moment by this host's wall clock. */
export type Extension = { readonly byMs: number } | { readonly to: number }

export interface HoldChangesOptions extends InspectedRedis {
  readonly names: KeyLayout
  readonly clock: Clock
  readonly offset: RedisOffset
  /** Learns the offset between the clocks, where it is not known yet. */
  readonly learnOffset: () => Promise<unknown>
}

/** Holds of one script: what it costs stays far below a stall that others would feel. */
export const HOLDS_A_CHANGE = 200
/**
 * By how much the expiry of a hold without a token may differ from what was shown; ms. Both are Redis' time, read in one
 * script each: what is left of it is the ms that a script takes from its TIME to its last PTTL.
 */
export const EXPIRY_TOLERANCE_MS = 50

interface Reply {
  readonly status: string
  readonly fields: readonly unknown[]
}

/** Changes holds by their exact names, each only while it is what was shown. A script for at most 200 of them. */
export class HoldChanges {
  readonly #options: HoldChangesOptions

  constructor(options: HoldChangesOptions) {
    this.#options = options
  }

  /**
   * Deletes holds. The whole value is compared, and where it has no token of Keyhold also the moment of its expiry
   * (± `EXPIRY_TOLERANCE_MS`), since go-io writes the same value each time.
   *
   * @param holds at most `HOLDS_A_CHANGE`
   * @returns an answer a hold, in their order
   * @throws KeyholdError `redis-error`, `bad-option` (a name that is no hold of this namespace): nothing was done;
   *   `no-answer`: that is not known
   */
  async release(holds: readonly ShownHold[]): Promise<ReleaseAnswer[]> {
    const fields = await this.#compareAndChange(holds, [], compared, (redis, args) =>
      redis.keyholdReleaseHolds(holds.length, args),
    )
    return fields.map((field) => {
      switch (field) {
        case 'released':
        case 'changed':
        case 'gone':
        case 'wrong-type':
          return field
        default:
          return failureIn(field)
      }
    })
  }

  /**
   * Keeps holds for longer; never shortens, and at most to 30 days from now. They are compared as by `release`. The same
   * asked twice extends once: the moment counts from what was shown.
   *
   * @param holds at most `HOLDS_A_CHANGE`
   * @returns an answer a hold, in their order
   * @throws KeyholdError `redis-error`, `bad-option`: nothing was done; `no-answer`: that is not known
   */
  async extend(holds: readonly ShownHold[], extension: Extension): Promise<ExtendAnswer[]> {
    const { offset } = this.#options
    await this.#knowOffset()
    const to = 'to' in extension ? offset.toRedis(extension.to) : undefined
    const until = ({ expiresAt }: ShownHold): number | '' =>
      to ?? ('byMs' in extension && typeof expiresAt === 'number' ? expiresAt + extension.byMs : '')
    const fields = await this.#compareAndChange(
      holds,
      [LONGEST_BACKOFF_MS],
      (hold) => [...compared(hold), until(hold)],
      (redis, args) => redis.keyholdExtendHolds(holds.length, args),
    )
    return fields.map((field) => {
      if (typeof field === 'number') return { expiresAt: field }
      switch (field) {
        case 'changed':
        case 'gone':
        case 'wrong-type':
        case 'no-expiry':
        case 'shorter':
        case 'too-long':
          return field
        default:
          return failureIn(field)
      }
    })
  }

  /**
   * Deletes holds of other generations than the one that counts; the script reads that itself.
   *
   * @param holdNames at most `HOLDS_A_CHANGE`
   * @param current the generation that was shown as the one that counts; where another one does by now, or Redis has none,
   *   nothing is done
   * @throws KeyholdError `redis-error`, `generation-changed`, `generation-missing`, `bad-generation`, `bad-option`: nothing
   *   was done; `no-answer`: that is not known
   */
  async purge(holdNames: readonly Buffer[], current: string): Promise<PurgeAnswer[]> {
    const { names } = this.#options
    const generations = holdNames.map((name) => this.#parsed(name).generation)
    const { status, fields } = await this.#inTime((redis, deadline) =>
      redis.keyholdPurgeHolds(holdNames.length + 1, [
        names.generationName,
        ...holdNames,
        ...[deadline, current],
        ...generations,
      ]),
    )
    if (status === 'missing') throw generationMissing(names.generationName)
    if (status === 'generation') throw generationChanged(current, String(fields[0]))
    if (status === 'error') throw unreadableGeneration(names.generationName, String(fields[0]))
    return fields.map((field) => {
      switch (field) {
        case 'purged':
        case 'gone':
        case 'current':
        case 'wrong-type':
          return field
        default:
          return failureIn(field)
      }
    })
  }

  async #compareAndChange(
    holds: readonly ShownHold[],
    wanted: readonly (string | number)[],
    argumentsOf: (hold: ShownHold) => readonly (string | number | Buffer)[],
    send: (redis: InspectedRedis['redis'], args: (string | number | Buffer)[]) => Promise<unknown>,
  ): Promise<readonly unknown[]> {
    for (const { name } of holds) this.#parsed(name)
    if (holds.length === 0) return []
    const names = holds.map(({ name }) => name)
    const { fields } = await this.#inTime((redis, deadline) =>
      send(redis, [...names, deadline, EXPIRY_TOLERANCE_MS, ...wanted, ...holds.flatMap(argumentsOf)]),
    )
    return fields
  }

  /** Sends a script with a deadline. One that came too late changed nothing, and told the time: it is sent anew once. */
  async #inTime(
    send: (redis: InspectedRedis['redis'], deadline: number) => Promise<unknown>,
  ): Promise<Reply> {
    const { redis, timeoutMs, clock, offset } = this.#options
    await this.#knowOffset()
    for (let attempt = 1; ; attempt += 1) {
      const sentAt = clock.wall()
      const reply = readReply(
        await answerOfChange(send(redis, offset.toRedis(sentAt) + timeoutMs), { timeoutMs }),
      )
      offset.learn(reply.now, sentAt, clock.wall())
      if (reply.status !== 'late') return reply
      if (attempt === 2) throw tooLate()
    }
  }

  async #knowOffset(): Promise<void> {
    if (!this.#options.offset.known) await this.#options.learnOffset()
  }

  #parsed(name: Buffer): { readonly generation: string; readonly key: Buffer } {
    const parsed = this.#options.names.parseHoldName(name)
    if (parsed) return parsed
    throw new KeyholdError(
      'bad-option',
      'This name is no hold of this namespace and key layout.',
      'Change holds that were read by this inspector.',
    )
  }
}

/** The value, and the expiry where the value alone does not say which hold it is. */
function compared({ value, expiresAt }: ShownHold): [Buffer, string | number] {
  if (readHoldValue(value).token !== undefined) return [value, '']
  return [value, expiresAt ?? 'none']
}

function readReply(reply: unknown): Reply & { readonly now: number } {
  if (isList(reply)) {
    const [now, status, ...fields] = reply
    if (typeof now === 'number' && typeof status === 'string') return { now, status, fields }
  }
  throw new TypeError('Redis answered a script with something that it never returns.')
}

function failureIn(field: unknown): HoldFailure {
  const [message] = isList(field) ? field : []
  return { message: typeof message === 'string' ? message : 'Redis refused it without a reason.' }
}

function tooLate(): KeyholdError {
  return new KeyholdError(
    'redis-error',
    'Redis came to it too late, so nothing was changed.',
    'Try again; if it happens again, Redis is very busy.',
  )
}

function generationChanged(expected: string, current: string): KeyholdError {
  return new KeyholdError(
    'generation-changed',
    `The generation is ${current} by now and no longer ${expected}, so nothing further was purged.`,
    'Look at what is stale now, and purge again.',
  )
}

/** @param name the name of the generation in Redis */
export function generationMissing(name: string): KeyholdError {
  return new KeyholdError(
    'generation-missing',
    `Redis has no generation under ${name}, though there are holds of others: it was lost, or never this namespace's. Nothing says which holds count, so nothing is purged.`,
    'Set it to the generation that counted last, or bump; then look at what is stale, and purge.',
  )
}

function unreadableGeneration(name: string, reason: string): KeyholdError {
  return new KeyholdError(
    'bad-generation',
    `The generation in Redis, ${name}, cannot be read: ${reason}`,
    'Find out who wrote it and set it to an integer; until then nothing is purged.',
  )
}
