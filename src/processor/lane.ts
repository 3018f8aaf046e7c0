import type { JobRun } from './job-run'

export interface LanePause {
  readonly ms: number
  /** Monotonic ms. */
  readonly endsAt: number
}

/** One of the loops that run jobs: free, at work, or in its pause. */
export class Lane<Arg> {
  readonly index: number
  /** What runs, its hold being checked included. */
  front: JobRun<Arg> | undefined
  /** Handed over and not known to have started, in their order; only where the handler is elsewhere. */
  readonly ahead: JobRun<Arg>[] = []
  isFree = true
  /** The one that its last job asked for, while it lasts. */
  pause: LanePause | undefined
  /** Its `ahead` were asked back, and it is not known yet which of them have started. */
  isRecalling = false
  /** Its last job ended without a pause. */
  isEager = false

  constructor(index: number) {
    this.index = index
  }

  get isPausing(): boolean {
    return this.pause !== undefined
  }

  /** Nothing holds it: it may go on with the next job. */
  get isIdle(): boolean {
    return this.front === undefined && !this.isPausing
  }
}
