import type { Clock } from '../../processor/clock'
import type { JobOutcome, ScheduleOutcome } from '../../processor/outcomes'
import { FinishRate } from './finish-rate'

/** How often each thing happened since this runtime began. */
export class Counters {
  readonly rate: FinishRate
  #done = 0
  #failed = 0
  #cancelled = 0
  #lost = 0
  #refusedHere = 0
  #held = 0
  #redisErrors = 0

  constructor(clock: Clock) {
    this.rate = new FinishRate(clock)
  }

  countFinished(outcome: JobOutcome): void {
    switch (outcome) {
      case 'done':
        this.#done += 1
        this.rate.add()
        return
      case 'failed':
      case 'timeout':
        this.#failed += 1
        this.rate.add()
        return
      case 'cancelled':
        this.#cancelled += 1
        return
      case 'lost-to':
        this.#lost += 1
        return
    }
  }

  countRefused(outcome: Exclude<ScheduleOutcome['outcome'], 'scheduled'>): void {
    switch (outcome) {
      case 'queued-here':
        this.#refusedHere += 1
        return
      case 'held':
        this.#held += 1
        return
      case 'redis-error':
        this.#redisErrors += 1
        return
      case 'journal-error':
      case 'stopped':
        return
    }
  }

  /** All counters of the live state that count events; how many wait and run is asked elsewhere. */
  snapshot(): {
    readonly done: number
    readonly failed: number
    readonly cancelled: number
    readonly lost: number
    readonly refusedHere: number
    readonly held: number
    readonly redisErrors: number
    readonly jobsPerSecond: number
  } {
    return {
      done: this.#done,
      failed: this.#failed,
      cancelled: this.#cancelled,
      lost: this.#lost,
      refusedHere: this.#refusedHere,
      held: this.#held,
      redisErrors: this.#redisErrors,
      jobsPerSecond: this.rate.perSecond(),
    }
  }
}
