import type { CheckOutcome } from '../processor/dedup'
import type { HoldOwner } from '../processor/outcomes'
import { isList, UNKNOWN_GENERATION, type ScriptReply } from './dedup-scripts'
import type { DedupSession } from './dedup-session'
import { readHoldValue } from './hold-value'
import type { Link, Sent } from './link'
import type { RedisHold } from './redis-hold'
import { RenewalSchedule } from './renewal-schedule'

const BATCH = 500
/** Renewals without an answer; what else is due stays in the schedule, where it cannot be overdue. */
const OPEN_BATCHES = 8
/** Of the schedule, to one look at what is due. */
const BUCKETS_A_TICK = 10

/** What Redis says of one hold. */
type Finding =
  | { readonly kind: 'ours' }
  | { readonly kind: 'gone'; readonly early: boolean }
  | { readonly kind: 'taken'; readonly owner: HoldOwner }
  | { readonly kind: 'unknown' }

interface Check {
  readonly hold: RedisHold
  readonly answer: (outcome: CheckOutcome) => void
}

export interface RenewalsOptions {
  readonly session: DedupSession
  readonly link: Link
  /** Between two looks at what is due; ms. */
  readonly tickMs: number
  /** Another batch of renewals may go. */
  readonly onRoom: () => void
  /** The hold lapsed and is free: take it anew for the job that is about to run. */
  readonly takeAnew: (hold: RedisHold, answer: (outcome: CheckOutcome) => void) => void
}

/**
 * Keeps the holds of waiting and running jobs alive, and asks after single ones before their job runs. Both are
 * the same question to Redis: "is it still ours? then keep it for a lease". A question is never sent twice; what
 * failed is asked anew, with a new deadline, while its hold can still stand. After an outage all may be due at
 * once: few batches are open at a time, those that expire soonest first.
 */
export class Renewals {
  readonly #options: RenewalsOptions
  readonly #schedule: RenewalSchedule
  #checks: Check[] = []
  /** Live, and asked after without an answer: due again with the next `retry`. */
  #failed: RedisHold[] = []
  #openBatches = 0

  constructor(options: RenewalsOptions) {
    this.#options = options
    this.#schedule = new RenewalSchedule(options.tickMs / BUCKETS_A_TICK)
  }

  /** Renews the hold from now on, when a third of the lease is left. */
  watch(hold: RedisHold): void {
    this.#schedule.add(hold)
  }

  unwatch(hold: RedisHold): void {
    this.#schedule.remove(hold)
  }

  /** Asks with the next `sendChecks`. */
  check(hold: RedisHold, answer: (outcome: CheckOutcome) => void): void {
    this.#checks.push({ hold, answer })
  }

  get checksWaiting(): number {
    return this.#checks.length
  }

  sendChecks(): void {
    const checks = this.#checks
    this.#checks = []
    for (let i = 0; i < checks.length; i += BATCH) this.#sendChecks(checks.slice(i, i + BATCH))
  }

  failChecks(): void {
    const checks = this.#checks
    this.#checks = []
    for (const check of checks) check.answer({ outcome: 'unknown' })
  }

  /** Sends the renewals that are due, as far as there is room. */
  sendDue(): void {
    while (this.#openBatches < OPEN_BATCHES) {
      const holds = this.#takeDue()
      if (holds.length === 0) return
      this.#openBatches++
      this.#ask(holds, (findings) => {
        this.#openBatches--
        holds.forEach((hold, index) => this.#renewed(hold, findings[index]))
        this.#options.onRoom()
      })
    }
  }

  /** What failed joins what is due. */
  retry(): void {
    const failed = this.#failed
    this.#failed = []
    for (const hold of failed) if (hold.phase === 'live') this.#schedule.add(hold)
  }

  /** Holds of a generation that has passed are let go; while it cannot be read, none has. */
  #takeDue(): RedisHold[] {
    const { session } = this.#options
    if (session.generation === undefined) return []
    for (;;) {
      const now = session.time.now()
      const taken = this.#schedule.take(now, now + session.leaseMs / 3, BATCH)
      const due = taken.filter((hold) => hold.phase === 'live' && hold.generation === session.generation)
      if (due.length > 0 || taken.length === 0) return due
    }
  }

  #renewed(hold: RedisHold, finding: Finding = { kind: 'unknown' }): void {
    if (hold.phase !== 'live') return
    if (finding.kind === 'ours') this.watch(hold)
    else if (finding.kind === 'unknown') {
      if (this.#options.session.time.now() < hold.expiresAt) this.#failed.push(hold)
    } else this.#note(hold, finding)
  }

  #note(hold: RedisHold, finding: Finding & { kind: 'gone' | 'taken' }): void {
    hold.phase = finding.kind === 'gone' && finding.early ? 'released' : 'lapsed'
  }

  #sendChecks(checks: readonly Check[]): void {
    this.#ask(
      checks.map((check) => check.hold),
      (findings) => checks.forEach((check, index) => this.#checked(check, findings[index])),
    )
  }

  #checked({ hold, answer }: Check, finding: Finding = { kind: 'unknown' }): void {
    this.#schedule.remove(hold)
    switch (finding.kind) {
      case 'ours':
        this.watch(hold)
        answer({ outcome: 'held-by-us', hold })
        return
      case 'unknown':
        if (hold.phase === 'live') this.#schedule.add(hold)
        answer({ outcome: 'unknown' })
        return
      case 'taken':
        hold.phase = 'ended'
        answer({ outcome: 'lost-to', owner: finding.owner })
        return
      case 'gone':
        if (hold.phase === 'live') this.#note(hold, finding)
        if (hold.phase === 'released') answer({ outcome: 'released' })
        else this.#options.takeAnew(hold, answer)
    }
  }

  /** Asks for holds of one generation, the current one. */
  #ask(holds: readonly RedisHold[], answered: (findings: readonly Finding[]) => void): void {
    const { session, link } = this.#options
    const generation = session.generation ?? UNKNOWN_GENERATION
    const { era } = session
    const call = session.callAbout(generation)
    call.number(session.deadline(session.clock.monotonic()))
    for (const hold of holds) {
      call.name(hold)
      call.number(session.leaseMs)
      call.value(hold)
    }
    link.send(
      () => session.renew(call),
      (sent) => {
        const reply = this.#read(sent)
        answered(holds.map((hold, index) => this.#findingOf(hold, reply, index, era)))
      },
    )
  }

  #read(sent: Sent): ScriptReply | undefined {
    if (sent.kind !== 'reply') return undefined
    const reply = this.#options.session.learn(sent.reply, sent.sentAt)
    return reply.status === 'error' ? undefined : reply
  }

  #findingOf(hold: RedisHold, reply: ScriptReply | undefined, index: number, era: number): Finding {
    if (reply === undefined || reply.status === 'late') return { kind: 'unknown' }
    // A bump has passed the hold: nobody can contest it any more.
    if (reply.status !== 'done') return { kind: 'ours' }
    const answer = reply.answers[index]
    if (isList(answer)) {
      const [value] = answer
      if (typeof value !== 'string') return { kind: 'unknown' }
      return { kind: 'taken', owner: readHoldValue(value).owner }
    }
    if (answer === 0) return { kind: 'gone', early: reply.now < hold.expiresAt }
    if (typeof answer === 'number') hold.expiresAt = answer
    hold.era = era
    return { kind: 'ours' }
  }
}
