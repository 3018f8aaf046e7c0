import type { TakeAnswer, TakeOutcome, TakeRequest, WhenCleared } from '../processor/dedup'
import { LONGEST_BACKOFF_MS } from '../processor/job-request'
import type { RedisFailure } from '../processor/outcomes'
import { isList, UNKNOWN_GENERATION, type ScriptReply } from './dedup-scripts'
import type { DedupSession } from './dedup-session'
import { redisFailureOf } from '../redis/redis-failure'
import { readHoldValue } from './hold-value'
import type { Link, Sent } from './link'
import { HoldTakenAnew, RedisHold } from './redis-hold'

/** Keys of one script. */
const BATCH = 500
/** Scripts without an answer; further takes wait here, where they cannot be overdue. */
const OPEN_BATCHES = 8
/** A batch whose generation or deadline was wrong goes again so often. */
const TRIES = 3

interface Take {
  readonly request: TakeRequest
  /** The hold in whose place one is taken anew. */
  readonly lapsed: RedisHold | undefined
  readonly answer: TakeAnswer
}

interface Batch {
  readonly takes: readonly Take[]
  readonly holds: readonly RedisHold[]
  readonly expiries: number[]
  readonly startedAt: number
  tries: number
}

export interface TakesOptions {
  readonly session: DedupSession
  readonly link: Link
  /** A hold stands. */
  readonly onTaken: (hold: RedisHold) => void
  /** These may have been taken, or may be until the deadline (Redis' time). */
  readonly onDoubt: (holds: readonly RedisHold[], deadline: number) => WhenCleared
  /** Another batch may go. */
  readonly onRoom: () => void
}

/**
 * Takes holds: all calls of a tick in one script of at most 500 keys. Answers come in the order of the calls, in
 * one synchronous step a batch.
 */
export class Takes {
  readonly #options: TakesOptions
  #waiting: Take[] = []
  /** Takes before this one have been sent. */
  #sent = 0
  #openBatches = 0

  constructor(options: TakesOptions) {
    this.#options = options
  }

  get waiting(): number {
    return this.#waiting.length - this.#sent
  }

  add(request: TakeRequest, answer: TakeAnswer, lapsed?: RedisHold): void {
    this.#waiting.push({ request, lapsed, answer })
  }

  /** Sends what waits, as far as there is room. */
  send(): void {
    while (this.waiting > 0 && this.#openBatches < OPEN_BATCHES) {
      const takes = this.#waiting.slice(this.#sent, this.#sent + BATCH)
      this.#sent += takes.length
      if (this.waiting === 0) {
        this.#waiting = []
        this.#sent = 0
      }
      this.#openBatches++
      this.#sendBatch(this.#makeBatch(takes))
    }
  }

  /** Answers all that waits here. */
  fail(failure: RedisFailure): void {
    const takes = this.#waiting.slice(this.#sent)
    this.#waiting = []
    this.#sent = 0
    for (const take of takes) take.answer(failure)
  }

  #makeBatch(takes: readonly Take[]): Batch {
    const { session } = this.#options
    const now = Math.floor(session.time.now())
    const holds = takes.map((take) => this.#makeHold(take, now))
    return { takes, holds, expiries: [], startedAt: session.clock.monotonic(), tries: 0 }
  }

  #makeHold({ request, lapsed }: Take, now: number): RedisHold {
    const { session } = this.#options
    if (lapsed !== undefined) return new HoldTakenAnew(lapsed, session.nextCounter())
    const { key, backoffMs, number, ageMs } = request
    const at = ageMs === undefined ? now : Math.floor(now - ageMs)
    return new RedisHold(key, backoffMs, at, number ?? session.nextCounter())
  }

  #sendBatch(batch: Batch): void {
    const { session, link } = this.#options
    const { holds, takes } = batch
    const generation = session.generation ?? UNKNOWN_GENERATION
    const now = session.time.now()
    const deadline = session.deadline(batch.startedAt)
    const call = session.callAbout(generation)
    call.number(deadline)
    batch.tries++
    for (let i = 0; i < holds.length; i++) {
      const hold = holds[i]
      const take = takes[i]
      if (hold === undefined || take === undefined) continue
      const px = this.#lifetime(take, hold, now)
      hold.generation = generation
      hold.era = session.era
      batch.expiries[i] = now + px
      call.name(hold)
      call.number(px)
      call.value(hold)
    }
    link.send(
      () => session.take(call),
      (sent) => this.#answered(batch, sent, deadline),
    )
  }

  /** At least the backoff, what the queue may need, and the lease; at most 30 days; whole ms. */
  #lifetime(take: Take, hold: RedisHold, now: number): number {
    const backoffLeft = hold.at + hold.backoffMs - Math.floor(now)
    const wanted = Math.max(backoffLeft, take.request.worstCaseMs, this.#options.session.leaseMs)
    return Math.min(Math.ceil(wanted), LONGEST_BACKOFF_MS)
  }

  #answered(batch: Batch, sent: Sent, deadline: number): void {
    const { session, onDoubt } = this.#options
    if (sent.kind !== 'reply') {
      const whenCleared = sent.kind === 'unknown' ? onDoubt(batch.holds, deadline) : undefined
      this.#close(batch, () => sent.failure, whenCleared)
      return
    }
    const reply = session.learn(sent.reply, sent.sentAt)
    switch (reply.status) {
      case 'done':
        this.#close(batch, (hold, index) => this.#outcomeOf(hold, reply, index, batch))
        return
      case 'error':
        this.#close(batch, () => session.badGeneration())
        return
      case 'changed':
      case 'refused':
      case 'generation':
      case 'late':
        this.#sendAgain(batch)
    }
  }

  #sendAgain(batch: Batch): void {
    const { session } = this.#options
    if (session.generation === undefined) {
      this.#close(batch, () => session.badGeneration())
      return
    }
    const inTime = session.clock.monotonic() - batch.startedAt < session.timeoutMs
    if (inTime && batch.tries < TRIES) {
      this.#sendBatch(batch)
      return
    }
    this.#close(batch, () => ({
      outcome: 'redis-error',
      code: 'not-answering',
      message: `Redis answered too late, ${String(batch.tries)} times: nothing was held.`,
    }))
  }

  #close(
    batch: Batch,
    outcomeOf: (hold: RedisHold, index: number) => TakeOutcome,
    whenCleared?: WhenCleared,
  ): void {
    const { holds, takes } = batch
    this.#openBatches--
    for (let i = 0; i < holds.length; i++) {
      const hold = holds[i]
      if (hold !== undefined) takes[i]?.answer(outcomeOf(hold, i), whenCleared)
    }
    this.#options.onRoom()
  }

  #outcomeOf(hold: RedisHold, reply: ScriptReply, index: number, batch: Batch): TakeOutcome {
    const { session, onTaken } = this.#options
    const answer = reply.answers[index]
    if (answer === 1) {
      hold.expiresAt = batch.expiries[index] ?? 0
      onTaken(hold)
      return { outcome: 'taken', hold }
    }
    const [first, value] = isList(answer) ? answer : []
    if (typeof first === 'number' && typeof value === 'string') {
      return {
        outcome: 'held',
        remainingMs: first < 0 ? undefined : first,
        redisKey: session.nameOf(hold),
        generation: hold.generation,
        owner: readHoldValue(value).owner,
      }
    }
    return redisFailureOf(new Error(String(first)))
  }
}
