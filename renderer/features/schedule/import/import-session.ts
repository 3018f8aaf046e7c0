import type { ErrorEnvelope } from '../../../../src/contract/errors'
import { envelopeOf } from '../../../api/client'
import type { ImportSummary } from './import-desk'
import { ImportReader } from './import-reader'
import type { ImportCounts } from './judgement'
import type { Mapping } from './mapping'
import { handOver } from './hand-over'
import type { ReadOptions } from './reading/read-table'

/** What the rows of the file come to with one mapping. */
export interface Judged {
  /** Another one for each judgement: what was fetched of an older one is stale. */
  readonly id: number
  readonly counts: ImportCounts
}

export interface MappedStage {
  readonly stage: 'mapped'
  readonly name: string
  readonly summary: ImportSummary
  readonly mapping: Mapping
  readonly judged: Judged | undefined
  /** Reading or judging anew. */
  readonly busy: boolean
  readonly error: ErrorEnvelope | undefined
}

/** Where an import stands. */
export type ImportStage =
  | { readonly stage: 'closed' }
  | { readonly stage: 'choosing'; readonly error: ErrorEnvelope | undefined }
  | { readonly stage: 'reading'; readonly name: string }
  | MappedStage
  | { readonly stage: 'sending'; readonly name: string; readonly sent: number; readonly total: number }

/**
 * The one import of the window: from the choice of a file to the moment at which its jobs are handed over and
 * confirmed. It outlives the page that shows it, and ends with the window.
 */
export class ImportSession {
  #stage: ImportStage = { stage: 'closed' }
  #reader: ImportReader | undefined
  #judgements = 0
  /** Asked for while another one is under way: only the last counts. */
  #nextMapping: Mapping | undefined
  #abort: AbortController | undefined
  readonly #listeners = new Set<() => void>()

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  readonly snapshot = (): ImportStage => this.#stage

  get reader(): ImportReader {
    this.#reader ??= new ImportReader()
    return this.#reader
  }

  choose(): void {
    this.#restart({ stage: 'choosing', error: undefined })
  }

  close(): void {
    this.#restart({ stage: 'closed' })
  }

  /** Reads a file, or text that was pasted. */
  async open(name: string, content: Blob | string): Promise<void> {
    this.#restart({ stage: 'reading', name })
    const { reader } = this
    try {
      const summary = await reader.ask('open', { name, content })
      if (reader !== this.#reader) return
      this.#show(name, summary, summary.guess)
    } catch (error) {
      if (reader === this.#reader) this.#restart({ stage: 'choosing', error: envelopeOf(error) })
    }
  }

  /** Reads the same text in another way; the columns may be others then. */
  async read(options: ReadOptions): Promise<void> {
    const stage = this.#stage
    if (stage.stage !== 'mapped') return
    const { reader } = this
    this.#enter({ ...stage, busy: true, judged: undefined, error: undefined })
    try {
      const summary = await reader.ask('read', options)
      if (reader === this.#reader) this.#show(stage.name, summary, summary.guess)
    } catch (error) {
      if (reader === this.#reader)
        this.#enter({ ...stage, judged: undefined, busy: false, error: envelopeOf(error) })
    }
  }

  map(mapping: Mapping): void {
    const stage = this.#stage
    if (stage.stage !== 'mapped') return
    const underWay = stage.busy
    this.#enter({ ...stage, mapping, busy: true })
    this.#nextMapping = mapping
    if (!underWay) void this.#judge()
  }

  /** Hands the good rows over and has them scheduled; a failure leads back to the mapping, and nothing is scheduled. */
  async send(profileId: string): Promise<void> {
    const stage = this.#stage
    if (stage.stage !== 'mapped' || !stage.judged) return
    const { name } = stage
    const total = stage.judged.counts.good
    const abort = new AbortController()
    this.#abort = abort
    this.#enter({ stage: 'sending', name, sent: 0, total })
    // Another import may have been begun meanwhile: it stays as it is.
    const isShown = (): boolean => this.#abort === abort && this.#stage.stage === 'sending'
    try {
      const committed = await handOver({
        profileId,
        name,
        total,
        signal: abort.signal,
        jobs: (from) => this.reader.ask('jobs', from),
        sent: (sent) => this.#enter({ stage: 'sending', name, sent, total }),
      })
      if (!isShown()) return
      if (committed) this.close()
      else this.#enter(stage)
    } catch (error) {
      if (isShown()) this.#enter(abort.signal.aborted ? stage : { ...stage, error: envelopeOf(error) })
    }
  }

  /** Back to the mapping; what was handed over is dropped, unless it is being scheduled by now. */
  cancelSending(): void {
    this.#abort?.abort()
  }

  #show(name: string, summary: ImportSummary, mapping: Mapping): void {
    this.#enter({ stage: 'mapped', name, summary, mapping, judged: undefined, busy: true, error: undefined })
    this.#nextMapping = mapping
    void this.#judge()
  }

  async #judge(): Promise<void> {
    const { reader } = this
    while (this.#nextMapping) {
      const mapping = this.#nextMapping
      this.#nextMapping = undefined
      try {
        const counts = await reader.ask('judge', mapping)
        this.#judgements += 1
        const judged = { id: this.#judgements, counts }
        this.#keepJudged(reader, { judged, error: undefined })
      } catch (error) {
        this.#keepJudged(reader, { judged: undefined, error: envelopeOf(error) })
      }
    }
  }

  #keepJudged(reader: ImportReader, result: Pick<MappedStage, 'judged' | 'error'>): void {
    const stage = this.#stage
    if (reader !== this.#reader || stage.stage !== 'mapped') return
    this.#enter({ ...stage, ...result, busy: this.#nextMapping !== undefined })
  }

  /** What was read goes, with the worker that has it. */
  #restart(stage: ImportStage): void {
    this.#abort?.abort()
    this.#reader?.close()
    this.#reader = undefined
    this.#nextMapping = undefined
    this.#enter(stage)
  }

  #enter(stage: ImportStage): void {
    this.#stage = stage
    for (const listener of this.#listeners) listener()
  }
}

export const importSession = new ImportSession()
