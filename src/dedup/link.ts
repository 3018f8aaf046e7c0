import { ReplyError, type Redis } from 'ioredis'
import type { Clock, Unsubscribe } from '../processor/clock'
import type { RedisFailure } from '../processor/outcomes'
import { redisFailureOf } from '../redis/redis-failure'
import { isUnknownScript } from './script-call'

/** How things stand with Redis, as far as one processor knows. */
export type LinkState =
  | { readonly state: 'connecting' }
  | { readonly state: 'ready' }
  /** `since`, and `answeredAt` of the last answer before that: ms since the epoch. */
  | {
      readonly state: 'away'
      readonly since: number
      readonly answeredAt: number | undefined
      readonly failure: RedisFailure
    }

/** The end of one command. */
export type Sent =
  | { readonly kind: 'reply'; readonly reply: unknown; readonly sentAt: number }
  /** Redis said no: nothing was done. */
  | { readonly kind: 'refused'; readonly failure: RedisFailure }
  /** No answer in time, or the connection was lost: it may have been done, or may be done later. */
  | { readonly kind: 'unknown'; readonly failure: RedisFailure }

export interface LinkOptions {
  readonly redis: Redis
  readonly clock: Clock
  readonly timeoutMs: number
  /**
   * Brings both sides into line after Redis was away (and once at the start): asks until it answers, resolves what
   * is in doubt. The link is ready when it resolves.
   */
  readonly reconcile: () => Promise<void>
  /** A failure told once is not told again while it lasts. */
  readonly onChange: (state: LinkState) => void
}

const NOT_ANSWERING: RedisFailure = {
  outcome: 'redis-error',
  code: 'not-answering',
  message: 'Redis did not answer in time.',
}

/** How often a command goes again whose script Redis has forgotten: nothing was done, and it has been told anew. */
const UNKNOWN_SCRIPT_TRIES = 3

/**
 * Sends commands under a timer of our own: ioredis' throws a late reply away, and its defaults send again what may
 * have been done. One overdue command makes the link `away`; it is `ready` again when Redis has answered and both
 * sides are in line.
 */
export class Link {
  readonly #options: LinkOptions
  #state: LinkState = { state: 'connecting' }
  #reconciling = false
  #closed = false
  #lastError: unknown
  #answeredAt: number | undefined
  readonly #stopConnecting: Unsubscribe

  constructor(options: LinkOptions) {
    this.#options = options
    const { redis, clock, timeoutMs } = options
    redis.on('ready', this.#onReady)
    redis.on('close', this.#onClose)
    redis.on('error', this.#onError)
    this.#stopConnecting = clock.after(timeoutMs, () => {
      if (this.#state.state === 'connecting') this.#goAway(this.#whyNotConnected())
    })
    // Left to the next turn, so that whoever makes the link has it when `reconcile` is called.
    if (redis.status === 'ready') setImmediate(this.#onReady)
  }

  get state(): LinkState {
    return this.#state
  }

  /** Calls `done` exactly once, within the timeout. A reply that comes after that is not lost: `reconcile` follows it. */
  send(command: () => Promise<unknown>, done: (sent: Sent) => void): void {
    const { clock, timeoutMs } = this.#options
    const sentAt = clock.monotonic()
    let open = true
    const overdue = (): void => {
      if (!open) return
      open = false
      this.#goAway(NOT_ANSWERING)
      this.tick()
      done({ kind: 'unknown', failure: NOT_ANSWERING })
    }
    // After a stall of this process timers come first: a reply that is already here is read before we judge.
    const cancel = clock.after(timeoutMs, () => setImmediate(overdue))
    const end = (sent: Sent): void => {
      if (!open) return
      open = false
      cancel()
      if (sent.kind === 'reply') this.#answeredAt = clock.wall()
      done(sent)
    }
    const attempt = (triesLeft: number): void => {
      command().then(
        (reply) => end({ kind: 'reply', reply, sentAt }),
        (error: unknown) => {
          if (open && triesLeft > 0 && isUnknownScript(error)) {
            attempt(triesLeft - 1)
            return
          }
          const failure = redisFailureOf(error)
          end({ kind: error instanceof ReplyError ? 'refused' : 'unknown', failure })
        },
      )
    }
    attempt(UNKNOWN_SCRIPT_TRIES)
  }

  /** A link that is away while the connection stands asks again. Called when it goes, and about once a second. */
  tick(): void {
    if (this.#state.state === 'ready') return
    const { status } = this.#options.redis
    if (status === 'ready') void this.#reconcile()
    else if (status === 'connect') void this.#askWhetherItLoads()
  }

  close(): void {
    this.#closed = true
    this.#stopConnecting()
    const { redis } = this.#options
    redis.off('ready', this.#onReady)
    redis.off('close', this.#onClose)
    redis.off('error', this.#onError)
  }

  readonly #onReady = (): void => void this.#reconcile()

  readonly #onClose = (): void => {
    if (this.#state.state === 'ready') this.#goAway(this.#whyNotConnected())
  }

  readonly #onError = (error: unknown): void => {
    this.#lastError = error
    if (this.#state.state === 'away') this.#goAway(this.#whyNotConnected())
  }

  async #reconcile(): Promise<void> {
    if (this.#reconciling || this.#closed) return
    this.#reconciling = true
    try {
      await this.#options.reconcile()
      this.#lastError = undefined
      this.#answeredAt = this.#options.clock.wall()
      this.#enter({ state: 'ready' })
    } catch (error) {
      this.#goAway(redisFailureOf(error))
    } finally {
      this.#reconciling = false
    }
  }

  /** The client says nothing of a Redis that loads its data: it only is not ready before that is done. */
  async #askWhetherItLoads(): Promise<void> {
    const persistence = await this.#options.redis.info('persistence').catch(() => '')
    if (/^loading:1/m.test(persistence) && this.#state.state === 'away')
      this.#goAway(redisFailureOf('LOADING'))
  }

  #goAway(failure: RedisFailure): void {
    const since = this.#state.state === 'away' ? this.#state.since : this.#options.clock.wall()
    this.#enter({ state: 'away', since, answeredAt: this.#answeredAt, failure })
  }

  #enter(state: LinkState): void {
    if (this.#closed || isSame(state, this.#state)) return
    this.#state = state
    this.#options.onChange(state)
  }

  #whyNotConnected(): RedisFailure {
    if (this.#lastError !== undefined) return redisFailureOf(this.#lastError)
    return { outcome: 'redis-error', code: 'not-connected', message: 'There is no connection to Redis.' }
  }
}

function isSame(one: LinkState, other: LinkState): boolean {
  if (one.state !== 'away' || other.state !== 'away') return one.state === other.state
  return one.failure.code === other.failure.code && one.failure.message === other.failure.message
}
