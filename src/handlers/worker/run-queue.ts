import { setImmediate as turn } from 'node:timers/promises'
import type { RunClaims } from '../run-claims'
import type { RunMarker } from '../run-marks'
import { isHeapHalfFull } from './heap-use'
import type { FromWorker, RunEnd, WorkerJob } from '../worker-protocol'

/** How long jobs may follow one another without a turn of the event loop, and without a word to the host. */
const TURN_AFTER_MS = 1
/** Runs between two looks at the heap. */
const LOOK_AT_HEAP_AFTER = 1_000

export interface RunQueueOptions {
  readonly claims: RunClaims
  readonly marker: RunMarker | undefined
  /** Calls the handler. */
  readonly run: (job: WorkerJob) => Promise<RunEnd>
  readonly post: (message: FromWorker) => void
  /** Messages posted so far, of whatever kind. */
  readonly posted: () => number
}

/** Runs what the host has handed over, one job after the other. */
export class RunQueue {
  readonly #options: RunQueueOptions
  #jobs: WorkerJob[] = []
  #isWorking = false
  /** A job has failed, or asks for a pause: what was sent before the host knew is not to start. */
  #isHalted = false
  #ran = 0

  constructor(options: RunQueueOptions) {
    this.#options = options
  }

  add(jobs: readonly WorkerJob[]): void {
    for (const job of jobs) {
      if (!job.follows) this.#isHalted = false
      if (!this.#isHalted) this.#jobs.push(job)
    }
    if (!this.#isWorking) void this.#work()
  }

  async #work(): Promise<void> {
    this.#isWorking = true
    let toldAt = performance.now()
    for (let job = this.#first(); job; job = this.#first()) {
      for (let next: WorkerJob | undefined = job; next;) {
        next = await this.#run(next)
        if (performance.now() - toldAt <= TURN_AFTER_MS) continue
        this.#options.post({ type: 'look' })
        await turn()
        toldAt = performance.now()
      }
    }
    this.#isWorking = false
    this.#options.post({ type: 'look' })
  }

  /** @returns the one that has started next */
  async #run(job: WorkerJob): Promise<WorkerJob | undefined> {
    const { claims, marker, run, post, posted } = this.#options
    const before = posted()
    const end = await run(job)
    const pauseMs = end.type === 'ended' ? end.pauseMs : undefined
    if (pauseMs !== 0) this.#halt()
    const next = this.#claim()
    marker?.ended(job, pauseMs, next)
    if (++this.#ran % LOOK_AT_HEAP_AFTER === 0 && isHeapHalfFull()) post({ type: 'worn' })
    // Behind a message of its own the end is one as well: the host hears both in order.
    if (pauseMs === 0 && !job.isTry && posted() === before) claims.end(job.slot, end.measure.runMs)
    else post(end)
    return next
  }

  #first(): WorkerJob | undefined {
    const job = this.#claim()
    if (job) this.#options.marker?.started(job)
    return job
  }

  #halt(): void {
    this.#isHalted = true
    this.#jobs = []
  }

  #claim(): WorkerJob | undefined {
    let job = this.#jobs.shift()
    while (job && !this.#options.claims.start(job.slot)) job = this.#jobs.shift()
    return job
  }
}
