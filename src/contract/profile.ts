import { z } from 'zod'

export const keyLayoutName = z.union([
  z.enum(['go-io', 'go-io-colon']),
  z.object({ prefix: z.string().min(1).max(200) }),
])
export type KeyLayoutName = z.infer<typeof keyLayoutName>

export const environment = z.enum(['development', 'staging', 'production'])
export type Environment = z.infer<typeof environment>

/** A named connection, without secrets. `redisUrl` undefined: the app's own embedded Redis. */
export const profile = z.object({
  id: z.string().min(1).max(64),
  name: z.string().min(1).max(80),
  redisUrl: z.string().max(2_048).optional(),
  namespace: z.string().max(200),
  layout: keyLayoutName,
  /** File name of the active script in the handler folder. */
  handler: z.string().max(255),
  /** Absolute path of the folder of its scripts; undefined: the app's own. */
  handlerFolder: z.string().max(4_096).optional(),
  concurrency: z.number().int().min(1).max(64),
  environment,
  readOnly: z.boolean(),
})
export type Profile = z.infer<typeof profile>

/** What changes while the profile works: its jobs wait and run on. */
export type ProfileAdjustment = Pick<Profile, 'name' | 'environment' | 'concurrency'>

/**
 * Whether a profile as it was saved differs from the one at work in nothing but that. Where nothing at all differs
 * it is to connect again. The handler is changed elsewhere, and does not count.
 */
export function isAdjustment(working: Profile, saved: Profile): boolean {
  const relabelled =
    working.name !== saved.name ||
    working.environment !== saved.environment ||
    working.concurrency !== saved.concurrency
  return relabelled && connectionOf(working) === connectionOf(saved)
}

function connectionOf({ id, redisUrl, namespace, layout, handlerFolder, readOnly }: Profile): string {
  return JSON.stringify([id, redisUrl, namespace, layout, handlerFolder, readOnly])
}

export const profileView = profile.extend({
  /** The address as it may be shown: no password. */
  address: z.string(),
  embedded: z.boolean(),
})
export type ProfileView = z.infer<typeof profileView>
