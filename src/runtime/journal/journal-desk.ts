import type { RequestOf, ResponseOf } from '../../contract/channels'
import type { LeftSelection } from '../../contract/channels/journal'
import type { BulkActView } from '../../contract/bulk'
import type { JournalView, RecoveryView } from '../../contract/journal'
import { KeyholdError } from '../../processor/errors'
import { KEYS_NOTED, someKeys } from '../audit/many-act'
import type { BulkFailure, BulkPlan, BulkStep, Unreached } from '../bulk/bulk-act'
import { refuseReadOnly } from '../read-only'
import type { RuntimeParts } from '../runtime-parts'
import { errorEnvelope } from '../views/error-envelope'
import type { AppJournal } from './app-journal'
import type { JournalFace } from './journal-face'
import type { LeftJob } from './left-jobs'
import type { LeftWork } from './left-work'

type LeftActKind = 'run-left' | 'drop-left'

/** Jobs that are decided at once. */
const JOBS_A_STEP = 100

export interface JournalDeskParts extends Pick<RuntimeParts, 'profile' | 'bulk' | 'audit'> {
  /** Undefined: this runtime has none. */
  readonly journal: AppJournal | undefined
  /** What an earlier run left; undefined where there is no journal to read. */
  readonly work: LeftWork | undefined
}

/** The journal as an operator sees it, and the jobs in it that wait for a decision. */
export class JournalDesk implements JournalFace {
  readonly #parts: JournalDeskParts

  constructor(parts: JournalDeskParts) {
    this.#parts = parts
  }

  view(): JournalView {
    return this.#parts.journal?.view() ?? { state: 'none' }
  }

  recoveryView(): RecoveryView | undefined {
    return this.#parts.work?.recovery.view()
  }

  /** Whether jobs that wait now are there at the next start. */
  get keeps(): boolean {
    return this.#parts.journal?.keeps ?? false
  }

  left({ offset, limit }: Omit<RequestOf<'journal.left'>, 'profileId'>): ResponseOf<'journal.left'> {
    const { work } = this.#parts
    if (work === undefined) return { version: 0, total: 0, rows: [] }
    const { left } = work
    return { version: left.version, total: left.count, rows: left.rows(offset, limit) }
  }

  runLeft(of: LeftSelection): BulkActView {
    return this.#start('run-left', 'Scheduling', of, (work, job) => work.runAgain(job))
  }

  dropLeft(of: LeftSelection): BulkActView {
    return this.#start('drop-left', 'Dropping a job', of, (work, job) => work.drop(job))
  }

  dismiss(): void {
    this.#parts.work?.recovery.dismiss()
  }

  goWithout(): void {
    refuseReadOnly(this.#parts.profile, 'Scheduling')
    this.#parts.journal?.goWithout()
    this.#parts.audit.note({ act: 'journal-off' })
  }

  tryAgain(): void {
    refuseReadOnly(this.#parts.profile, 'Scheduling')
    this.#parts.journal?.tryAgain()
    this.#parts.audit.note({ act: 'journal-on' })
  }

  /** No more jobs are taken up. */
  close(): void {
    this.#parts.work?.recovery.close()
  }

  #start(
    kind: LeftActKind,
    act: string,
    of: LeftSelection,
    decide: (work: LeftWork, job: LeftJob) => Promise<string | undefined>,
  ): BulkActView {
    const { profile, bulk, work } = this.#parts
    refuseReadOnly(profile, act)
    if (work === undefined) throw changed()
    const jobs = work.left.chosen(of.which === 'selected' ? of.leftIds : undefined)
    if (of.which === 'all' && jobs.length !== of.count) throw changed()
    const about = { act: kind, keys: someKeys(jobs.slice(0, KEYS_NOTED).map(({ entry }) => entry.key)) }
    return bulk.start(
      decisionPlan(kind, jobs, (job) => decide(work, job)),
      { about },
    )
  }
}

function decisionPlan(
  kind: LeftActKind,
  jobs: readonly LeftJob[],
  decide: (job: LeftJob) => Promise<string | undefined>,
): BulkPlan {
  let reached = 0
  async function* steps(): AsyncIterable<BulkStep> {
    for (let from = 0; from < jobs.length; from += JOBS_A_STEP) {
      const batch = jobs.slice(from, from + JOBS_A_STEP)
      const ends = await Promise.all(batch.map(async (job) => failureOf(job, decide)))
      reached += batch.length
      const failures = ends.flatMap((failure) => failure ?? [])
      yield { changed: batch.length - failures.length, failures }
    }
  }
  const unreached = (): Unreached => {
    const rest = jobs.slice(reached)
    return { count: rest.length, subjects: rest.map(({ entry }) => entry.key) }
  }
  return { kind, total: jobs.length, steps, unreached }
}

async function failureOf(
  job: LeftJob,
  decide: (job: LeftJob) => Promise<string | undefined>,
): Promise<BulkFailure | undefined> {
  const subject = job.entry.key
  try {
    const reason = await decide(job)
    return reason === undefined ? undefined : { subject, reason }
  } catch (error) {
    return { subject, reason: errorEnvelope(error).message }
  }
}

function changed(): KeyholdError {
  return new KeyholdError(
    'left-changed',
    'The jobs of the last run are others by now than those that were confirmed.',
    'Look at the list again, and decide anew.',
  )
}
