import type { EarlierJob } from './background-processor'
import type { Dedup, TakeOutcome, TakeRequest } from './dedup'
import type { Job } from './job'
import { backoffProblem, keyProblem } from './job-request'
import type { ScheduleOutcome } from './outcomes'

type Answer = (outcome: ScheduleOutcome) => void
export type Refusal = Exclude<ScheduleOutcome, { outcome: 'scheduled' }>

export interface AdmissionOptions<Arg> {
  readonly dedup: Dedup
  /** How long a job scheduled now may take to come to its end; ms. */
  readonly worstCaseMs: () => number
  /** No job is admitted any more. */
  readonly isClosed: () => boolean
  /** How long ago that was; ms. @param moment ms since the epoch */
  readonly msSince: (moment: number) => number
  /** The job's key is held: it enters the queue, in this same step. @param scheduledAt where that was not just now */
  readonly onAdmitted: (job: Job<Arg>, scheduledAt: number | undefined) => void
  /** The job could not be kept: it leaves the queue. @returns false where it has started, or has left already */
  readonly onUnkept: (job: Job<Arg>) => boolean
  readonly onRefused: (key: string, outcome: Refusal) => void
  /** A schedule is over that came to nothing. */
  readonly onNothing: () => void
}

/**
 * The way into the queue: at most one job a key, reserved here first, so that a key that is queued here costs no
 * call of Redis, then held there.
 */
export class Admission<Arg> {
  readonly #options: AdmissionOptions<Arg>
  /** Jobs by key, from reservation to end. */
  readonly #jobs = new Map<string, Job<Arg>>()
  /** Schedules that came while the first of their key was not answered, by its job. */
  readonly #followers = new Map<Job<Arg>, Answer[]>()
  #taking = 0

  constructor(options: AdmissionOptions<Arg>) {
    this.#options = options
  }

  /** Schedules that are not answered: their hold is being taken, or their job being kept. */
  get taking(): number {
    return this.#taking
  }

  /** The job of a key that was admitted, and has not ended. */
  find(key: string): Job<Arg> | undefined {
    const job = this.#jobs.get(key)
    return job?.state === 'taking' ? undefined : job
  }

  /** The job has ended: its key is free. */
  forget(job: Job<Arg>): void {
    job.state = 'ended'
    this.#jobs.delete(job.key)
  }

  /** One promise a schedule, whatever of its outcome is wanted. @throws KeyholdError `bad-key`, `bad-backoff` */
  ask<Wanted>(
    key: string,
    backoffMs: number,
    arg: Arg,
    answerOf: (outcome: ScheduleOutcome) => Wanted,
  ): Promise<Wanted> {
    const problem = keyProblem(key) ?? backoffProblem(backoffMs)
    if (problem !== undefined) return Promise.reject(problem)
    return new Promise((resolve) => {
      this.#schedule(key, backoffMs, arg, (outcome) => resolve(answerOf(outcome)))
    })
  }

