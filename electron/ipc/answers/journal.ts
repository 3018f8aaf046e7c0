import type { ActiveProfile } from '../../active-profile'
import type { Of } from './desktop'

export function journalHandlers(active: ActiveProfile): Of<'journal'> {
  const at = async (profileId: string) => (await active.runtime(profileId)).journal
  return {
    'journal.left': async ({ profileId, ...range }) => (await at(profileId)).left(range),
    'journal.run-left': async ({ profileId, of }) => (await at(profileId)).runLeft(of),
    'journal.drop-left': async ({ profileId, of }) => (await at(profileId)).dropLeft(of),
    'journal.dismiss': async ({ profileId }) => {
      ;(await at(profileId)).dismiss()
      return null
    },
    'journal.go-without': async ({ profileId }) => {
      ;(await at(profileId)).goWithout()
      return null
    },
    'journal.try-again': async ({ profileId }) => {
      ;(await at(profileId)).tryAgain()
      return null
    },
  }
}
