import { randomUUID } from 'node:crypto'
import type { AuditAct } from '../../contract/audit'
import type { RequestOf } from '../../contract/channels'
import type { Profile } from '../../contract/profile'
import type { ScheduleOutcomeView } from '../../contract/queue'
import type { RecurringEntry, RecurringList, RecurringOutcome } from '../../contract/recurring'
import { LIMITS } from '../../contract/limits'
import type { Clock, Unsubscribe } from '../../processor/clock'
import { KeyholdError } from '../../processor/errors'
import { checkJob, type JobRequest } from '../jobs/job-request'
import type { Audit } from '../audit/audit'
import { refuseReadOnly } from '../read-only'
import { errorEnvelope } from '../views/error-envelope'
import { momentsOf, never } from './moments'
import type { RecurringFace, RecurringStore } from './recurring-face'
import { RecurringJob } from './recurring-job'

/** The clock on the wall is looked at this often: timers stand still while a machine sleeps, and do not see it set. */
const LOOK_MS = 10_000
/** A clock set back by more is believed; the moments then count anew from what it shows. */
const SET_BACK_MS = 60_000
/** Of one turn of the event loop, where many are due at once after a sleep. */
const SLICE_MS = 5

export interface RecurringOptions {
  readonly profile: Profile
  readonly clock: Clock
  readonly audit: Pick<Audit, 'note'>
  readonly store: RecurringStore
  readonly schedule: (job: JobRequest) => Promise<ScheduleOutcomeView>
  readonly changed: () => void
  /** What `local` means: an IANA name. */
  readonly localZone: string
}

/**
 * Schedules jobs again and again while the app runs. One timer for all of them: it fires at the next moment that is
 * due, at the latest in 10 s. Moments that passed unseen (the machine slept) are made up for by one schedule and
 * counted; those that passed while the app was off are not.
 */
export class Recurring implements RecurringFace {
  readonly #options: RecurringOptions
  #jobs: readonly RecurringJob[]
  #version = 0
  #seenAt: number
  #cancelTimer: Unsubscribe | undefined
  #closed = false

