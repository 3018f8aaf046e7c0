import type { Dedup, TakeOutcome } from './dedup'
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
  /** The job's key is held: it enters the queue, in this same step. */
  readonly onAdmitted: (job: Job<Arg>) => void
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
  #taking = 0

  constructor(options: AdmissionOptions<Arg>) {
    this.#options = options
  }

  /** Schedules whose hold is being taken. */
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

  #schedule(key: string, backoffMs: number, arg: Arg, answer: Answer): void {
    const { isClosed, worstCaseMs, dedup } = this.#options
    if (isClosed()) {
      this.#refuse(key, { outcome: 'stopped' }, answer)
      return
    }
    const known = this.#jobs.get(key)
    if (known?.state === 'taking') {
      ;(known.followers ??= []).push(answer)
      return
    }
    if (known !== undefined) {
      this.#refuse(key, queuedHere(known), answer)
      return
    }
    const job: Job<Arg> = {
      id: 0,
      key,
      backoffMs,
      arg,
      acceptedAt: 0,
      state: 'taking',
      hold: undefined,
      followers: undefined,
    }
    this.#jobs.set(key, job)
    this.#taking++
    dedup.take({ key, backoffMs, worstCaseMs: worstCaseMs() }, (outcome) => this.#taken(job, outcome, answer))
  }

  #taken(job: Job<Arg>, taken: TakeOutcome, answer: Answer): void {
    const { dedup, isClosed, onAdmitted } = this.#options
    const { followers } = job
    job.followers = undefined
    this.#taking--
    if (taken.outcome !== 'taken') {
      this.#giveUp(job, taken, [answer, ...(followers ?? [])])
      return
    }
    job.hold = taken.hold
    if (isClosed()) {
      dedup.release(taken.hold)
      this.#giveUp(job, { outcome: 'stopped' }, [answer, ...(followers ?? [])])
      return
    }
    job.state = 'waiting'
    onAdmitted(job)
    answer({ outcome: 'scheduled', jobId: job.id })
    for (const follower of followers ?? []) this.#refuse(job.key, queuedHere(job), follower)
  }

  #giveUp(job: Job<Arg>, outcome: Refusal, callers: readonly Answer[]): void {
    this.forget(job)
    for (const answer of callers) this.#refuse(job.key, outcome, answer)
    this.#options.onNothing()
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
