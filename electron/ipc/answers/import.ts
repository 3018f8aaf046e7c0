import type { ActiveProfile } from '../../active-profile'
import type { Desktop, Of } from './desktop'

/** What becomes of many jobs on their way, and how those of a file come in. */
export function importHandlers(active: ActiveProfile, desktop: Desktop): Of<'repeat' | 'import'> {
  const repeats = async (profileId: string) => (await active.runtime(profileId)).repeats
  const imports = async (profileId: string) => (await active.runtime(profileId)).imports
  return {
    'repeat.pause': async ({ profileId, repeatId }) => (await repeats(profileId)).pause(repeatId),
    'repeat.resume': async ({ profileId, repeatId }) => (await repeats(profileId)).resume(repeatId),
    'repeat.export': async ({ profileId, repeatId, format }) => {
      const pieces = (await repeats(profileId)).report(repeatId, format)
      return { path: (await desktop.saveAs({ name: `outcomes.${format}`, format, pieces })) ?? null }
    },
    'import.begin': async ({ profileId, ...file }) => (await imports(profileId)).begin(file),
    'import.jobs': async ({ profileId, ...part }) => (await imports(profileId)).add(part),
    'import.commit': async ({ profileId, importId }) => (await imports(profileId)).commit(importId),
    'import.drop': async ({ profileId, importId }) => {
      ;(await imports(profileId)).drop(importId)
      return null
    },
    'import.save-bad-rows': async ({ name, text }) => ({
      path: (await desktop.saveAs({ name: `${name}.bad-rows.csv`, format: 'csv', pieces: [text] })) ?? null,
    }),
  }
}
