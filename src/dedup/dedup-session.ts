import type { Redis } from 'ioredis'
import type { Clock } from '../processor/clock'
import { KeyholdError } from '../processor/errors'
import type { RedisFailure } from '../processor/outcomes'
import { hotScripts, isGeneration, readReply, type ScriptReply } from './dedup-scripts'
import { HoldCall } from './hold-call'
import type { HoldValueWriter } from './hold-value'
import type { KeyLayout } from './key-layout'
import { RedisClock } from './redis-clock'
import type { RedisHold } from './redis-hold'

/** Clocks that part by more than this were set, or the machine slept. */
const CLOCKS_PART_MS = 2_000

export interface SessionOptions {
  readonly redis: Redis
  readonly clock: Clock
  readonly layout: KeyLayout
  readonly writeValue: HoldValueWriter
  readonly timeoutMs: number
  readonly leaseMs: number
  readonly onGeneration: () => void
}

/** What every reply teaches, and what every command is built from: Redis' time, the generation, trust in clocks. */
export class DedupSession {
  readonly redis: Redis
  readonly clock: Clock
  readonly layout: KeyLayout
  readonly time: RedisClock
  readonly timeoutMs: number
  readonly leaseMs: number
  /** As last seen; undefined before the first reply, and while it is no integer. */
  generation: string | undefined
  generationError: KeyholdError | undefined
  /** Grows when the clocks of this machine no longer say how long a hold has stood. */
  era = 0
  readonly #scripts = hotScripts()
  readonly #writeValue: HoldValueWriter
  readonly #onGeneration: () => void
  #clocksPart: number
  #holdsTaken = 0

  constructor(options: SessionOptions) {
    this.redis = options.redis
    this.clock = options.clock
    this.layout = options.layout
    this.time = new RedisClock(options.clock)
    this.timeoutMs = options.timeoutMs
    this.leaseMs = options.leaseMs
    this.#writeValue = options.writeValue
    this.#onGeneration = options.onGeneration
    this.#clocksPart = this.clock.wall() - this.clock.monotonic()
  }

  /** A count that no hold of this instance has had. */
  nextCounter(): number {
    return ++this.#holdsTaken
  }

  nameOf(hold: RedisHold): string {
    return this.layout.holdName(hold.generation, hold.key)
  }

  /** A call of one of the scripts below, to be filled. */
  callAbout(generation: string): HoldCall {
    return new HoldCall(this.layout, this.#writeValue, generation)
  }

  take(call: HoldCall): Promise<unknown> {
    return this.#scripts.take.call(this.redis, call)
  }

  renew(call: HoldCall): Promise<unknown> {
    return this.#scripts.renew.call(this.redis, call)
  }

  settle(call: HoldCall): Promise<unknown> {
    return this.#scripts.settle.call(this.redis, call)
  }

  /** For a connection that may be a new one, or its server. */
  tellScripts(): void {
    for (const script of Object.values(this.#scripts)) script.tell(this.redis)
  }

  /**
   * The moment, in Redis' time, after which a command must change nothing.
   * @param startedAt monotonic ms when its call began
   */
  deadline(startedAt: number): number {
    return Math.floor(this.time.now() + this.timeoutMs - (this.clock.monotonic() - startedAt))
  }

  /** Reads a reply and learns from it. @throws TypeError when it is none of ours */
  learn(reply: unknown, sentAt: number): ScriptReply {
    const read = readReply(reply)
    this.time.learn(sentAt, read.now)
    if (read.status === 'error')
      this.#generationIsBad(`The generation cannot be read: ${String(read.answers[0])}`)
    else if (isGeneration(read.generation)) this.#generationIs(read.generation)
    else
      this.#generationIsBad(
        `The generation in Redis is "${read.generation.slice(0, 80)}", which is no integer.`,
      )
    return read
  }

  /** False once after the machine slept or a clock was set: what was known of holds is then in doubt. */
  checkClocks(): boolean {
    const part = this.clock.wall() - this.clock.monotonic()
    if (Math.abs(part - this.#clocksPart) <= CLOCKS_PART_MS) return true
    this.#clocksPart = part
    this.era++
    return false
  }

  badGeneration(): RedisFailure {
    const message = this.generationError?.message ?? 'The generation in Redis cannot be read.'
    return { outcome: 'redis-error', code: 'bad-generation', message }
  }

  #generationIs(generation: string): void {
    if (this.generation === generation) return
    this.generation = generation
    this.generationError = undefined
    this.#onGeneration()
  }

  #generationIsBad(message: string): void {
    if (this.generationError?.message === message) return
    this.generation = undefined
    this.generationError = new KeyholdError(
      'bad-generation',
      message,
      `Set ${this.layout.generationName} to an integer, or delete it to begin at 0; nothing is scheduled before.`,
    )
    this.#onGeneration()
  }
}
