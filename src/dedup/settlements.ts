import type { Hold } from '../processor/dedup'
import { isList } from './dedup-scripts'
import type { DedupSession } from './dedup-session'
import type { Link, Sent } from './link'
import type { RedisHold } from './redis-hold'
import { redisFailureOf } from '../redis/redis-failure'
import type { RedisFailure } from '../processor/outcomes'

const BATCH = 500

export interface SettlementsOptions {
  readonly session: DedupSession
  readonly link: Link
  /** Redis refused to settle a hold; it will be tried again. */
  readonly onRefused: (failure: RedisFailure) => void
}

/**
 * Settles and releases, on their way until Redis has answered: both compare the value first and can be repeated
 * without harm. None is given up when its expiry has passed here: an operator may have extended the hold. What
 * waits is bounded all the same: nothing is taken while no answer comes, and of a hold that is gone Redis says so.
 */
export class Settlements {
  readonly #options: SettlementsOptions
  #waiting: RedisHold[] = []
  /** Failed, and due again with the next `retry`. */
  #failed: RedisHold[] = []
  #sent = 0
  /** Of those on their way, whom to tell of the answer. */
  readonly #whoAsked = new Map<RedisHold, (hold: Hold) => void>()
  readonly #whenDone = new Set<() => void>()

  constructor(options: SettlementsOptions) {
    this.#options = options
  }

  /** @param phase `ended` keeps what is left of the backoff, `discarded` nothing */
  add(hold: RedisHold, phase: 'ended' | 'discarded', done?: (hold: Hold) => void): void {
    hold.phase = phase
    if (done !== undefined) this.#whoAsked.set(hold, done)
    this.#waiting.push(hold)
  }

  get waiting(): number {
    return this.#waiting.length
  }

  send(): void {
    if (this.#waiting.length === 0) return
    const holds = this.#waiting
    this.#waiting = []
    for (const [generation, group] of groupByGeneration(holds)) {
      for (let i = 0; i < group.length; i += BATCH) this.#sendBatch(generation, group.slice(i, i + BATCH))
    }
  }

  /** What failed joins what waits. */
  retry(): void {
    this.#waiting = this.#waiting.concat(this.#failed)
    this.#failed = []
  }

  /** Deletes holds that may have been taken by calls that got no answer. Rejects when it gets none itself. */
  async deleteDoubtful(holds: readonly RedisHold[]): Promise<void> {
    const { session } = this.#options
    for (const hold of holds) hold.phase = 'discarded'
    for (const [generation, group] of groupByGeneration(holds)) {
      for (let i = 0; i < group.length; i += BATCH) {
        const sentAt = session.clock.monotonic()
        session.learn(await this.#command(generation, group.slice(i, i + BATCH)), sentAt)
      }
    }
  }

  /** Resolves when all has been answered. */
  done(): Promise<void> {
    if (this.#isDone()) return Promise.resolve()
    return new Promise((resolve) => void this.#whenDone.add(resolve))
  }

  #sendBatch(generation: string, holds: readonly RedisHold[]): void {
    this.#sent += holds.length
    this.#options.link.send(
      () => this.#command(generation, holds),
      (sent) => this.#answered(holds, sent),
    )
  }

  #command(generation: string, holds: readonly RedisHold[]): Promise<unknown> {
    const { session } = this.#options
    const call = session.callAbout(generation)
    for (const hold of holds) {
      call.name(hold)
      call.value(hold)
      call.number(hold.settleAt)
    }
    return session.settle(call)
  }

  #answered(holds: readonly RedisHold[], sent: Sent): void {
    this.#sent -= holds.length
    if (sent.kind !== 'reply') {
      this.#failed.push(...holds)
      if (sent.kind === 'refused') this.#options.onRefused(sent.failure)
      return
    }
    const { answers } = this.#options.session.learn(sent.reply, sent.sentAt)
    const refused = holds.filter((_, index) => isList(answers[index]))
    this.#failed.push(...refused)
    if (this.#whoAsked.size > 0) this.#tellAnswered(holds, answers)
    const [refusal] = answers.filter(isList)
    if (refusal !== undefined) this.#options.onRefused(redisFailureOf(new Error(String(refusal[0]))))
    this.#tellDone()
  }

  #tellAnswered(holds: readonly RedisHold[], answers: readonly unknown[]): void {
    holds.forEach((hold, index) => {
      if (isList(answers[index])) return
      const done = this.#whoAsked.get(hold)
      this.#whoAsked.delete(hold)
      done?.(hold)
    })
  }

  #isDone(): boolean {
    return this.#waiting.length === 0 && this.#failed.length === 0 && this.#sent === 0
  }

  #tellDone(): void {
    if (this.#whenDone.size === 0 || !this.#isDone()) return
    for (const resolve of this.#whenDone) resolve()
    this.#whenDone.clear()
  }
}

/** In the order in which generations first occur. */
export function groupByGeneration(holds: readonly RedisHold[]): Map<string, RedisHold[]> {
  const groups = new Map<string, RedisHold[]>()
  for (const hold of holds) {
    const group = groups.get(hold.generation)
    if (group === undefined) groups.set(hold.generation, [hold])
    else group.push(hold)
  }
  return groups
}
