import { randomUUID } from 'node:crypto'
import type { RequestOf, ResponseOf } from '../../../contract/channels'
import { LIMITS } from '../../../contract/limits'
import type { WaitingFilter, WaitingSearchView } from '../../../contract/queue-filter'
import type { FinishedRow } from '../../../contract/queue'
import { KeyholdError } from '../../../processor/errors'
import type { Unsubscribe } from '../../../processor/clock'
import type { BulkActView } from '../../../contract/bulk'
import { someKeys } from '../../audit/many-act'
import { refuseReadOnly } from '../../read-only'
import type { RuntimeParts } from '../../runtime-parts'
import { waitingRows } from '../waiting-view'
import type { QueueFace } from './queue-face'
import { cancelJobsPlan, cancelMatchingPlan } from './cancel-jobs'
import { finishedMatches } from './finished-matches'
import { scheduleAgainPlan } from './schedule-again'
import { WaitingSearch } from './waiting-search'

type Parts = Pick<RuntimeParts, 'profile' | 'clock' | 'change' | 'processor' | 'handler' | 'jobs' | 'bulk'>

/** The queue as an operator filters it, and what is done to many jobs at once. */
export class QueueDesk implements QueueFace {
  readonly #parts: Parts
  #search: WaitingSearch | undefined
  #unsubscribe: Unsubscribe | undefined

  constructor(parts: Parts) {
    this.#parts = parts
  }

  finished(request: Omit<RequestOf<'queue.finished'>, 'profileId'>): ResponseOf<'queue.finished'> {
    const { finished } = this.#parts.jobs
    const { version, count } = finished
    if (request.filter) return { version, ...finishedMatches(finished, request.filter, request) }
    return { version, total: count, rows: finished.newest(request.offset, request.limit) }
  }

  /** Begins a search among the waiting jobs; the one before it goes. */
  search(filter: WaitingFilter): WaitingSearchView {
    this.close()
    const { processor, clock, change } = this.#parts
    const search = new WaitingSearch({
      ...{ searchId: randomUUID(), filter, processor, clock },
      changed: change.mark,
    })
    this.#search = search
    this.#unsubscribe = change.on(search.poke)
    change.mark()
    return search.view()
  }

  /** A search that another one has replaced has ended already. */
  endSearch(searchId: string): void {
    if (this.#search?.searchId === searchId) this.forgetSearch()
  }

  forgetSearch(): void {
    this.close()
    this.#parts.change.mark()
  }

  searchView(): WaitingSearchView | undefined {
    return this.#search?.view()
  }

  /** @throws KeyholdError `unknown-search` */
  matches({
    searchId,
    offset,
    limit,
  }: Omit<RequestOf<'queue.matches'>, 'profileId'>): ResponseOf<'queue.matches'> {
    const { processor, jobs, handler, clock } = this.#parts
    const search = this.#known(searchId)
    const rowOf = waitingRows(processor, {
      typicalMs: jobs.typicalMs(),
      lanes: handler.concurrency,
      attempts: handler.attempts,
      now: clock.wall(),
    })
    const found = search.jobs(offset, limit)
    const positions = processor.queueView.positionsOf(found.map(({ jobId }) => jobId))
    return {
      total: search.view().rows,
      rows: found.map((job, index) => rowOf(job, positions[index] ?? 0)),
    }
  }

  /** @throws KeyholdError `read-only`, `too-many-acts` */
  cancelJobs({ jobIds, reason }: Omit<RequestOf<'queue.cancel-jobs'>, 'profileId'>): BulkActView {
    this.#refuseReadOnly('Cancelling jobs')
    const { bulk, processor } = this.#parts
    const keys = someKeys(this.#keysHere(jobIds))
    return bulk.start(cancelJobsPlan(processor, jobIds, this.#keysOf), {
      about: { act: 'cancel-jobs', keys },
      reason,
    })
  }

  /** @throws KeyholdError `read-only`, `too-many-acts` */
  cancelMatching(wanted: Omit<RequestOf<'queue.cancel-matching'>, 'profileId'>): BulkActView {
    this.#refuseReadOnly('Cancelling jobs')
    const { processor, clock, bulk } = this.#parts
    const { filter, counted, reason } = wanted
    return bulk.start(cancelMatchingPlan({ processor, clock, filter, counted, namesOf: this.#keysOf }), {
      about: { act: 'cancel-jobs', ...(filter.text === '' ? {} : { matching: filter.text }) },
      reason,
    })
  }

  /** @throws KeyholdError `read-only`, `too-many-acts` */
  scheduleAgain(sequences: readonly number[]): BulkActView {
    this.#refuseReadOnly('Scheduling')
    const { processor, jobs, bulk } = this.#parts
    const wanted = new Set(sequences)
    const again = this.#finishedRows().filter(({ sequence }) => wanted.has(sequence))
    return bulk.start(
      scheduleAgainPlan({
        jobs: again,
        total: wanted.size,
        argumentOf: (jobId) => jobs.argumentOf(jobId),
        schedule: ({ key, backoffMs, argument }) => processor.scheduleWithReason(key, backoffMs, argument),
      }),
      { about: { act: 'schedule-again', keys: someKeys(again.map(({ key }) => key)) } },
    )
  }

  /** Ends the search. */
  close(): void {
    this.#unsubscribe?.()
    this.#search?.close()
    this.#search = undefined
  }

  *#keysHere(jobIds: readonly number[]): Iterable<string> {
    for (const jobId of jobIds) {
      const job = this.#parts.processor.findJob({ jobId })
      if (job) yield job.key
    }
  }

  /** The keys of finished jobs, as far as they are remembered. */
  readonly #keysOf = (jobIds: readonly number[]): ReadonlyMap<number, string> => {
    const wanted = new Set(jobIds)
    const rows = this.#finishedRows().filter(({ jobId }) => wanted.has(jobId))
    return new Map(rows.map(({ jobId, key }) => [jobId, key]))
  }

  #finishedRows(): FinishedRow[] {
    return this.#parts.jobs.finished.newest(0, LIMITS.finishedKept)
  }

  #refuseReadOnly(act: string): void {
    refuseReadOnly(this.#parts.profile, act)
  }

  #known(searchId: string): WaitingSearch {
    if (this.#search?.searchId === searchId) return this.#search
    throw new KeyholdError(
      'unknown-search',
      'This search has ended: another one took its place, or the filter was cleared.',
      'Set the filter again.',
    )
  }
}
