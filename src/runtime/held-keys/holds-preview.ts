import type { HoldsPreview } from '../../contract/held-keys-acts'
import type { HeldKeyRow } from '../../contract/held-keys'
import { LIMITS } from '../../contract/limits'
import type { InspectedHold, KeyInspector } from '../../dedup/key-inspector'
import type { HoldTarget } from './found-hold'
import { isAsShown } from './shown-holds'

/** Holds that are read in one script. */
const READ_AT_ONCE = 500
/** Holds that the question shows. */
const SAMPLE = 6

/** The holds that an act may change: still as they were shown when the preview was made. */
export interface PreviewedHolds {
  readonly targets: readonly HoldTarget[]
  /** Of these: by this app, for a job that waits or runs here. */
  readonly queuedHere: ReadonlySet<HoldTarget>
}

type Counts = Omit<HoldsPreview, 'previewId' | 'profileName' | 'namespace' | 'generation' | 'typeToConfirm'>

/** Reads holds anew and counts what they are; changes nothing. @throws KeyholdError `redis-error` */
export async function previewHolds(
  inspector: KeyInspector,
  shown: readonly HoldTarget[],
  rowsOf: (holds: readonly InspectedHold[]) => Promise<HeldKeyRow[]>,
): Promise<{ readonly counts: Counts; readonly holds: PreviewedHolds }> {
  const counts = { current: 0, queuedHere: 0, othersLive: 0, orphaned: 0, gone: 0, changed: 0 }
  const targets: HoldTarget[] = []
  const queuedHere = new Set<HoldTarget>()
  const sample: HeldKeyRow[] = []
  for (let at = 0; at < shown.length; at += READ_AT_ONCE) {
    const some = shown.slice(at, at + READ_AT_ONCE)
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
        count(counts, now.row)
        targets.push(target)
        if (now.row.queuedHere !== undefined) queuedHere.add(target)
        if (sample.length < SAMPLE) sample.push(now.row)
      }
    }
  }
  return { counts: { ...counts, count: targets.length, sample }, holds: { targets, queuedHere } }
}

function count(
  counts: { current: number; queuedHere: number; othersLive: number; orphaned: number },
  { current, queuedHere, orphan, owner }: HeldKeyRow,
): void {
  const isOwn = owner.kind === 'keyhold' && owner.here
  if (current) counts.current += 1
  if (queuedHere) counts.queuedHere += 1
  if (orphan) counts.orphaned += 1
  if (current && !isOwn && !orphan) counts.othersLive += 1
}

/** Whether an act on so many is typed to be confirmed. */
export function asksToType(environment: string, holds: number): boolean {
  return environment === 'production' && holds > LIMITS.confirmedByTyping
}
