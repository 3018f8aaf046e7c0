import type { BulkActView } from '../../../contract/bulk'
import type { RequestOf, ResponseOf } from '../../../contract/channels'
import type { WaitingFilter, WaitingSearchView } from '../../../contract/queue-filter'

/** Filtered lists of jobs, and acts on many of them. */
export interface QueueFace {
  /** Begins a search among the waiting jobs; the one before it goes. */
  search(filter: WaitingFilter): WaitingSearchView
  endSearch(searchId: string): void
  /** Ends the search, whichever it is: nobody is left who asked for it. */
  forgetSearch(): void
  /** @throws KeyholdError `unknown-search` */
  matches(request: Omit<RequestOf<'queue.matches'>, 'profileId'>): ResponseOf<'queue.matches'>
  /** @throws KeyholdError `read-only`, `too-many-acts` */
  cancelJobs(request: Omit<RequestOf<'queue.cancel-jobs'>, 'profileId'>): BulkActView
  /** @throws KeyholdError `read-only`, `too-many-acts` */
  cancelMatching(wanted: Omit<RequestOf<'queue.cancel-matching'>, 'profileId'>): BulkActView
  /** @throws KeyholdError `read-only`, `too-many-acts` */
  scheduleAgain(sequences: readonly number[]): BulkActView
}
