import type { AuditChange } from '../src/contract/audit'
import type { Profile } from '../src/contract/profile'
import { shownAddress } from './redis-address'

const WORDS: readonly (readonly [string, (profile: Profile) => string])[] = [
  ['name', ({ name }) => name],
  ['environment', ({ environment }) => environment],
  ['lanes', ({ concurrency }) => String(concurrency)],
  // Without its password.
  ['address', ({ redisUrl }) => (redisUrl === undefined ? 'embedded Redis' : shownAddress(redisUrl))],
  ['namespace', ({ namespace }) => namespace],
  ['layout', ({ layout }) => (typeof layout === 'string' ? layout : `prefix ${layout.prefix}`)],
  ['read-only', ({ readOnly }) => (readOnly ? 'yes' : 'no')],
  ['handler folder', ({ handlerFolder }) => handlerFolder ?? 'the app’s own'],
]

/** What a profile has that is another one now: for the audit, without secrets. */
export function profileChanges(before: Profile, after: Profile): AuditChange[] {
  return WORDS.flatMap(([what, of]) => {
    const [from, to] = [of(before), of(after)]
    return from === to ? [] : [{ what, from, to }]
  })
}
