import { isAbsolute, resolve } from 'node:path'
import type { Profile } from '../src/contract/profile'
import { KeyholdError } from '../src/runtime'
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

/**
 * Where the handler scripts are: KEYHOLD_HANDLER_FOLDER, else the profile's own folder, else one in the user data.
 * @param userData absolute
 * @returns absolute
 */
export function handlerFolder(
  environment: Environment,
  profile: Pick<Profile, 'handlerFolder'>,
  userData: string,
): string {
  const given = environment['KEYHOLD_HANDLER_FOLDER']
  return given ? resolve(given) : resolve(userData, profile.handlerFolder?.trim() || 'handlers')
}

/** @throws KeyholdError `bad-option` where a profile's handler folder is none */
export function checkHandlerFolder({ handlerFolder: folder }: Pick<Profile, 'handlerFolder'>): void {
  if (folder === undefined || folder.trim() === '' || isAbsolute(folder.trim())) return
  throw new KeyholdError(
    'bad-option',
    `The handler folder "${folder.slice(0, 200)}" is no absolute path.`,
    'Give the whole path of a folder, or leave it empty for the one in the user data.',
  )
}

function standardProfile(): Profile {
  const [profile] = DEFAULT_SETTINGS.profiles
  if (!profile) throw new Error('The default settings have no profile.')
  return profile
}
