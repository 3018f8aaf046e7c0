import { setTimeout as wait } from 'node:timers/promises'
import type { InterruptedChoice, LeftReason, RecoveryView } from '../../contract/journal'
import type { EarlierHold } from '../../dedup/earlier-holds'
import type { LeftMark, LeftMarks } from '../../handlers/left-marks'
import { KeyholdError } from '../../processor/errors'
import type { EntryPlace, LeftEntry } from '../../store/journal-records'
import type { StoreJournal } from '../../store/store-journal'
import type { RuntimeParts } from '../runtime-parts'
import { asKeyholdError, errorEnvelope } from '../views/error-envelope'
import { ownerView } from '../views/outcome-view'
import type { LeftHistory } from './left-history'
import { placeOf, type LeftJobs } from './left-jobs'
import type { ReEntry } from './re-entry'
import { verdictOf, type Verdict } from './verdict'

/** Entries that are looked up at once: one script, and one transaction. */
const PAGE = 500
const TRY_AGAIN_MS = 1_000

export interface RecoveryParts extends Pick<RuntimeParts, 'dedup' | 'change' | 'problems'> {
  readonly left: LeftJobs
  readonly reEntry: ReEntry
  readonly journal: StoreJournal
  /** Reads what the handler hosts of earlier runs had begun; once no such host is at work any more. */
  readonly readMarks: () => Promise<LeftMarks>
  readonly history: LeftHistory
  readonly interrupted: InterruptedChoice
}

/** What is done about a job without asking. */
type Outcome =
  | { readonly kind: 'resume'; readonly hold: EarlierHold | undefined }
  | { readonly kind: 'left'; readonly reason: LeftReason }
  | { readonly kind: 'settle'; readonly hold: EarlierHold | undefined; readonly mark: LeftMark | undefined }
  | {
      readonly kind: 'release'
      readonly hold: EarlierHold | undefined
      readonly as: 'interrupted' | undefined
    }

/**
 * Takes up what an earlier run of the app left in the journal, in order: what waited waits again, what had ended is
 * settled, what was never accepted is undone; the rest waits for the operator. Nothing runs twice unasked.
 */
export class Recovery {
  readonly #parts: RecoveryParts
  #state: RecoveryView['state'] = 'reading'
  #total = 0
  #checked = 0
  #resumed = 0
  #ended = 0
  #error: KeyholdError | undefined
  #isTold = true
  #closed = false

  constructor(parts: RecoveryParts) {
    this.#parts = parts
  }

