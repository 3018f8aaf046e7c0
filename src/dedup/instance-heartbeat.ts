import { hostname } from 'node:os'
import type { Redis } from 'ioredis'
import { systemClock, type Clock, type Unsubscribe } from '../processor/clock'
import { writeInstanceRecord } from './instance-record'
import { createKeyLayout, type KeyLayoutName } from './key-layout'

export interface InstanceHeartbeatOptions {
  readonly redis: Redis
  readonly namespace: string
  readonly layout: KeyLayoutName
  /** The one in the tokens of its holds. */
  readonly instance: string
  /** Of the app. */
  readonly version: string
  /** Default: this machine's name. */
  readonly host?: string
  readonly clock?: Clock
}

const LIFETIME_MS = 30_000
const INTERVAL_MS = 10_000
const CLOSE_TIMEOUT_MS = 1_000

/**
 * Says every 10 s that an instance lives, by a key that runs out after 30 s. That it is absent is evidence, not
 * proof: Redis may have been away. A beat that fails is left out, and so is one while the last is not answered.
 * Redis: SET PX, DEL.
 */
export class InstanceHeartbeat {
  readonly #redis: Redis
  readonly #clock: Clock
  readonly #name: string
  readonly #record: string
  #unanswered = false
  #closed = false
  #cancel: Unsubscribe = () => {}

  /** Beats at once, or as soon as the connection is ready. */
  constructor(options: InstanceHeartbeatOptions) {
    const { redis, instance, version, host = hostname(), clock = systemClock } = options
    this.#redis = redis
    this.#clock = clock
    this.#name = createKeyLayout(options).instanceName(instance)
    this.#record = writeInstanceRecord({ host, version, started: clock.wall() })
    redis.on('ready', this.#beat)
    this.#tick()
  }

  /** Ends it; the key goes. Resolves when Redis has answered, or gives no answer within 1 s. May be called twice. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#cancel()
    this.#redis.off('ready', this.#beat)
    if (this.#redis.status !== 'ready') return
    // On the same connection, after any beat: the key cannot come back.
    const deleted = this.#redis.del(this.#name)
    await new Promise<void>((resolve) => {
      const giveUp = this.#clock.after(CLOSE_TIMEOUT_MS, resolve)
      const answered = (): void => {
        giveUp()
        resolve()
      }
      deleted.then(answered, answered)
    })
  }

  #tick(): void {
    this.#beat()
    this.#cancel = this.#clock.after(INTERVAL_MS, () => this.#tick(), { keepAlive: false })
  }

  readonly #beat = (): void => {
    if (this.#unanswered || this.#redis.status !== 'ready') return
    this.#unanswered = true
    const answered = (): void => {
      this.#unanswered = false
    }
    this.#redis.set(this.#name, this.#record, 'PX', LIFETIME_MS).then(answered, answered)
  }
}
