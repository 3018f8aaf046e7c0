import type { ImportedJob } from '../../contract/channels/import'
import type { Profile } from '../../contract/profile'
import type { RepeatView } from '../../contract/queue'
import { KeyholdError } from '../../processor/errors'
import { refuseReadOnly } from '../read-only'
import type { RepeatPlan } from '../repeats/repeat-plan'
import { importPlan } from './import-plan'
import { PendingImport } from './pending-import'

/** How the jobs of a file come in. Methods throw KeyholdError. */
export interface ImportsFace {
  begin(file: { readonly name: string; readonly total: number }): { readonly importId: string }
  add(part: { readonly importId: string; readonly jobs: readonly ImportedJob[] }): {
    readonly received: number
  }
  commit(importId: string): RepeatView
  drop(importId: string): void
  /** The page is gone: what it had begun goes too. */
  forget(): void
}

export interface ImportsOptions {
  readonly profile: Profile
  /** @throws KeyholdError `too-many-repeats` */
  readonly start: (plan: RepeatPlan) => RepeatView
}

/** The one import that is being handed over; committed, it is a repeat as any other. */
export class Imports implements ImportsFace {
  readonly #options: ImportsOptions
  #pending: PendingImport | undefined

  constructor(options: ImportsOptions) {
    this.#options = options
  }

  begin({ name, total }: { readonly name: string; readonly total: number }): { readonly importId: string } {
    refuseReadOnly(this.#options.profile, 'Scheduling')
    this.#pending = new PendingImport(name, total)
    return { importId: this.#pending.importId }
  }

  add({ importId, jobs }: { readonly importId: string; readonly jobs: readonly ImportedJob[] }): {
    readonly received: number
  } {
    return { received: this.#known(importId).add(jobs) }
  }

  commit(importId: string): RepeatView {
    const pending = this.#known(importId)
    const view = this.#options.start(importPlan(pending.name, pending.whole()))
    this.#pending = undefined
    return view
  }

  drop(importId: string): void {
    if (this.#pending?.importId === importId) this.#pending = undefined
  }

  forget(): void {
    this.#pending = undefined
  }

  #known(importId: string): PendingImport {
    if (this.#pending?.importId === importId) return this.#pending
    throw new KeyholdError(
      'unknown-import',
      'This import was dropped before it was confirmed; nothing was scheduled.',
      'Open the file again.',
    )
  }
}
