import type { CheckOutcome } from '../processor/dedup'
import type { HoldOwner } from '../processor/outcomes'
import { isList, UNKNOWN_GENERATION, type ScriptReply } from './dedup-scripts'
import type { DedupSession } from './dedup-session'
import { readHoldValue } from './hold-value'
import type { Link, Sent } from './link'
import type { RedisHold } from './redis-hold'
import { RenewalSchedule } from './renewal-schedule'

const BATCH = 500
/** After a renewal that failed; ms. */
const RENEW_AGAIN_MS = 1_000

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
  /** The hold lapsed and is free: take it anew for the job that is about to run. */
  readonly takeAnew: (hold: RedisHold, answer: (outcome: CheckOutcome) => void) => void
}

/**
 * Keeps the holds of waiting and running jobs alive, and asks after single ones before their job runs. Both are
 * the same question to Redis: "is it still ours? then keep it for a lease". A question is never sent twice; what
 * failed is asked anew, with a new deadline, while its hold can still stand.
 */
export class Renewals {
  readonly #options: RenewalsOptions
  readonly #schedule: RenewalSchedule
  #checks: Check[] = []

  constructor(options: RenewalsOptions) {
    this.#options = options
    this.#schedule = new RenewalSchedule(options.tickMs)
  }

  /** Renews the hold from now on, when a third of the lease is left. */
  watch(hold: RedisHold): void {
    this.#schedule.add(hold, hold.expiresAt - this.#options.session.leaseMs / 3)
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

  /** Sends the renewals that are due. Holds of a generation that has passed are let go. */
  sendDue(): void {
    const { session } = this.#options
    const due = this.#schedule
      .due(session.time.now())
      .filter((hold) => hold.phase === 'live' && hold.generation === session.generation)
    for (let i = 0; i < due.length; i += BATCH) {
      const holds = due.slice(i, i + BATCH)
      this.#ask(holds, (finding, index) => {
        const hold = holds[index]
        if (hold !== undefined) this.#renewed(hold, finding)
      })
    }
  }

  #renewed(hold: RedisHold, finding: Finding): void {
    if (hold.phase !== 'live') return
    if (finding.kind === 'ours') this.watch(hold)
    else if (finding.kind === 'unknown') {
      const now = this.#options.session.time.now()
      if (now < hold.expiresAt) this.#schedule.add(hold, now + RENEW_AGAIN_MS)
    } else this.#note(hold, finding)
  }

  #note(hold: RedisHold, finding: Finding & { kind: 'gone' | 'taken' }): void {
    hold.phase = finding.kind === 'gone' && finding.early ? 'released' : 'lapsed'
  }

  #sendChecks(checks: readonly Check[]): void {
    this.#ask(
      checks.map((check) => check.hold),
      (finding, index) => {
        const check = checks[index]
        if (check !== undefined) this.#checked(check, finding)
      },
    )
  }

  #checked({ hold, answer }: Check, finding: Finding): void {
    this.#schedule.remove(hold)
    switch (finding.kind) {
      case 'ours':
        this.watch(hold)
        answer({ outcome: 'held-by-us', hold })
        return
      case 'unknown':
        if (hold.phase === 'live') this.#schedule.add(hold, 0)
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
  #ask(holds: readonly RedisHold[], found: (finding: Finding, index: number) => void): void {
    const { session, link } = this.#options
    const generation = session.generation ?? UNKNOWN_GENERATION
    const deadline = session.deadline(session.clock.monotonic())
    const { era } = session
    const keys: string[] = [session.layout.generationName]
    const values: (string | number)[] = [generation, deadline]
    for (const hold of holds) {
      keys.push(session.nameOf(hold))
      values.push(session.leaseMs, session.valueOf(hold))
    }
    link.send(
      () => session.redis.keyholdRenew(keys.length, [...keys, ...values]),
      (sent) => {
        const reply = this.#read(sent)
        holds.forEach((hold, index) => found(this.#findingOf(hold, reply, index, era), index))
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
      return { kind: 'taken', owner: readHoldValue(Buffer.from(value)).owner }
    }
    if (answer === 0) return { kind: 'gone', early: reply.now < hold.expiresAt }
    if (typeof answer === 'number') hold.expiresAt = answer
    hold.era = era
    return { kind: 'ours' }
  }
}