  constructor(options: RecurringOptions) {
    this.#options = options
    const now = options.clock.wall()
    this.#seenAt = now
    this.#jobs = options.store.entries.map((entry) => this.#kept(entry, now))
    for (const job of this.#jobs) job.begin(now)
    this.#arm()
  }

  /** Grows whenever `list` would answer otherwise, apart from the passing of time. */
  get version(): number {
    return this.#version
  }

  list(): RecurringList {
    const now = this.#options.clock.wall()
    return { zone: this.#options.localZone, entries: this.#jobs.map((job) => job.view(now)) }
  }

  /** @throws KeyholdError `unknown-recurring` */
  read(id: string): RecurringEntry {
    return this.#known(id).entry
  }

  /**
   * @throws KeyholdError `read-only`, `bad-key`, `bad-backoff`, `bad-argument`, `argument-too-large`, `bad-interval`,
   * `bad-cron`, `too-many-recurring`, `unknown-recurring`; whatever the store says
   */
  async save({ entry }: Pick<RequestOf<'recurring.save'>, 'entry'>): Promise<RecurringList> {
    this.#refuseReadOnly()
    checkJob(entry)
    checkKept(entry.argument)
    const moments = momentsOf(entry.times, this.#options.localZone)
    if (entry.id === null) {
      if (this.#jobs.length >= LIMITS.recurring) throw tooMany()
      const job = new RecurringJob({ ...entry, id: randomUUID() }, moments)
      return this.#keep(saved(job, true), [...this.#jobs, job], job)
    }
    const changed = this.#known(entry.id).changedTo({ ...entry, id: entry.id }, moments)
    return this.#keep(saved(changed, false), this.#with(changed), changed)
  }

  /** @throws KeyholdError `read-only`, `unknown-recurring`; whatever the store says */
  async switch({ id, on }: { readonly id: string; readonly on: boolean }): Promise<RecurringList> {
    this.#refuseReadOnly()
    const job = this.#known(id)
    if (job.entry.on === on) return this.list()
    const switched = job.switchedTo(on)
    return this.#keep({ act: 'recurring-switch', key: job.entry.key, on }, this.#with(switched), switched)
  }

  /** @throws KeyholdError `read-only`, `unknown-recurring`; whatever the store says */
  async remove(id: string): Promise<RecurringList> {
    this.#refuseReadOnly()
    const job = this.#known(id)
    const others = this.#jobs.filter((one) => one !== job)
    return this.#keep({ act: 'recurring-remove', key: job.entry.key }, others)
  }

  /** @throws KeyholdError `bad-interval`, `bad-cron` */
  preview({ times }: Pick<RequestOf<'recurring.preview'>, 'times'>): { zone: string; next: number[] } {
    const { clock, localZone } = this.#options
    return { zone: localZone, next: [...momentsOf(times, localZone).after(clock.wall(), 5)] }
  }

  /** Nothing comes of it any more. */
  close(): void {
    this.#closed = true
    this.#cancelTimer?.()
  }

  /** An entry that a hand or another version wrote, and that is none here, stays: it never comes, and says why. */
  #kept(entry: RecurringEntry, now: number): RecurringJob {
    try {
      return new RecurringJob(entry, momentsOf(entry.times, this.#options.localZone))
    } catch (error) {
      const job = new RecurringJob(entry, never)
      job.note(now, { outcome: 'not-tried', error: errorEnvelope(error) }, 0)
      return job
    }
  }

  async #keep(act: AuditAct, jobs: readonly RecurringJob[], begun?: RecurringJob): Promise<RecurringList> {
    this.#jobs = jobs
    this.#options.audit.note(act)
    begun?.begin(this.#options.clock.wall())
    this.#arm()
    this.#mark()
    await this.#options.store.save(jobs.map(({ entry }) => entry))
    return this.list()
  }

  #with(changed: RecurringJob): readonly RecurringJob[] {
    return this.#jobs.map((job) => (job.entry.id === changed.entry.id ? changed : job))
  }

  #arm(): void {
    this.#cancelTimer?.()
    const dueAts = this.#jobs.flatMap(({ dueAt }) => (dueAt === undefined ? [] : [dueAt]))
    if (dueAts.length === 0 || this.#closed) return
    const { clock } = this.#options
    const untilDue = Math.min(...dueAts) - clock.wall()
    this.#cancelTimer = clock.after(Math.min(LOOK_MS, Math.max(0, untilDue)), () => this.#look())
  }

  #look(): void {
    const { clock } = this.#options
    const [now, began] = [clock.wall(), clock.monotonic()]
    if (now < this.#seenAt - SET_BACK_MS) for (const job of this.#jobs) job.begin(now)
    this.#seenAt = now
    for (const job of this.#jobs) {
      const missed = job.take(now)
      if (missed === undefined) continue
      void this.#run(job.entry, now, missed)
      // Those that are due still have a timer that fires at once.
      if (clock.monotonic() - began >= SLICE_MS) break
    }
    this.#arm()
  }

  async #run(entry: RecurringEntry, at: number, missed: number): Promise<void> {
    const outcome = await this.#outcomeOf(entry)
    // It may have been changed or removed meanwhile.
    this.#jobs.find((job) => job.entry.id === entry.id)?.note(at, outcome, missed)
    this.#mark()
  }

  async #outcomeOf(entry: RecurringEntry): Promise<RecurringOutcome> {
    try {
      this.#refuseReadOnly()
      checkJob(entry)
      return await this.#options.schedule(entry)
    } catch (error) {
      return { outcome: 'not-tried', error: errorEnvelope(error) }
    }
  }

  #mark(): void {
    this.#version += 1
    this.#options.changed()
  }

  #known(id: string): RecurringJob {
    const job = this.#jobs.find(({ entry }) => entry.id === id)
    if (job) return job
    throw new KeyholdError(
      'unknown-recurring',
      'This recurring job is not there any more.',
      'It was deleted meanwhile: look at the list again.',
    )
  }

  #refuseReadOnly(): void {
    refuseReadOnly(this.#options.profile, 'Recurring scheduling')
  }
}

function saved({ entry: { key, on } }: RecurringJob, created: boolean): AuditAct {
  return { act: 'recurring-save', key, created, on }
}

function checkKept(argument: string): void {
  const size = Buffer.byteLength(argument)
  if (size <= LIMITS.keptArgument) return
  throw new KeyholdError(
    'argument-too-large',
    `The argument has ${size.toLocaleString('en-US')} bytes; a recurring job keeps at most ${LIMITS.keptArgument.toLocaleString('en-US')}.`,
    'Store the data elsewhere and pass where it is.',
  )
}

function tooMany(): KeyholdError {
  return new KeyholdError(
    'too-many-recurring',
    `There are ${LIMITS.recurring} recurring jobs already.`,
    'Delete one that is not needed any more.',
  )
}
