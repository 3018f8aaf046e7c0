import type { ActiveProfile } from '../../active-profile'
import type { Of } from './desktop'

export function chartsHandlers(active: ActiveProfile): Of<'charts'> {
  return {
    'charts.read': async ({ profileId, span }) => (await active.runtime(profileId)).charts.read(span),
  }
}