  /** Undefined where nothing was left, or all of it is decided and was dismissed. */
  view(): RecoveryView | undefined {
    const { left } = this.#parts
    const undecided = left.count
    if (this.#isTold && this.#state === 'done' && undecided === 0) return undefined
    return {
      state: this.#state,
      total: this.#total,
      checked: this.#checked,
      resumed: this.#resumed,
      ended: this.#ended,
      undecided,
      interrupted: left.interrupted,
      version: left.version,
      ...(this.#error === undefined ? {} : { error: errorEnvelope(this.#error) }),
    }
  }

  /** Begins, without waiting for its end. */
  begin(): void {
    this.#run().catch((error: unknown) => {
      if (this.#closed) return
      const { problems, change } = this.#parts
      this.#state = 'failed'
      this.#error = asKeyholdError(error)
      problems.report('keyhold_recovery', errorEnvelope(error))
      change.mark()
    })
  }

  dismiss(): void {
    this.#isTold = true
    this.#parts.change.mark()
  }

  close(): void {
    this.#closed = true
  }

  async #run(): Promise<void> {
    const { journal, readMarks, change, reEntry } = this.#parts
    const { here } = await journal.countLeft()
    if (here === 0) {
      this.#state = 'done'
      change.mark()
      ;(await readMarks()).remove()
      return
    }
    this.#total = here
    this.#isTold = false
    this.#state = 'waiting-for-redis'
    await reEntry.learn()
    change.mark()
    const marks = await readMarks()
    await this.#ready()
    this.#state = 'checking'
    let after: EntryPlace | undefined
    do {
      const { rows, next } = await journal.left({ limit: PAGE, ...(after === undefined ? {} : { after }) })
      await this.#page(rows, marks)
      after = next
      change.mark()
    } while (after !== undefined && !this.#closed)
    if (this.#closed) return
    marks.remove()
    this.#state = 'done'
    change.mark()
  }

  async #page(entries: readonly LeftEntry[], marks: LeftMarks): Promise<void> {
    const { generation, holds } = await this.#find(entries.map(({ key }) => key))
    const instance = this.#parts.dedup.instance
    const resumed: { readonly entry: LeftEntry; readonly hold: EarlierHold | undefined }[] = []
    const over: EntryPlace[] = []
    const interrupted: EntryPlace[] = []
    const ends: Promise<void>[] = []
    for (const [index, entry] of entries.entries()) {
      const verdict = verdictOf(
        {
          ...{ state: entry.state, number: entry.number, instance: entry.instance },
          mark: marks.markOf(entry.instance, entry.number),
          found: holds[index] ?? { state: 'free' },
          ...{ generation, before: entry.generation },
        },
        (found) => ownerView(found.state === 'held' ? found.owner : { kind: 'unknown' }, instance),
      )
      const outcome = this.#outcomeOf(verdict)
      if (outcome.kind === 'resume') resumed.push({ entry, hold: outcome.hold })
      else if (outcome.kind === 'left') {
        this.#parts.left.add(entry, outcome.reason)
        if (outcome.reason.kind === 'interrupted') interrupted.push(placeOf(entry))
      } else {
        // Their holds go to Redis together.
        ends.push(this.#end(entry, outcome))
        over.push(placeOf(entry))
      }
    }
    await Promise.all(ends)
    await this.#resume(resumed)
    // The marks that tell of it go when all is taken up.
    if (interrupted.length > 0) await this.#parts.journal.interruptLeft(interrupted)
    if (over.length > 0) await this.#parts.journal.forgetLeft(over)
    this.#checked += entries.length
  }

  /** With what the operator chose for jobs that were interrupted. */
  #outcomeOf(verdict: Verdict): Outcome {
    switch (verdict.kind) {
      case 'resume':
        return verdict
      case 'undecided':
        return { kind: 'left', reason: verdict.reason }
      case 'interrupted': {
        const { interrupted } = this.#parts
        if (interrupted === 'run') return { kind: 'resume', hold: verdict.hold }
        if (interrupted === 'drop') return { kind: 'release', hold: verdict.hold, as: 'interrupted' }
        return { kind: 'left', reason: verdict.reason }
      }
      case 'undo':
        return { kind: 'release', hold: verdict.hold, as: undefined }
      case 'settle':
        return verdict
    }
  }

  async #end(entry: LeftEntry, outcome: Extract<Outcome, { kind: 'release' | 'settle' }>): Promise<void> {
    const { history, reEntry } = this.#parts
    const { hold } = outcome
    if (outcome.kind === 'settle') {
      this.#ended += 1
      history.addEnded(entry, outcome.mark)
      if (hold) await reEntry.settle(hold)
      return
    }
    if (hold) await reEntry.release(hold)
    if (outcome.as !== undefined) history.add(entry, outcome.as)
  }

  /** They are entries of this run before they can run. */
  async #resume(
    jobs: readonly { readonly entry: LeftEntry; readonly hold: EarlierHold | undefined }[],
  ): Promise<void> {
    const { dedup, journal, reEntry, left } = this.#parts
    if (jobs.length === 0) return
    const numbered = jobs.map((job) => ({ ...job, number: dedup.nextNumber() }))
    await journal.takeOver(numbered.map(({ entry, number }) => ({ ...placeOf(entry), newNumber: number })))
    // All are asked for in one turn: they enter in this order.
    await Promise.all(
      numbered.map(async ({ entry, hold, number }) => {
        const refusal = await reEntry.enter(entry, number, hold)
        if (refusal === undefined) this.#resumed += 1
        else left.add(entry, refusal.reason, number)
      }),
    )
  }

  /** As often as it takes: Redis may go away in the middle. */
  async #find(keys: readonly string[]) {
    for (;;) {
      try {
        return await this.#parts.reEntry.find(keys)
      } catch (error) {
        if (this.#closed || !(error instanceof KeyholdError)) throw error
        await wait(TRY_AGAIN_MS, undefined, { ref: false })
        await this.#ready()
      }
    }
  }

  #ready(): Promise<void> {
    const { dedup } = this.#parts
    if (dedup.link().state === 'ready') return Promise.resolve()
    return new Promise((resolve) => {
      const unsubscribe = dedup.on('link', ({ state }) => {
        if (state !== 'ready') return
        unsubscribe()
        resolve()
      })
    })
  }
}
