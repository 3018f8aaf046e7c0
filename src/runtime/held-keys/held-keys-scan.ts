import type { HeldKeysFilter, HeldKeysSort, ScanView } from '../../contract/held-keys'
import { LIMITS } from '../../contract/limits'
import type { InspectedHold, InspectorPage } from '../../dedup/key-inspector'
import { errorEnvelope } from '../views/error-envelope'
import { canCross } from './held-key-view'
import type { FoundHold } from './found-hold'
import { HeldKeysOrder } from './held-keys-order'

/** Names and values of all rows together; further matches are counted only. */
const LARGEST_ROWS_BYTES = 128 * 1_048_576

export interface HeldKeysScanOptions {
  readonly scanId: string
  readonly filter: HeldKeysFilter
  readonly pages: (signal: AbortSignal) => AsyncIterable<InspectorPage>
  /** Called after each page. */
  readonly changed: () => void
}

/**
 * One walk over the holds of a namespace. Keeps the matches as rows up to a bound and counts the rest; rows can be
 * read while it is at work.
 */
export class HeldKeysScan {
  readonly scanId: string
  readonly #options: HeldKeysScanOptions
  readonly #abort = new AbortController()
  readonly #order = new HeldKeysOrder()
  readonly #ended: Promise<void>
  #rows: FoundHold[] = []
  #rowsBytes = 0
  #matches = 0
  #holds = 0
  #scanned = 0
  #approximateTotal = 0
  #state: ScanView['state'] = 'scanning'
  #error: ScanView['error']

  /** Begins at once. */
  constructor(options: HeldKeysScanOptions) {
    this.scanId = options.scanId
    this.#options = options
    this.#ended = this.#run()
  }

  view(): ScanView {
    return {
      scanId: this.scanId,
      state: this.#state,
      rows: this.#rows.length,
      matches: this.#matches,
      holds: this.#holds,
      scanned: this.#scanned,
      approximateTotal: this.#approximateTotal,
      ...(this.#error ? { error: this.#error } : {}),
    }
  }

  /** @returns the rows of one range, and how many there are */
  rows(
    sort: HeldKeysSort,
    range: { readonly offset: number; readonly limit: number },
  ): { readonly total: number; readonly holds: readonly InspectedHold[] } {
    const holds = this.#order.range(this.#rows, sort, range).map(({ hold }) => hold)
    return { total: this.#rows.length, holds }
  }

  /** Takes a hold that is gone out of the rows. */
  forget(name: Buffer): void {
    const left = this.#rows.filter(({ hold }) => !hold.name.equals(name))
    const removed = this.#rows.length - left.length
    if (removed === 0) return
    this.#rows = left
    this.#matches -= removed
    this.#holds -= removed
    this.#order.forget()
    this.#options.changed()
  }

  /** What was found stays. Resolves when it has ended. */
  async stop(): Promise<void> {
    if (this.#state === 'scanning') this.#state = 'stopped'
    this.#abort.abort()
    await this.#ended
  }

  async #run(): Promise<void> {
    try {
      for await (const page of this.#options.pages(this.#abort.signal)) {
        if (this.#state !== 'scanning') return
        this.#take(page)
        this.#options.changed()
      }
      if (this.#state === 'scanning') this.#state = 'done'
    } catch (error) {
      if (this.#state !== 'scanning') return
      this.#state = 'failed'
      this.#error = errorEnvelope(error)
    } finally {
      this.#options.changed()
    }
  }

  #take(page: InspectorPage): void {
    this.#scanned = page.scanned
    this.#approximateTotal = page.approximateTotal
    for (const hold of page.holds) {
      this.#holds += 1
      if (this.#isMatch(hold)) this.#keep(hold)
    }
  }

  #isMatch(hold: InspectedHold): boolean {
    const { text, currentOnly } = this.#options.filter
    if (currentOnly && !hold.current) return false
    return text === '' || hold.key.text.includes(text)
  }

  #keep(hold: InspectedHold): void {
    this.#matches += 1
    if (!canCross(hold.name)) return
    const bytes = hold.name.length + (hold.value?.length ?? 0)
    if (this.#rows.length >= LIMITS.heldKeysKept || this.#rowsBytes + bytes > LARGEST_ROWS_BYTES) return
    this.#rowsBytes += bytes
    const { remainingMs, readAt } = hold
    this.#rows.push({ hold, expiresAt: remainingMs === undefined ? undefined : readAt + remainingMs })
  }
}
