import { setImmediate as nextTurn } from 'node:timers/promises'
import { LIMITS } from '../../../contract/limits'
import type { CountedMatches, WaitingFilter, WaitingSearchView } from '../../../contract/queue-filter'
import type { BackgroundProcessor, WaitingJob } from '../../../processor/background-processor'
import type { Clock, Unsubscribe } from '../../../processor/clock'
import type { QueueVisitor } from '../../../processor/background-processor'
import { KeptIds } from './kept-ids'
import { hasText, wasThere, type QueueMoment } from './match-waiting'

/** Jobs that are looked at between two looks at the clock, */
const STEP_JOBS = 2_000
/** and the steps and ms of one turn of the event loop, at most. */
const SLICE_STEPS = 10
const SLICE_MS = 5
/** Between two looks at what has come and left. */
const LOOK_EVERY_MS = 250
/** As above, where nothing comes and jobs only grow older. */
const AGE_LOOK_EVERY_MS = 1_000

/** What of a processor a search looks at. */
export type Searched = Pick<
  BackgroundProcessor<string>,
  'queueLength' | 'queueVersion' | 'waitingJobs' | 'queueView'
>

export interface WaitingSearchOptions {
  readonly searchId: string
  readonly filter: WaitingFilter
  readonly processor: Searched
  readonly clock: Clock
  /** Matches kept as rows. */
  readonly most?: number
  /** Called when the view has changed. */
  readonly changed: () => void
}

/**
 * The waiting jobs that a filter lets through, by id, in the order of their acceptance. The queue is walked once, in
 * slices that leave the event loop free, then only what has come since; a job that left is dropped. Those before the
 * queue (handed over, or between two attempts) are few beside it and are looked at again each time. Where more match
 * than are kept, the walk counts them, and fetches them once those that are kept have gone.
 */
export class WaitingSearch {
  readonly searchId: string
  readonly filter: WaitingFilter
  readonly #options: WaitingSearchOptions
  readonly #most: number
  readonly #kept: KeptIds
  /** The id at which the walk goes on. */
  #cursor = 0
  /** Matches of the queue behind the ones that are kept: how many, and the id of the first. */
  #beyond = 0
  #firstBeyond = 0
  /** As above, before the queue. */
  #beyondBefore = 0
  /** Some jobs are not old enough yet. */
  #young = false
  #searching = true
  #version = 0
  #counted: CountedMatches | undefined
  #atWork = false
  #lookedAt = -1
  #cancelTimer: Unsubscribe | undefined
  #closed = false

  /** Begins at once: a queue that one slice can search is searched when this returns. */
  constructor(options: WaitingSearchOptions) {
    this.searchId = options.searchId
    this.filter = options.filter
    this.#options = options
    this.#most = options.most ?? LIMITS.matchesKept
    this.#kept = new KeptIds(this.#most)
    void this.#look()
  }

  view(): WaitingSearchView {
    const { processor } = this.#options
    const total = processor.queueLength()
    const [searched = total] = this.#searching ? processor.queueView.positionsOf([this.#cursor]) : []
    return {
      searchId: this.searchId,
      state: this.#searching ? 'searching' : 'done',
      version: this.#version,
      rows: this.#kept.length,
      matches: this.#matches,
      ...(this.#counted ? { counted: this.#counted } : {}),
      searched: Math.min(total, searched),
      total,
    }
  }

  get #matches(): number {
    return this.#kept.length + this.#beyond + this.#beyondBefore
  }

  /** The jobs at these positions among the rows; fewer where some have left since they were found. */
  jobs(offset: number, limit: number): readonly WaitingJob<string>[] {
    const { queueView } = this.#options.processor
    const ids = this.#kept.range(offset, offset + limit)
    return ids.flatMap((id) => queueView.waitingJob(id) ?? [])
  }

