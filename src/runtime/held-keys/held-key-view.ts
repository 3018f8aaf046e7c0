import type { HeldKeyRow } from '../../contract/held-keys'
import type { InspectedHold } from '../../dedup/key-inspector'
import { ownerView } from '../views/outcome-view'
import { orphanEvidence, type OrphanContext } from './orphan'

/** Characters of a value that a row shows. */
const SHOWN_VALUE = 4_096
/** Bytes whose base64 crosses the process line. */
const LARGEST_BYTES = 6_144

export interface HeldKeyContext extends OrphanContext {
  /** Undefined until Redis was read. */
  readonly generation: string | undefined
  readonly queuedHere: (hold: InspectedHold) => 'waiting' | 'running' | undefined
}

/** Whether bytes can be sent whole; nearly all names and values of holds can. */
export function canCross(bytes: Buffer): boolean {
  return bytes.length <= LARGEST_BYTES
}

/** A hold as a row shows it, with what only this app knows of it. */
export function heldKeyRow(hold: InspectedHold, context: HeldKeyContext): HeldKeyRow {
  const owner = ownerView(hold.owner, context.instance)
  const queuedHere = context.queuedHere(hold)
  const orphan = orphanEvidence(hold, context)
  return {
    nameBytes: hold.name.toString('base64'),
    redisKey: hold.redisKey,
    key: hold.key.text,
    exact: hold.key.exact,
    generation: hold.generation,
    // A bump may have come since it was read.
    current: context.generation === undefined ? hold.current : hold.generation === context.generation,
    ...(hold.remainingMs === undefined ? {} : { remainingMs: hold.remainingMs }),
    ...(hold.expiresAt === undefined ? {} : { expiresAt: hold.expiresAt }),
    readAt: hold.readAt,
    ...(hold.at === undefined ? {} : { scheduledAt: hold.at }),
    ...(hold.backoffMs === undefined ? {} : { backoffMs: hold.backoffMs }),
    owner,
    ...valueFields(hold.value),
    ...(hold.wrongType === undefined ? {} : { wrongType: hold.wrongType }),
    ...(queuedHere === undefined ? {} : { queuedHere }),
    ...(orphan === undefined ? {} : { orphan }),
  }
}

/** A value too large to cross whole is shown in part, and its key cannot be released from a row. */
function valueFields(value: Buffer | undefined): Pick<HeldKeyRow, 'value' | 'valueBytes'> {
  if (value === undefined) return {}
  const text = value
    .subarray(0, SHOWN_VALUE * 4)
    .toString('utf8')
    .slice(0, SHOWN_VALUE)
  return canCross(value) ? { value: text, valueBytes: value.toString('base64') } : { value: text }
}
