import type { AuditAct } from '../../contract/audit'
import type { BulkActKind, BulkActView } from '../../contract/bulk'

/** Keys of an act on many that are noted by name. */
export const KEYS_NOTED = 20
const LONGEST_KEY = 1_024

type ManyAct = Extract<AuditAct, { readonly act: BulkActKind }>
type Outcome = 'phase' | 'total' | 'changed' | 'failed' | 'unknown' | 'unreached' | 'error'

/** What an act on many is for, as the audit has it; what it came to is the act's own to say. */
export type ManyAbout = ManyAct extends infer Act ? (Act extends ManyAct ? Omit<Act, Outcome> : never) : never

/** Notes an act on many from its view: while it is at work, that it has begun. */
export function manyAct(about: ManyAbout, view: BulkActView): AuditAct {
  const { state, total, changed, failed, unknown, unreached, error } = view
  return {
    ...about,
    phase: state === 'working' ? 'begun' : state,
    ...(total === undefined ? {} : { total }),
    ...{ changed, failed, unknown, unreached },
    ...(error ? { error: error.code } : {}),
  }
}

/** The first keys of many. */
export function someKeys(keys: Iterable<string>): string[] {
  const some: string[] = []
  for (const key of keys) {
    if (some.length >= KEYS_NOTED) break
    some.push(key.slice(0, LONGEST_KEY))
  }
  return some
}