  /** Something has changed: it is looked at soon. Cheap, since it is called for every job. */
  readonly poke = (): void => {
    if (this.#cancelTimer === undefined && !this.#atWork) this.#lookAfter(LOOK_EVERY_MS)
  }

  close(): void {
    this.#closed = true
    this.#cancelTimer?.()
  }

  #lookAfter(ms: number): void {
    if (this.#closed) return
    this.#cancelTimer?.()
    const look = (): void => {
      this.#cancelTimer = undefined
      void this.#look()
    }
    this.#cancelTimer = this.#options.clock.after(ms, look, { keepAlive: false })
  }

  async #look(): Promise<void> {
    const { processor, changed } = this.#options
    const version = processor.queueVersion()
    if (version === this.#lookedAt && !this.#young) return
    this.#atWork = true
    const before = this.#version
    // All of a pass is judged by one moment: so is what it has counted.
    const moment = { belowId: processor.queueView.nextId(), at: this.#options.clock.monotonic() }
    const pass = this.#pass(moment)
    while (!this.#slice(pass)) {
      changed()
      await nextTurn()
      if (this.#closed) return
    }
    this.#atWork = false
    this.#lookedAt = version
    this.#counted = { ...moment, matches: this.#matches }
    if (this.#searching || this.#version !== before) {
      this.#searching = false
      this.#version += 1
      changed()
    }
    if (processor.queueVersion() !== version) this.#lookAfter(LOOK_EVERY_MS)
    else if (this.#young) this.#lookAfter(AGE_LOOK_EVERY_MS)
  }

  /** @returns whether the pass is over */
  #slice(pass: Iterator<void>): boolean {
    const { clock } = this.#options
    const began = clock.monotonic()
    for (let step = 0; step < SLICE_STEPS && clock.monotonic() - began < SLICE_MS; step += 1) {
      if (pass.next().done === true) return true
    }
    return false
  }

  /** Each part of it gives way after at most `STEP_JOBS` jobs. */
  *#pass(moment: QueueMoment): Generator<void, void> {
    this.#young = false
    yield* this.#dropLeft()
    yield* this.#lookBeforeQueue(moment)
    yield* this.#walk(moment)
  }

  *#dropLeft(): Generator<void, void> {
    const { queueView } = this.#options.processor
    const here: number[] = []
    const count = this.#kept.length
    for (let from = 0; from < count; from += STEP_JOBS) {
      for (const id of this.#kept.range(from, from + STEP_JOBS)) if (queueView.isWaiting(id)) here.push(id)
      yield
    }
    if (here.length !== count) {
      this.#kept.replace(here)
      this.#version += 1
    }
    if (this.#beyond > 0 && here.length < this.#most / 2) {
      this.#cursor = this.#firstBeyond
      this.#beyond = 0
      this.#searching = true
    }
  }

  *#lookBeforeQueue(moment: QueueMoment): Generator<void, void> {
    const { processor } = this.#options
    const found: number[] = []
    for (let from = 0; from < processor.queueView.beforeQueue(); from += STEP_JOBS) {
      const most = Math.min(STEP_JOBS, processor.queueView.beforeQueue() - from)
      const was = wasThere(this.filter, moment, this.#options.clock.monotonic())
      for (const { jobId, key, ageMs } of processor.waitingJobs(from, most)) {
        if (!was(jobId, ageMs)) this.#young = true
        else if (hasText(this.filter, key) && !this.#kept.has(jobId)) found.push(jobId)
      }
      yield
    }
    // One that moved up meanwhile was seen twice.
    const ids = [...new Set(found)].sort((one, other) => one - other)
    const room = this.#kept.room
    this.#add(ids.slice(0, room))
    if (this.#beyondBefore !== Math.max(0, ids.length - room)) this.#version += 1
    this.#beyondBefore = Math.max(0, ids.length - room)
  }

  *#walk(moment: QueueMoment): Generator<void, void> {
    let more = true
    while (more) {
      more = this.#walkStep(moment)
      yield
    }
  }

  /** @returns whether there may be more to find */
  #walkStep(moment: QueueMoment): boolean {
    const was = wasThere(this.filter, moment, this.#options.clock.monotonic())
    const step = { found: new Array<number>(), tooYoung: false }
    const visit: QueueVisitor = (jobId, key, ageMs) => {
      // Those behind it are younger still.
      step.tooYoung = !was(jobId, ageMs)
      if (!step.tooYoung && hasText(this.filter, key)) step.found.push(jobId)
      return !step.tooYoung
    }
    const { next, atEnd } = this.#options.processor.queueView.walk(this.#cursor, STEP_JOBS, visit)
    this.#cursor = next
    this.#keep(step.found)
    this.#young ||= step.tooYoung
    return !atEnd && !step.tooYoung
  }

  /** Keeps what there is room for, and counts the rest: once one is only counted, all behind it are. */
  #keep(found: readonly number[]): void {
    const fresh = found.filter((id) => !this.#kept.has(id))
    const kept = this.#beyond > 0 ? [] : fresh.slice(0, this.#kept.room)
    this.#add(kept)
    if (kept.length === fresh.length) return
    if (this.#beyond === 0) this.#firstBeyond = fresh[kept.length] ?? 0
    this.#beyond += fresh.length - kept.length
    this.#version += 1
  }

  #add(ids: readonly number[]): void {
    if (ids.length === 0) return
    this.#kept.add(ids)
    this.#version += 1
  }
}
