import type { Clock } from '../../processor/clock'
import { KeyholdError } from '../../processor/errors'
import { LONGEST_BACKOFF_MS } from '../../processor/job-request'
import { isList } from '../dedup-scripts'
import { readHoldValue } from '../hold-value'
import type { KeyLayout } from '../key-layout'
import { answerOf, type InspectedRedis } from './answer'
import type { RedisOffset } from './redis-offset'

/** A hold as it was shown: nothing else is changed in its place. */
export interface ShownHold {
  readonly name: Buffer
  /** The whole value as it was read. */
  readonly value: Buffer
  /** `readAt + remainingMs` as the inspector read them; null or absent: it had no expiry. */
  readonly expiresAt?: number | null | undefined
}

/** What became of one hold; an object: Redis' own error for this name. */
export type HoldFailure = { readonly message: string }
export type ReleaseAnswer = 'released' | 'changed' | 'gone' | HoldFailure
export type ExtendAnswer =
  | { readonly expiresAt: number }
  | 'changed'
  | 'gone'
  /** It is kept for ever as it is. */
  | 'no-expiry'
  /** It is kept for longer than that already. */
  | 'shorter'
  /** Further than 30 days from now. */
  | 'too-long'
  | HoldFailure
export type PurgeAnswer = 'purged' | 'gone' | 'current' | 'wrong-type' | HoldFailure

/** By so many ms, or to a moment by this host's wall clock. */
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
/** By how much the expiry of a hold without a token may differ from what was shown; ms. */
const EXPIRY_TOLERANCE_MS = 50

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
   * (± 50 ms), since go-io writes the same value each time.
   *
   * @param holds at most `HOLDS_A_CHANGE`
   * @returns an answer a hold, in their order
   * @throws KeyholdError `redis-error`; `bad-option` for a name that is no hold of this namespace: nothing was done
   */
  async release(holds: readonly ShownHold[]): Promise<ReleaseAnswer[]> {
    const fields = await this.#compareAndChange(holds, [], (redis, args) =>
      redis.keyholdReleaseHolds(holds.length, args),
    )
    return fields.map((field) => {
      if (field === 'released' || field === 'changed' || field === 'gone') return field
      return failureIn(field)
    })
  }

  /**
   * Keeps holds for longer; never shortens, and at most to 30 days from now. They are compared as by `release`.
   *
   * @param holds at most `HOLDS_A_CHANGE`
   * @returns an answer a hold, in their order
   * @throws KeyholdError `redis-error`; `bad-option`: nothing was done
   */
  async extend(holds: readonly ShownHold[], extension: Extension): Promise<ExtendAnswer[]> {
    const { offset } = this.#options
    await this.#knowOffset()
    const wanted = 'byMs' in extension ? ['by', extension.byMs] : ['to', offset.toRedis(extension.to)]
    const fields = await this.#compareAndChange(holds, [...wanted, LONGEST_BACKOFF_MS], (redis, args) =>
      redis.keyholdExtendHolds(holds.length, args),
    )
    return fields.map((field) => {
      if (typeof field === 'number') return { expiresAt: offset.toWall(field) }
      switch (field) {
        case 'changed':
        case 'gone':
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
   * @param current the generation that was said to count; where another one does by now, nothing is done
   * @throws KeyholdError `redis-error`, `generation-changed`, `bad-generation`, `bad-option`: nothing was done
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
    send: (redis: InspectedRedis['redis'], args: (string | number | Buffer)[]) => Promise<unknown>,
  ): Promise<readonly unknown[]> {
    for (const { name } of holds) this.#parsed(name)
    if (holds.length === 0) return []
    await this.#knowOffset()
    const shown = holds.flatMap(({ value, expiresAt }) => [value, this.#expiryToCompare(value, expiresAt)])
    const names = holds.map(({ name }) => name)
    const { fields } = await this.#inTime((redis, deadline) =>
      send(redis, [...names, deadline, EXPIRY_TOLERANCE_MS, ...wanted, ...shown]),
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
      const reply = readReply(await answerOf(send(redis, offset.toRedis(sentAt) + timeoutMs), { timeoutMs }))
      offset.learn(reply.now, sentAt, clock.wall())
      if (reply.status !== 'late') return reply
      if (attempt === 2) throw tooLate()
    }
  }

  async #knowOffset(): Promise<void> {
    if (!this.#options.offset.known) await this.#options.learnOffset()
  }

  #expiryToCompare(value: Buffer, expiresAt: number | null | undefined): string | number {
    if (readHoldValue(value).token !== undefined) return ''
    return expiresAt === null || expiresAt === undefined ? 'none' : this.#options.offset.toRedis(expiresAt)
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

function unreadableGeneration(name: string, reason: string): KeyholdError {
  return new KeyholdError(
    'bad-generation',
    `The generation in Redis, ${name}, cannot be read: ${reason}`,
    'Find out who wrote it and set it to an integer; until then nothing is purged.',
  )
}
