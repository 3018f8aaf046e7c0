import { randomUUID } from 'node:crypto'
import type { ExportFormat, ExportKind, ExportView } from '../../contract/exports'
import type { Clock } from '../../processor/clock'
import { KeyholdError } from '../../processor/errors'
import { errorEnvelope } from '../views/error-envelope'
import { exportText, type ExportShape } from './export-text'
import type { ExportsFace } from './exports-face'
import { writeFileWhole } from './write-file'

/** Shown, ended ones included. */
const MOST_KEPT = 4
const MOST_AT_WORK = 2

export interface ExportPlan<Row> extends ExportShape<Row> {
  readonly kind: ExportKind
  readonly format: ExportFormat
  /** Absolute; one that is there is replaced. */
  readonly path: string
  /** Read as fast as they are written; ends, or throws, soon after the signal. */
  readonly rows: (signal: AbortSignal) => AsyncIterable<Row>
  /** Rows that there are, where that is counted. */
  readonly total?: number | undefined
}

export interface ExportsOptions {
  readonly clock: Clock
  /** Called when a view says something else. */
  readonly changed: () => void
}

interface Kept {
  view: ExportView
  readonly abort: AbortController
  readonly ended: Promise<void>
}

/** Files that are written in the background: those at work, and the last ones that ended. */
export class Exports implements ExportsFace {
  readonly #options: ExportsOptions
  /** By id, the oldest first. */
  readonly #kept = new Map<string, Kept>()

  constructor(options: ExportsOptions) {
    this.#options = options
  }

  /** @throws KeyholdError `too-many-exports` */
  start<Row>(plan: ExportPlan<Row>): ExportView {
    if (this.views().filter(({ state }) => state === 'working').length >= MOST_AT_WORK) throw tooMany()
    this.#makeRoom()
    const exportId = randomUUID()
    const abort = new AbortController()
    const view: ExportView = {
      ...{ exportId, kind: plan.kind, state: 'working', path: plan.path, rows: 0 },
      ...(plan.total === undefined ? {} : { total: plan.total }),
      startedAt: this.#options.clock.wall(),
    }
    this.#kept.set(exportId, { view, abort, ended: this.#write(exportId, plan, abort.signal) })
    this.#options.changed()
    return view
  }

  /** Resolves when no file is left; one that has ended stays as it is. @throws KeyholdError `unknown-export` */
  async cancel(exportId: string): Promise<ExportView> {
    const kept = this.#known(exportId)
    kept.abort.abort()
    await kept.ended
    return kept.view
  }

  /** Forgets one that has ended; one at work stays. */
  dismiss(exportId: string): void {
    if (this.#kept.get(exportId)?.view.state === 'working') return
    this.#kept.delete(exportId)
    this.#options.changed()
  }

  /** @throws KeyholdError `unknown-export` */
  pathOf(exportId: string): string {
    return this.#known(exportId).view.path
  }

  views(): ExportView[] {
    return [...this.#kept.values()].map(({ view }) => view)
  }

  async cancelAll(): Promise<void> {
    await Promise.all([...this.#kept.keys()].map((id) => this.cancel(id)))
  }

  async #write<Row>(exportId: string, plan: ExportPlan<Row>, signal: AbortSignal): Promise<void> {
    const written = (rows: number): void =>
      this.#change(exportId, (view) => ({ ...view, rows: view.rows + rows }))
    const end = (end: Pick<ExportView, 'state' | 'error'>): void =>
      this.#change(exportId, (view) => ({ ...view, ...end, endedAt: this.#options.clock.wall() }))
    try {
      await writeFileWhole(plan.path, exportText(plan.rows(signal), plan.format, plan, written), signal)
      end({ state: 'done' })
    } catch (error) {
      end(signal.aborted ? { state: 'cancelled' } : { state: 'failed', error: errorEnvelope(error) })
    }
  }

  #change(exportId: string, changed: (view: ExportView) => ExportView): void {
    const kept = this.#kept.get(exportId)
    if (!kept) return
    kept.view = changed(kept.view)
    this.#options.changed()
  }

  #makeRoom(): void {
    if (this.#kept.size < MOST_KEPT) return
    const oldest = this.views().find(({ state }) => state !== 'working')
    if (oldest) this.#kept.delete(oldest.exportId)
  }

  #known(exportId: string): Kept {
    const kept = this.#kept.get(exportId)
    if (kept) return kept
    throw new KeyholdError(
      'unknown-export',
      'This export is not known any more.',
      'It ended a while ago: look for its file.',
    )
  }
}

function tooMany(): KeyholdError {
  return new KeyholdError(
    'too-many-exports',
    `${MOST_AT_WORK} exports are at work already.`,
    'Wait until one has ended, or cancel it.',
  )
}
