import { randomUUID } from 'node:crypto'
import type { RequestOf, ResponseOf } from '../../contract/channels'
import type { HeldKeyRow, HeldKeysFilter, ScanView } from '../../contract/held-keys'
import type { InspectedHold, KeyInspector } from '../../dedup/key-inspector'
import { KeyholdError } from '../../processor/errors'
import { canCross, heldKeyRow } from './held-key-view'
import { Heartbeats } from './heartbeats'
import { compileFilter } from './held-keys-filter'
import type { HoldsFace } from './held-keys-face'
import { HeldKeysScan } from './held-keys-scan'
import { HoldActs } from './hold-acts'
import { jobOfHold } from './job-of-hold'
import { notedRelease } from './noted-release'
import { releaseHold, type ReleaseRequest } from './release'
import type { RuntimeParts } from '../runtime-parts'

type Parts = Pick<
  RuntimeParts,
  | 'audit'
  | 'bulk'
  | 'change'
  | 'clock'
  | 'dedup'
  | 'inspector'
  | 'jobs'
  | 'processor'
  | 'profile'
  | 'recorder'
>

/** The holds of the namespace as an operator sees them: one scan at a time, exact look-ups, releases. */
export class HeldKeys {
  readonly #parts: Parts
  readonly #inspector: KeyInspector
  readonly acts: HoldsFace
  #scan: HeldKeysScan | undefined
  /** The text that all of its rows match. */
  #scannedFor = ''

  constructor(parts: Parts) {
    this.#parts = parts
    this.#inspector = parts.inspector
    this.acts = new HoldActs(parts, {
      rowsOf: (scanId) => this.#known(scanId).all(),
      textOf: (scanId) => {
        this.#known(scanId)
        return this.#scannedFor
      },
      forget: (names) => this.#scan?.forget(names),
      extended: (expiries) => this.#scan?.extended(expiries),
      freshRows: (holds) => this.#freshRows(holds),
    })
  }

  /** Starts a scan; the one before it, and its rows, go. */
  scan(filter: HeldKeysFilter): ScanView {
    void this.#scan?.stop()
    const { change, clock, dedup } = this.#parts
    const heartbeats = new Heartbeats(this.#inspector)
    this.#scannedFor = filter.text
    this.#scan = new HeldKeysScan({
      scanId: randomUUID(),
      filter: compileFilter(filter, {
        instance: dedup.instance,
        isQueuedHere: (hold) => this.#row(hold, heartbeats).queuedHere !== undefined,
        looksOrphaned: (hold) => this.#row(hold, heartbeats).orphan !== undefined,
        now: () => clock.wall(),
      }),
      heartbeats,
      pages: (options) => this.#inspector.scan(options),
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
  async rows({
    scanId,
    sort,
    offset,
    limit,
  }: Omit<RequestOf<'held-keys.rows'>, 'profileId'>): Promise<ResponseOf<'held-keys.rows'>> {
    const scan = this.#known(scanId)
    const { total, holds } = await scan.rows(sort, { offset, limit })
    return { total, rows: holds.map((hold) => this.#row(hold, scan.heartbeats)) }
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
    const [row] = hold ? await this.#freshRows([hold]) : []
    return { redisKey, generation: read, row: row ?? null }
  }

  /** @throws KeyholdError `redis-error` */
  async release(request: ReleaseRequest): Promise<ResponseOf<'held-keys.release'>> {
    const outcome = await notedRelease(this.#parts, request, () =>
      releaseHold(this.#parts, request, async (hold) => {
        const [row = this.#row(hold, new Heartbeats(this.#inspector))] = await this.#freshRows([hold])
        return row
      }),
    )
    if (outcome.outcome === 'released' || outcome.outcome === 'gone') {
      this.#scan?.forget(new Set([Buffer.from(request.nameBytes, 'base64').toString('latin1')]))
    }
    this.#parts.change.mark()
    return outcome
  }

  close(): void {
    void this.#scan?.stop()
  }

  /** Rows of holds that were read just now; their owners are asked for anew. */
  async #freshRows(holds: readonly InspectedHold[]): Promise<HeldKeyRow[]> {
    const heartbeats = new Heartbeats(this.#inspector)
    await heartbeats.learn(holds)
    return holds.map((hold) => this.#row(hold, heartbeats))
  }

  #row(hold: InspectedHold, heartbeats: Heartbeats): HeldKeyRow {
    const { clock, dedup } = this.#parts
    return heldKeyRow(hold, {
      instance: dedup.instance,
      generation: dedup.generation(),
      heartbeatOf: (instance) => heartbeats.isSeen(instance),
      queuedHere: ({ key, value }) => jobOfHold(this.#parts, key.text, value)?.state,
      now: clock.wall(),
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
