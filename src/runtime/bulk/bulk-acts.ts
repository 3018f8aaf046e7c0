import { randomUUID } from 'node:crypto'
import type { AuditAct } from '../../contract/audit'
import type { BulkActView, BulkFailureRow } from '../../contract/bulk'
import type { Clock } from '../../processor/clock'
import { KeyholdError } from '../../processor/errors'
import { manyAct, type ManyAbout } from '../audit/many-act'
import { BulkAct, type BulkPlan } from './bulk-act'

/** Shown, ended ones included. */
const MOST_KEPT = 4
const MOST_AT_WORK = 3
/** Things; the audit notes of larger acts that they begin, so that it is known should the app end in their midst. */
const LARGE = 1_000

export interface BulkActsOptions {
  readonly clock: Clock
  readonly changed: () => void
  /** Notes what was done. */
  readonly note: (act: AuditAct, reason: string | undefined) => void
}

/** What is noted of an act beside what it comes to. */
export interface ActAbout {
  readonly about: ManyAbout
  readonly reason?: string | undefined
}

/** The acts on many things of a runtime: those at work, and the last ones that ended. */
export class BulkActs {
  readonly #options: BulkActsOptions
  /** Oldest first. */
  #acts: readonly BulkAct[] = []

  constructor(options: BulkActsOptions) {
    this.#options = options
  }

  /** @throws KeyholdError `too-many-acts` */
  start(plan: BulkPlan, { about, reason }: ActAbout): BulkActView {
    if (this.#acts.filter((act) => act.atWork).length >= MOST_AT_WORK) {
      throw new KeyholdError(
        'too-many-acts',
        `${MOST_AT_WORK} acts on many things are at work already.`,
        'Wait until one has ended, or stop it.',
      )
    }
    const act = new BulkAct({ ...plan, ...this.#options, actId: randomUUID() })
    this.#acts = [...this.#withRoom(), act]
    this.#options.changed()
    const note = (): void => this.#options.note(manyAct(about, act.view()), reason)
    if (plan.total === undefined || plan.total > LARGE) note()
    void act.ended.then(note)
    return act.view()
  }

  /** @throws KeyholdError `unknown-act` */
  async stop(actId: string): Promise<BulkActView> {
    const act = this.#known(actId)
    await act.stop()
    return act.view()
  }

  /** @throws KeyholdError `unknown-act` */
  failures(
    actId: string,
    { offset, limit }: { readonly offset: number; readonly limit: number },
  ): { readonly total: number; readonly rows: BulkFailureRow[] } {
    return this.#known(actId).failures(offset, limit)
  }

  /** Forgets one that has ended; one at work stays. */
  dismiss(actId: string): void {
    this.#acts = this.#acts.filter((act) => act.actId !== actId || act.atWork)
    this.#options.changed()
  }

  views(): BulkActView[] {
    return this.#acts.map((act) => act.view())
  }

  async stopAll(): Promise<void> {
    await Promise.all(this.#acts.map((act) => act.stop()))
  }

  #known(actId: string): BulkAct {
    const act = this.#acts.find((candidate) => candidate.actId === actId)
    if (act) return act
    throw new KeyholdError(
      'unknown-act',
      'This act is not known any more.',
      'It ended a while ago: look at the list for what it changed.',
    )
  }

  /** Room for one more: the oldest that has ended goes. */
  #withRoom(): readonly BulkAct[] {
    if (this.#acts.length < MOST_KEPT) return this.#acts
    const oldest = this.#acts.find((act) => !act.atWork)
    return this.#acts.filter((act) => act !== oldest)
  }
}
