import { randomUUID } from 'node:crypto'
import type { RequestOf, ResponseOf } from '../../contract/channels'
import type { HeldKeyRow, HeldKeysFilter, ScanView } from '../../contract/held-keys'
import type { InspectedHold, KeyInspector } from '../../dedup/key-inspector'
import { KeyholdError } from '../../processor/errors'
import { canCross, heldKeyRow } from './held-key-view'
import { HeldKeysScan } from './held-keys-scan'
import { jobHere } from '../jobs/job-here'
import { releaseHold, type ReleaseRequest } from './release'
import type { RuntimeParts } from '../runtime-parts'

type Parts = Pick<RuntimeParts, 'change' | 'dedup' | 'inspector' | 'processor'>

/** The holds of the namespace as an operator sees them: one scan at a time, exact look-ups, releases. */
export class HeldKeys {
  readonly #parts: Parts
  readonly #inspector: KeyInspector
  #scan: HeldKeysScan | undefined

  constructor(parts: Parts) {
    this.#parts = parts
    this.#inspector = parts.inspector
  }

  /** Starts a scan; the one before it, and its rows, go. */
  scan(filter: HeldKeysFilter): ScanView {
    void this.#scan?.stop()
    const { change } = this.#parts
    this.#scan = new HeldKeysScan({
      scanId: randomUUID(),
      filter,
      pages: (signal) => this.#inspector.scan({ signal }),
      changed: change.mark,
    })
    change.mark()
    return this.#scan.view()
  }

  /** @throws KeyholdError `unknown-scan` */
  async stopScan(scanId: string): Promise<ScanView> {
    const scan = this.#known(scanId)
    await scan.stop()
    return scan.view()
  }

  /** @throws KeyholdError `unknown-scan` */
  rows({
    scanId,
    sort,
    offset,
    limit,
  }: Omit<RequestOf<'held-keys.rows'>, 'profileId'>): ResponseOf<'held-keys.rows'> {
    const { total, holds } = this.#known(scanId).rows(sort, { offset, limit })
    return { total, rows: holds.map((hold) => this.#row(hold)) }
  }

  scanView(): ScanView | undefined {
    return this.#scan?.view()
  }

  /** @throws KeyholdError `redis-error`, `bad-generation`, `bad-key` */
  async lookUp(key: string): Promise<ResponseOf<'held-keys.look-up'>> {
    const { redisKey, row } = await this.lookUpIn(key, undefined)
    return { redisKey, row }
  }

  /**
   * @param generation the current one where undefined
   * @throws KeyholdError as `lookUp`
   */
  async lookUpIn(
    key: string,
    generation: string | undefined,
  ): Promise<ResponseOf<'held-keys.look-up'> & { readonly generation: string }> {
    const { name, redisKey, hold, generation: read } = await this.#inspector.lookUp(key, generation)
    if (!canCross(name)) {
      throw new KeyholdError(
        'bad-key',
        `The name of this key in Redis has ${name.length.toLocaleString('en-US')} bytes, too many to be shown.`,
        'Look it up with redis-cli.',
      )
    }
    return { redisKey, generation: read, row: hold ? this.#row(hold) : null }
  }

  /** @throws KeyholdError `redis-error` */
  async release(request: ReleaseRequest): Promise<ResponseOf<'held-keys.release'>> {
    const outcome = await releaseHold(this.#parts, request, (hold) => this.#row(hold))
    if (outcome.outcome === 'released' || outcome.outcome === 'gone') {
      this.#scan?.forget(Buffer.from(request.nameBytes, 'base64'))
    }
    this.#parts.change.mark()
    return outcome
  }

  close(): void {
    void this.#scan?.stop()
  }

  #row(hold: InspectedHold): HeldKeyRow {
    const { dedup, processor } = this.#parts
    return heldKeyRow(hold, {
      instance: dedup.instance,
      generation: dedup.generation(),
      queuedHere: (key) => jobHere(processor, key)?.state,
    })
  }

  #known(scanId: string): HeldKeysScan {
    if (this.#scan?.scanId === scanId) return this.#scan
    throw new KeyholdError(
      'unknown-scan',
      'This scan has ended: another one took its place.',
      'Read the rows of the scan that is shown now.',
    )
  }
}
