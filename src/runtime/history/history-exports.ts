import { randomUUID } from 'node:crypto'
import type { HistoryExportView, HistoryFilter, HistorySort } from '../../contract/history'
import { LIMITS } from '../../contract/limits'
import { KeyholdError } from '../../processor/errors'
import type { JobStore } from '../../store/job-store'
import { saveWhole } from '../save-whole'
import { errorEnvelope } from '../views/error-envelope'
import { exportText, type HistoryFormat } from './export-lines'
import { storeFilter, storeQuery } from './history-views'

interface ExportRequest {
  readonly filter: HistoryFilter
  readonly sort: HistorySort
  readonly format: HistoryFormat
  /** Absolute. */
  readonly path: string
}

interface Export {
  view: HistoryExportView
  readonly abort: AbortController
  ended: Promise<void>
}

/** Writes what is kept into a file, one export at a time, and says how far it is. */
export class HistoryExports {
  readonly #changed: () => void
  #last: Export | undefined

  constructor(changed: () => void) {
    this.#changed = changed
  }

  view(): HistoryExportView | undefined {
    return this.#last?.view
  }

  /** @throws KeyholdError `export-running`, or why the history cannot be read */
  async start(store: JobStore, { filter, sort, format, path }: ExportRequest): Promise<HistoryExportView> {
    this.#refuseSecond()
    const { count, more } = await store.countJobs(storeFilter(filter), LIMITS.historyCounted)
    this.#refuseSecond()
    const abort = new AbortController()
    const view = { exportId: randomUUID(), path, state: 'writing', rows: 0, total: count, more } as const
    const begun: Export = { view, abort, ended: Promise.resolve() }
    this.#last = begun
    const jobs = store.everyJob(storeQuery(filter, sort), abort.signal)
    const wrote = (rows: number): void => this.#now(begun, { rows: begun.view.rows + rows })
    begun.ended = saveWhole(path, exportText(jobs, format, wrote), abort.signal).then(
      () => this.#now(begun, { state: 'done' }),
      (error: unknown) =>
        this.#now(
          begun,
          abort.signal.aborted ? { state: 'cancelled' } : { state: 'failed', error: errorEnvelope(error) },
        ),
    )
    this.#changed()
    return begun.view
  }

  /** What was written so far is removed. One that has ended stays as it is. */
  async cancel(exportId: string): Promise<void> {
    if (this.#last?.view.exportId !== exportId) return
    this.#last.abort.abort()
    await this.#last.ended
  }

  dismiss(exportId: string): void {
    const { view } = this.#last ?? {}
    if (view?.exportId !== exportId || view.state === 'writing') return
    this.#last = undefined
    this.#changed()
  }

  async close(): Promise<void> {
    this.#last?.abort.abort()
    await this.#last?.ended
  }

  #now(of: Export, changes: Partial<HistoryExportView>): void {
    of.view = { ...of.view, ...changes }
    this.#changed()
  }

  #refuseSecond(): void {
    if (this.#last?.view.state !== 'writing') return
    throw new KeyholdError(
      'export-running',
      'An export of the history is being written already.',
      'Wait for its end, or cancel it.',
    )
  }
}
