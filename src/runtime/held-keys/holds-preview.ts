import type { HoldsPreview } from '../../contract/held-keys-acts'
import type { HeldKeyRow } from '../../contract/held-keys'
import type { InspectedHold, KeyInspector, ShownHold } from '../../dedup/key-inspector'
import type { HoldTarget } from './found-hold'
import { isAsShown } from './shown-holds'

/** Holds that are read in one script. */
const READ_AT_ONCE = 500
/** Holds that the question shows. */
const SAMPLE = 6

/** A hold that an act may change: still as it was shown when the preview was made. */
export class PreviewedHold implements HoldTarget {
  readonly name: string
  /** The job that waits or runs here by this hold. */
  readonly jobId: number | undefined
  readonly #target: HoldTarget
  readonly #expiresAt: number | undefined

  constructor(target: HoldTarget, expiresAt: number | undefined, jobId: number | undefined) {
    this.name = target.name
    this.jobId = jobId
    this.#target = target
    this.#expiresAt = expiresAt
  }

  /** With the expiry that it had at the preview: a hold that is renewed is extended from there. */
  shown(): ShownHold | undefined {
    const shown = this.#target.shown()
    return shown && { ...shown, expiresAt: this.#expiresAt }
  }
}

export interface PreviewOptions {
  readonly inspector: KeyInspector
  readonly rowsOf: (holds: readonly InspectedHold[]) => Promise<HeldKeyRow[]>
  /** The job that waits or runs here by this hold. */
  readonly jobIdOf: (hold: InspectedHold) => number | undefined
}

type Counts = Omit<HoldsPreview, 'previewId' | 'profileName' | 'namespace' | 'generation' | 'typeToConfirm'>

/** Reads holds anew and counts what they are; changes nothing. @throws KeyholdError `redis-error` */
export async function previewHolds(
  shown: readonly HoldTarget[],
  { inspector, rowsOf, jobIdOf }: PreviewOptions,
): Promise<{ readonly counts: Counts; readonly holds: readonly PreviewedHold[] }> {
  const counts = { current: 0, queuedHere: 0, othersLive: 0, orphaned: 0, gone: 0, changed: 0 }
  // A hold that was marked twice is one.
  const targets = [...new Map(shown.map((target) => [target.name, target])).values()]
  const holds: PreviewedHold[] = []
  const sample: HeldKeyRow[] = []
  for (let at = 0; at < targets.length; at += READ_AT_ONCE) {
    const some = targets.slice(at, at + READ_AT_ONCE)
    const read = await inspector.readMany(some.map(({ name }) => Buffer.from(name, 'latin1')))
    const rows = await rowsOf(read)
    const byName = new Map(
      read.map((hold, index) => [hold.name.toString('latin1'), { hold, row: rows[index] }]),
    )
    for (const target of some) {
      const now = byName.get(target.name)
      const wanted = target.shown()
      if (!now?.row) counts.gone += 1
      else if (!wanted || !isAsShown(now.hold, wanted)) counts.changed += 1
      else {
        const jobId = jobIdOf(now.hold)
        count(counts, now.row, jobId !== undefined)
        holds.push(new PreviewedHold(target, now.hold.expiresAt, jobId))
        if (sample.length < SAMPLE) sample.push(now.row)
      }
    }
  }
  return { counts: { ...counts, count: holds.length, sample }, holds }
}

function count(
  counts: { current: number; queuedHere: number; othersLive: number; orphaned: number },
  { current, orphan, owner }: HeldKeyRow,
  isQueuedHere: boolean,
): void {
  const isOwn = owner.kind === 'keyhold' && owner.here
  if (current) counts.current += 1
  if (isQueuedHere) counts.queuedHere += 1
  if (orphan) counts.orphaned += 1
  if (current && !isOwn && !orphan) counts.othersLive += 1
}
