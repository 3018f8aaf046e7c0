import type { HeldKeysSort, ScanView } from '../../contract/held-keys'
import { LIMITS } from '../../contract/limits'
import type { HoldDepth, HoldsScanOptions, InspectedHold, InspectorPage } from '../../dedup/key-inspector'
import { errorEnvelope } from '../views/error-envelope'
import { canCross } from './held-key-view'
import { FoundHold, SharedTexts } from './found-hold'
import type { CompiledFilter } from './held-keys-filter'
import { HeldKeysOrder } from './held-keys-order'
import type { Heartbeats } from './heartbeats'

/** Names and values of all rows together; further matches are counted only. */
const LARGEST_ROWS_BYTES = 128 * 1_048_576

/** Names of holds, as `latin1`. */
export interface HoldNames {
  has(name: string): boolean
}

export interface HeldKeysScanOptions {
  readonly scanId: string
  readonly filter: CompiledFilter
  readonly heartbeats: Heartbeats
  readonly pages: (options: HoldsScanOptions) => AsyncIterable<InspectorPage>
  /** Called after each page. */
  readonly changed: () => void
}

/**
 * One walk over the holds of a namespace. Keeps the matches as rows up to a bound and counts the rest, and reads of those
 * no more than counting them needs; rows can be read while it is at work.
 */
export class HeldKeysScan {
  readonly scanId: string
  readonly heartbeats: Heartbeats
  readonly #options: HeldKeysScanOptions
  readonly #abort = new AbortController()
  readonly #texts = new SharedTexts()
  readonly #order = new HeldKeysOrder()
  readonly #ended: Promise<void>
  #rows: FoundHold[] = []
  #rowsBytes = 0
  #full = false
  #matches = 0
  #version = 0
  #scanned = 0
  #approximateTotal = 0
  #state: ScanView['state'] = 'scanning'
  #error: ScanView['error']

  /** Begins at once. */
  constructor(options: HeldKeysScanOptions) {
    this.scanId = options.scanId
    this.heartbeats = options.heartbeats
    this.#options = options
    this.#ended = this.#run()
  }

  view(): ScanView {
    return {
      scanId: this.scanId,
      state: this.#state,
      rows: this.#rows.length,
      matches: this.#matches,
      version: this.#version,
      scanned: this.#scanned,
      approximateTotal: this.#approximateTotal,
      ...(this.#error ? { error: this.#error } : {}),
    }
  }

  /** @returns the rows of one range, and how many there are */
  async rows(
    sort: HeldKeysSort,
    range: { readonly offset: number; readonly limit: number },
  ): Promise<{ readonly total: number; readonly holds: readonly InspectedHold[] }> {
    const found = await this.#order.range(() => this.#rows, sort, range)
    return { total: this.#rows.length, holds: found.map((row) => row.hold()) }
  }

  /** All rows, in the order in which they were found. */
  all(): readonly FoundHold[] {
    return [...this.#rows]
  }

  /** Takes holds that are gone out of the rows. @param names as `latin1` */
  forget(names: HoldNames): void {
    const gone = new Set(this.#rows.filter(({ name }) => names.has(name)))
    if (gone.size === 0) return
    this.#rows = this.#rows.filter((row) => !gone.has(row))
    for (const { bytes } of gone) this.#rowsBytes -= bytes
    // There is room again: what comes now is read, and kept.
    this.#full = false
    this.#matches -= gone.size
    this.#order.remove(gone)
    this.#version += 1
    this.#options.changed()
  }

  /** Holds are kept for longer by an act of this app. @param expiries Redis' time, by names as `latin1` */
  extended(expiries: ReadonlyMap<string, number>): void {
    for (const row of this.#rows) {
      const expiresAt = expiries.get(row.name)
      if (expiresAt !== undefined) row.extendTo(expiresAt)
    }
    this.#order.reset()
    this.#version += 1
    this.#options.changed()
  }

  /** What was found stays. Resolves when it has ended. */
  async stop(): Promise<void> {
    if (this.#state === 'scanning') this.#state = 'stopped'
    this.#abort.abort()
    await this.#ended
  }

  async #run(): Promise<void> {
    const { filter, pages, changed } = this.#options
    const { signal } = this.#abort
    const reads = (): HoldDepth => (this.#full ? filter.needs : 'value')
    try {
      for await (const page of pages({ ...filter.names, reads, signal })) {
        if (this.#state !== 'scanning') return
        await this.#options.heartbeats.learn(page.holds, signal)
        this.#take(page)
        changed()
      }
      if (this.#state === 'scanning') this.#state = 'done'
    } catch (error) {
      if (this.#state !== 'scanning') return
      this.#state = 'failed'
      this.#error = errorEnvelope(error)
    } finally {
      changed()
    }
  }

  #take({ scanned, approximateTotal, holds, expiries, matches }: InspectorPage): void {
    const { filter } = this.#options
    this.#scanned = scanned
    this.#approximateTotal = approximateTotal
    if (expiries !== undefined) this.#matches += expiries.filter(filter.lastsAsAsked).length
    else if (holds.length === 0 && filter.needs === 'name' && this.#full) this.#matches += matches
    for (const hold of holds) {
      if (!filter.isMatch(hold)) continue
      this.#matches += 1
      this.#keep(hold)
    }
  }

  #keep(hold: InspectedHold): void {
    if (!canCross(hold.name)) return
    const bytes = hold.name.length + (hold.value?.length ?? 0)
    if (this.#rows.length >= LIMITS.heldKeysKept || this.#rowsBytes + bytes > LARGEST_ROWS_BYTES) {
      this.#full = true
      return
    }
    this.#rowsBytes += bytes
    this.#rows.push(new FoundHold(hold, this.#texts))
    this.#version += 1
  }
}