  /** A job that an earlier instance had accepted. @throws KeyholdError `bad-key`, `bad-backoff` */
  adopt(earlier: EarlierJob<Arg>): Promise<ScheduleOutcome> {
    const { key, backoffMs } = earlier
    const problem = keyProblem(key) ?? backoffProblem(backoffMs)
    if (problem !== undefined) return Promise.reject(problem)
    return new Promise((resolve) => this.#adopt(earlier, resolve))
  }

  #schedule(key: string, backoffMs: number, arg: Arg, answer: Answer): void {
    const job = this.#reserve(key, backoffMs, arg, answer)
    if (job === undefined) return
    const { dedup, worstCaseMs } = this.#options
    const request = { key, backoffMs, worstCaseMs: worstCaseMs(), arg }
    dedup.take(request, (outcome) => this.#taken(job, outcome, answer))
  }

  #adopt({ key, backoffMs, arg, scheduledAt, hold, number }: EarlierJob<Arg>, answer: Answer): void {
    const job = this.#reserve(key, backoffMs, arg, answer)
    if (job === undefined) return
    const { dedup, worstCaseMs, msSince } = this.#options
    if (hold !== undefined) {
      this.#taken(job, { outcome: 'taken', hold }, answer, scheduledAt)
      return
    }
    const request: TakeRequest = {
      ...{ key, backoffMs, worstCaseMs: worstCaseMs(), arg },
      number: number ?? dedup.nextNumber(),
      ageMs: Math.max(0, msSince(scheduledAt)),
    }
    dedup.take(request, (outcome) => this.#taken(job, outcome, answer, scheduledAt))
  }

  /** @returns undefined where the schedule is answered, or will be with the one before it */
  #reserve(key: string, backoffMs: number, arg: Arg, answer: Answer): Job<Arg> | undefined {
    if (this.#options.isClosed()) {
      this.#refuse(key, { outcome: 'stopped' }, answer)
      return undefined
    }
    const known = this.#jobs.get(key)
    if (known !== undefined) {
      if (this.#follow(known, answer)) return undefined
      this.#refuse(key, queuedHere(known), answer)
      return undefined
    }
    const job: Job<Arg> = {
      id: 0,
      key,
      backoffMs,
      arg,
      acceptedAt: 0,
      state: 'taking',
      hold: undefined,
    }
    this.#jobs.set(key, job)
    this.#taking++
    return job
  }

  /** @returns false where the schedule of this job is answered already */
  #follow(job: Job<Arg>, answer: Answer): boolean {
    const followers = this.#followers.get(job)
    if (followers !== undefined) followers.push(answer)
    else if (job.state === 'taking') this.#followers.set(job, [answer])
    else return false
    return true
  }

  #taken(job: Job<Arg>, taken: TakeOutcome, answer: Answer, scheduledAt?: number): void {
    const { dedup, isClosed, onAdmitted } = this.#options
    if (taken.outcome !== 'taken') {
      this.#giveUp(job, taken, answer)
      return
    }
    if (isClosed()) {
      // A job that was accepted before stays so: its hold is found again at the next start.
      if (scheduledAt === undefined) dedup.release(taken.hold)
      else dedup.abandon(taken.hold)
      this.#giveUp(job, { outcome: 'stopped' }, answer)
      return
    }
    job.hold = taken.hold
    job.state = 'waiting'
    onAdmitted(job, scheduledAt)
    if (taken.accept === undefined) {
      this.#answerAll(job, answer)
      return
    }
    // Whoever schedules its key before it is kept gets the same answer as late.
    if (!this.#followers.has(job)) this.#followers.set(job, [])
    taken.accept((problem) => this.#kept(job, problem, answer))
  }

  /** The journal has the job, or could not keep it. */
  #kept(job: Job<Arg>, problem: string | undefined, answer: Answer): void {
    const { onUnkept, onNothing } = this.#options
    if (problem !== undefined && onUnkept(job)) {
      this.#refuseAll(job, { outcome: 'journal-error', message: problem }, answer)
    } else this.#answerAll(job, answer)
    onNothing()
  }

  #giveUp(job: Job<Arg>, outcome: Refusal, answer: Answer): void {
    this.forget(job)
    this.#refuseAll(job, outcome, answer)
    this.#options.onNothing()
  }

  #answerAll(job: Job<Arg>, answer: Answer): void {
    const followers = this.#close(job)
    answer({ outcome: 'scheduled', jobId: job.id })
    if (followers === undefined) return
    for (const follower of followers) this.#refuse(job.key, queuedHere(job), follower)
  }

  #refuseAll(job: Job<Arg>, outcome: Refusal, answer: Answer): void {
    const followers = this.#close(job) ?? []
    for (const caller of [answer, ...followers]) this.#refuse(job.key, outcome, caller)
  }

  /** The schedule is about to be answered. @returns those that wait for the same answer */
  #close(job: Job<Arg>): readonly Answer[] | undefined {
    this.#taking--
    if (this.#followers.size === 0) return undefined
    const followers = this.#followers.get(job)
    this.#followers.delete(job)
    return followers
  }

  #refuse(key: string, outcome: Refusal, answer: Answer): void {
    answer(outcome)
    this.#options.onRefused(key, outcome)
  }
}

function queuedHere(job: {
  readonly id: number
  readonly state: string
}): ScheduleOutcome & { outcome: 'queued-here' } {
  return { outcome: 'queued-here', jobId: job.id, state: job.state === 'running' ? 'running' : 'waiting' }
}
