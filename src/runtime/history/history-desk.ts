import type { ResponseOf } from '../../contract/channels'
import type { ExportView } from '../../contract/exports'
import { LIMITS } from '../../contract/limits'
import type { RuntimeParts } from '../runtime-parts'
import { historyShape } from './history-export'
import type { HistoryFace } from './history-face'
import { historyDetail, historyRow, storeFilter, storeQuery } from './history-views'
import { keptTimeline } from './kept-timeline'
import { rememberedTimeline } from './remembered-timeline'

type Parts = Pick<RuntimeParts, 'dedup' | 'exports' | 'jobs' | 'processor' | 'runs' | 'store'>

/** Events of its key among which a job's own are looked for. */
const EVENTS_OF_A_JOB = 1_000

/** Answers questions about jobs that have ended, from the store. */
export class HistoryDesk implements HistoryFace {
  readonly #parts: Parts
  readonly #run: string

  constructor(parts: Parts) {
    this.#parts = parts
    this.#run = parts.dedup.instance
  }

  async jobs({
    filter,
    sort,
    after,
    limit,
  }: Parameters<HistoryFace['jobs']>[0]): Promise<ResponseOf<'history.jobs'>> {
    const { rows, next } = await this.#parts.store.opened.jobs(storeQuery(filter, sort), { after, limit })
    return { rows: rows.map((row) => historyRow(row, this.#run)), next }
  }

  count({ filter, upTo }: Parameters<HistoryFace['count']>[0]): Promise<ResponseOf<'history.count'>> {
    return this.#parts.store.opened.countJobs(storeFilter(filter), upTo)
  }

  async job({ id }: Parameters<HistoryFace['job']>[0]): Promise<ResponseOf<'history.job'>> {
    const store = this.#parts.store.opened
    const job = await store.job(id)
    if (job === undefined) return { job: null }
    const { rows } = await store.keyEvents({ key: job.key, newestFirst: true }, { limit: EVENTS_OF_A_JOB })
    return { job: historyDetail(job, rows, this.#run) }
  }

  async timeline(asked: Parameters<HistoryFace['timeline']>[0]): Promise<ResponseOf<'history.timeline'>> {
    const { store } = this.#parts
    return store.ifOpen === undefined
      ? rememberedTimeline(this.#parts, asked.key)
      : keptTimeline({ ...this.#parts, store: store.ifOpen }, asked)
  }

  checkOpen(): void {
    const { failure } = this.#parts.store
    if (failure !== undefined) throw failure
  }

  async startExport({
    filter,
    sort,
    format,
    path,
  }: Parameters<HistoryFace['startExport']>[0]): Promise<ExportView> {
    const { exports, store } = this.#parts
    const { opened } = store
    const { count, more } = await opened.countJobs(storeFilter(filter), LIMITS.historyCounted)
    return exports.start({
      ...{ kind: 'history', format, path, total: more ? undefined : count },
      ...historyShape,
      rows: (signal) => opened.everyJob(storeQuery(filter, sort), signal),
    })
  }
}
