import type { Profile } from '../contract/profile'
import { KeyholdError } from '../processor/errors'

/**
 * @param act what is asked for, as it stands in a sentence: "Scheduling"
 * @throws KeyholdError `read-only` where the profile takes no acts
 */
export function refuseReadOnly(profile: Profile, act: string): void {
  if (!profile.readOnly) return
  throw new KeyholdError(
    'read-only',
    `${act} is refused: the profile ${profile.name} is read-only.`,
    'Use a profile that may act, or switch this one off read-only.',
  )
}
