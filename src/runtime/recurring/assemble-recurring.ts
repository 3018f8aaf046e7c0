import type { RuntimeOptions } from '../runtime'
import type { RuntimeParts } from '../runtime-parts'
import { scheduleOutcomeView } from '../views/outcome-view'
import { Recurring } from './recurring'
import type { RecurringStore } from './recurring-face'

const nowhere: RecurringStore = { entries: [], save: () => Promise.resolve() }

/** The recurring jobs of a profile, on its processor. */
export function assembleRecurring(
  { profile, recurring = nowhere }: Pick<RuntimeOptions, 'profile' | 'recurring'>,
  {
    audit,
    clock,
    change,
    processor,
    dedup,
  }: Pick<RuntimeParts, 'audit' | 'clock' | 'change' | 'processor' | 'dedup'>,
): Recurring {
  return new Recurring({
    profile,
    audit,
    clock,
    store: recurring,
    schedule: async ({ key, backoffMs, argument }) =>
      scheduleOutcomeView(await processor.scheduleWithReason(key, backoffMs, argument), dedup.instance),
    changed: change.mark,
    localZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  })
}
