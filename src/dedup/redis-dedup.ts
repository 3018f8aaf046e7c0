import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { systemClock, type Unsubscribe } from '../processor/clock'
import type { CheckOutcome, Dedup, Hold, TakeAnswer, TakeOutcome, TakeRequest } from '../processor/dedup'
import { KeyholdError } from '../processor/errors'
import { EventHub } from '../processor/event-hub'
import type { RedisFailure } from '../processor/outcomes'
import { Bumps, type BumpFromOutcome } from './bumps'
import { checkOptions, type RedisDedupOptions } from './dedup-options'
import { defineScripts, isGeneration } from './dedup-scripts'
import { DedupSession } from './dedup-session'
import { DoubtfulHolds } from './doubtful-holds'
import { EarlierHolds, type EarlierHold, type FoundHolds } from './earlier-holds'
import { createHoldValueWriter, readHoldValue } from './hold-value'
import { createKeyLayout } from './key-layout'
import { Link, type LinkState } from './link'
import { Pulse, pulseMs } from './pulse'
import { RedisHold } from './redis-hold'
import { Renewals } from './renewals'
import { Settlements } from './settlements'
import { Takes } from './takes'

export interface RedisDedupEvents {
  /** The generation changed, or cannot be read. */
  generation: { readonly generation: string | undefined; readonly error: KeyholdError | undefined }
  link: LinkState
  /** Something an operator should know that no caller was told. */
  problem: KeyholdError
}

/**
 * Holds keys in Redis, interoperable with go-io: takes, renews, checks, settles and releases them in batches of a
 * tick, each one script. What leaves in one flush keeps this order: settles and releases, checks, takes; so that a
 * schedule that follows the end of a run sees the settled hold.
 */
export class RedisDedup implements Dedup {
  /** Random for each start; part of every token. */
  readonly instance = randomBytes(8).toString('hex')
  /** The shortest hold; ms. */
  readonly leaseMs: number
  readonly #session: DedupSession
  readonly #link: Link
  readonly #takes: Takes
  readonly #renewals: Renewals
  readonly #settlements: Settlements
  readonly #bumps: Bumps
  readonly #doubtful: DoubtfulHolds
  readonly #earlier: EarlierHolds
  readonly #events = new EventHub<RedisDedupEvents>()
  readonly #pulse: Pulse
  #flushing = false

