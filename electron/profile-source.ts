import { join } from 'node:path'
import type { Profile } from '../src/contract/profile'
import { shownAddress } from './redis-address'
import { DEFAULT_SETTINGS, type Settings } from './settings/schema'

type Environment = Readonly<Record<string, string | undefined>>

export interface ChosenProfile {
  readonly profile: Profile
  /** The whole address where the environment gives it, password included: it is never stored. */
  readonly redisUrl?: string
}

/**
 * The profile to start with: the active one of the settings, overridden by KEYHOLD_REDIS_URL, KEYHOLD_NAMESPACE
 * and KEYHOLD_HANDLER. An empty KEYHOLD_NAMESPACE is the empty namespace; the others count as unset when empty.
 */
export function chooseProfile(settings: Settings, environment: Environment): ChosenProfile {
  const stored = settings.profiles.find(({ id }) => id === settings.activeProfile) ?? standardProfile()
  const redisUrl = environment['KEYHOLD_REDIS_URL']
  const namespace = environment['KEYHOLD_NAMESPACE']
  const handler = environment['KEYHOLD_HANDLER']
  const profile = {
    ...stored,
    ...(namespace === undefined ? {} : { namespace }),
    ...(handler ? { handler } : {}),
  }
  if (!redisUrl) return { profile }
  const address = shownAddress(redisUrl)
  const renamed = stored.name === standardProfile().name
  const name = renamed ? `Redis at ${address.replace(/^\w+:\/\//, '')}`.slice(0, 80) : stored.name
  return { profile: { ...profile, name, redisUrl: address }, redisUrl }
}

/** Where the handler scripts are: KEYHOLD_HANDLER_FOLDER, else a folder in the user data. */
export function handlerFolder(environment: Environment, userData: string): string {
  return environment['KEYHOLD_HANDLER_FOLDER'] || join(userData, 'handlers')
}

function standardProfile(): Profile {
  const [profile] = DEFAULT_SETTINGS.profiles
  if (!profile) throw new Error('The default settings have no profile.')
  return profile
}
