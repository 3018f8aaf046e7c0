import type { Clock } from './clock'
import type { CheckOutcome, Dedup } from './dedup'
import type { JobRun } from './job-run'
import type { HoldOwner } from './outcomes'

/** Between two checks of a hold that must be known before its job may run. */
const CHECK_AGAIN_MS = 250

export interface HoldCheckOptions<Arg> {
  readonly dedup: Dedup
  readonly clock: Clock
  readonly whenHoldUnknown: 'run' | 'wait'
  /** The job may be called. */
  readonly onReady: (run: JobRun<Arg>) => void
  /** Another instance holds the key. */
  readonly onLost: (run: JobRun<Arg>, owner: HoldOwner) => void
  /** It was aborted meanwhile, or its lane has gone on: it is not called any more, and its hold is to go. */
  readonly onUnwanted: (run: JobRun<Arg>) => void
}

/** What stands between a lane and the call of the handler: the hold must be known to stand. */
export class HoldCheck<Arg> {
  readonly #options: HoldCheckOptions<Arg>

  constructor(options: HoldCheckOptions<Arg>) {
    this.#options = options
  }

  confirm(run: JobRun<Arg>): void {
    const { dedup, onReady } = this.#options
    const { hold } = run.job
    if (hold === undefined || dedup.isConfirmed(hold)) onReady(run)
    else dedup.check(hold, (outcome) => this.#checked(run, outcome))
  }

  #checked(run: JobRun<Arg>, check: CheckOutcome): void {
    const { onReady, onLost, onUnwanted } = this.#options
    if (check.outcome !== 'unknown') run.job.hold = 'hold' in check ? check.hold : undefined
    if (!run.attached || run.abortCause !== undefined) {
      onUnwanted(run)
      return
    }
    switch (check.outcome) {
      case 'held-by-us':
      case 'released':
        onReady(run)
        break
      case 'lost-to':
        onLost(run, check.owner)
        break
      case 'unknown':
        this.#unknown(run)
    }
  }

  /** Nobody can say whether the hold stands. */
  #unknown(run: JobRun<Arg>): void {
    const { whenHoldUnknown, clock, onReady } = this.#options
    if (whenHoldUnknown === 'run') {
      run.confirmed = false
      onReady(run)
      return
    }
    clock.after(CHECK_AGAIN_MS, () => {
      if (run.attached) this.confirm(run)
    })
  }
}