  /** @throws KeyholdError `bad-option` */
  constructor(options: RedisDedupOptions) {
    const { leaseMs, timeoutMs } = checkOptions(options)
    const clock = options.clock ?? systemClock
    this.leaseMs = leaseMs
    defineScripts(options.redis)
    this.#session = new DedupSession({
      redis: options.redis,
      clock,
      layout: createKeyLayout(options),
      writeValue: createHoldValueWriter({ instance: this.instance, host: options.host ?? hostname() }),
      timeoutMs,
      leaseMs,
      onGeneration: () => this.#tellGeneration(),
    })
    const session = this.#session
    this.#link = new Link({
      redis: options.redis,
      clock,
      timeoutMs,
      reconcile: () => this.#reconcile(),
      onChange: (state) => this.#linkChanged(state),
    })
    const link = this.#link
    this.#settlements = new Settlements({
      session,
      link,
      onRefused: (failure) => this.#settleRefused(failure),
    })
    this.#takes = new Takes({
      session,
      link,
      onTaken: (hold) => this.#renewals.watch(hold),
      onDoubt: (holds, deadline) => this.#doubtful.add(holds, deadline),
      onRoom: () => this.#takes.waiting > 0 && this.#flushSoon(),
    })
    this.#renewals = new Renewals({
      session,
      link,
      tickMs: pulseMs(leaseMs),
      onRoom: () => this.#pulse.renew(),
      takeAnew: (hold, answer) => this.#takeAnew(hold, answer),
    })
    this.#doubtful = new DoubtfulHolds({
      passed: (deadline) => this.#passed(deadline),
      deleteHolds: (holds) => this.#settlements.deleteDoubtful(holds),
    })
    this.#earlier = new EarlierHolds({ session, link })
    this.#bumps = new Bumps({ session, link, onProblem: (problem) => this.#tellProblem(problem) })
    this.#pulse = new Pulse({
      ...{ session, link, renewals: this.#renewals, settlements: this.#settlements },
      flushSoon: () => this.#flushSoon(),
    })
  }

  /** As last seen, at most a second old while Redis answers; undefined before that, and while it is no integer. */
  generation(): string | undefined {
    return this.#session.generation
  }

  generationError(): KeyholdError | undefined {
    return this.#session.generationError
  }

  link(): LinkState {
    return this.#link.state
  }

  on<Name extends keyof RedisDedupEvents>(
    name: Name,
    listener: (event: RedisDedupEvents[Name]) => void,
  ): Unsubscribe {
    return this.#events.on(name, listener)
  }

  nextNumber(): number {
    return this.#session.nextCounter()
  }

  take(request: TakeRequest, answer: TakeAnswer): void {
    this.#addTake(request, answer)
  }

  /**
   * Looks for holds that earlier instances have left, in batches of 500 keys; changes nothing.
   * @param instances their ids
   * @param generation to look at names of one that a bump has passed; else all is told of the one that counts
   * @throws KeyholdError `redis-error`, `bad-generation`
   */
  findEarlier(
    keys: readonly string[],
    instances: ReadonlySet<string>,
    generation?: string,
  ): Promise<FoundHolds> {
    return this.#earlier.find(keys, instances, generation)
  }

  /**
   * Makes a hold that `findEarlier` found one of ours: it is renewed from now on, and whatever is done to it compares the
   * value that the earlier instance wrote. Of a generation that was passed it is to be released, or settled, alone.
   * @param number under which a journal knows its job here
   */
  adopt(found: EarlierHold, number = this.nextNumber()): Hold {
    const hold = this.#earlier.adopt(found, number)
    this.#renewals.watch(hold)
    return hold
  }

  /** The token in this hold's value in Redis; undefined where it is none of ours. */
  tokenOf(hold: Hold): string | undefined {
    if (!(hold instanceof RedisHold)) return undefined
    if (hold.value !== undefined) return readHoldValue(hold.value).token
    return `${this.instance}.${hold.counter}`
  }

  isConfirmed(hold: Hold): boolean {
    if (!(hold instanceof RedisHold)) return true
    const session = this.#session
    if (!session.checkClocks()) return false
    // A bump has passed it: nobody contests it any more, and it protects nothing.
    if (hold.generation !== session.generation) return true
    const marginMs = Math.min(2_000, session.leaseMs / 6)
    return hold.phase === 'live' && hold.era === session.era && session.time.now() + marginMs < hold.expiresAt
  }

  check(hold: Hold, answer: (outcome: CheckOutcome) => void): void {
    if (!(hold instanceof RedisHold) || this.#link.state.state !== 'ready') {
      answer({ outcome: 'unknown' })
    } else if (hold.generation !== this.#session.generation) {
      answer({ outcome: 'held-by-us', hold })
    } else {
      this.#renewals.check(hold, answer)
      this.#flushSoon()
    }
  }

  settle(hold: Hold, done?: (hold: Hold) => void): void {
    if (hold instanceof RedisHold) this.#end(hold, 'ended', done)
    else done?.(hold)
  }

  release(hold: Hold, done?: (hold: Hold) => void): void {
    if (hold instanceof RedisHold) this.#end(hold, 'discarded', done)
    else done?.(hold)
  }

  abandon(hold: Hold): void {
    if (!(hold instanceof RedisHold)) return
    this.#renewals.unwatch(hold)
    hold.phase = 'ended'
  }

  async bump(): Promise<string> {
    const outcome = await this.#bumps.bump('')
    return outcome.outcome === 'bumped' ? outcome.to : outcome.generation
  }

  /**
   * Compare-and-increment: bumps only while the generation is still `from`, so that two operators never bump twice.
   * @throws KeyholdError `bump-unknown`, `redis-error`, `bad-generation`
   */
  bumpFrom(from: string): Promise<BumpFromOutcome> {
    if (!isGeneration(from)) return Promise.reject(badFrom(from))
    return this.#bumps.bump(from)
  }

  async flush(timeoutMs: number): Promise<void> {
    this.#flushSoon()
    let cancel: Unsubscribe | undefined
    const limit = new Promise<void>((resolve) => {
      cancel = this.#session.clock.after(timeoutMs, resolve)
    })
    await Promise.race([this.#settlements.done(), limit])
    cancel?.()
  }

  close(): void {
    this.#pulse.close()
    this.#takes.fail({ outcome: 'redis-error', code: 'not-connected', message: 'The dedup was closed.' })
    this.#renewals.failChecks()
    this.#link.close()
  }

  #addTake(request: TakeRequest, answer: TakeAnswer, lapsed?: RedisHold): void {
    const { state } = this.#link
    if (state.state === 'away') {
      answer(state.failure)
      return
    }
    this.#takes.add(request, answer, lapsed)
    this.#flushSoon()
  }

  #takeAnew(lapsed: RedisHold, answer: (outcome: CheckOutcome) => void): void {
    lapsed.phase = 'ended'
    const request = { key: lapsed.key, backoffMs: lapsed.backoffMs, worstCaseMs: 0 }
    const anew = (taken: TakeOutcome): void => {
      if (taken.outcome === 'taken') answer({ outcome: 'held-by-us', hold: taken.hold })
      else if (taken.outcome === 'held') answer({ outcome: 'lost-to', owner: taken.owner })
      else {
        lapsed.phase = 'lapsed'
        answer({ outcome: 'unknown' })
      }
    }
    this.#addTake(request, anew, lapsed)
  }

  #end(hold: RedisHold, phase: 'ended' | 'discarded', done: ((hold: Hold) => void) | undefined): void {
    this.#renewals.unwatch(hold)
    this.#settlements.add(hold, phase, done)
    this.#flushSoon()
  }

  /** At the end of this tick: whatever its callbacks and promises still ask for goes along. */
  #flushSoon(): void {
    if (this.#flushing) return
    this.#flushing = true
    process.nextTick(() => {
      this.#flushing = false
      this.#flush()
    })
  }

  #flush(): void {
    if (this.#link.state.state !== 'ready') return
    this.#settlements.send()
    if (this.#renewals.checksWaiting > 0) this.#renewals.sendChecks()
    this.#takes.send()
  }

  /**
   * Redis answers (again): reads time and generation, deletes what unanswered calls may have held, and lets what
   * could not be settled go first.
   */
  async #reconcile(): Promise<void> {
    const session = this.#session
    session.tellScripts()
    const sentAt = session.clock.monotonic()
    session.learn(await session.redis.keyholdSync(1, [session.layout.generationName]), sentAt)
    this.#bumps.reconcile()
    await this.#doubtful.clear()
    this.#settlements.retry()
    this.#renewals.retry()
  }

  /** Resolves when a command with this deadline can no longer change anything. */
  async #passed(deadline: number): Promise<void> {
    const remaining = deadline - this.#session.time.now() + 1
    if (remaining <= 0) return
    await new Promise<void>((resolve) => void this.#session.clock.after(remaining, resolve))
  }

  #linkChanged(state: LinkState): void {
    if (state.state === 'away') {
      this.#takes.fail(state.failure)
      this.#renewals.failChecks()
    } else {
      this.#pulse.renew()
      this.#flushSoon()
    }
    this.#events.emit('link', () => state)
  }

  #tellGeneration(): void {
    const { generation, generationError: error } = this.#session
    this.#events.emit('generation', () => ({ generation, error }))
    if (error !== undefined) this.#tellProblem(error)
  }

  #settleRefused(failure: RedisFailure): void {
    this.#tellProblem(
      new KeyholdError(
        'redis-error',
        `Redis refused to settle a hold: ${failure.message}`,
        'It is tried again each second until the hold has run out by itself.',
      ),
    )
  }

  #tellProblem(problem: KeyholdError): void {
    this.#events.emit('problem', () => problem)
  }
}

function badFrom(from: string): KeyholdError {
  return new KeyholdError(
    'bad-generation',
    `There is no generation "${from.slice(0, 80)}" to bump from.`,
    'Read the generation, and bump from the one you saw.',
  )
}
