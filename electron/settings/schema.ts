import { z } from 'zod'
import { LIMITS } from '../../src/contract/limits'
import { DEFAULT_PREFERENCES, preferences } from '../../src/contract/preferences'
import { profile } from '../../src/contract/profile'
import { recurringEntry } from '../../src/contract/recurring'
import { template } from '../../src/contract/templates'

export const SETTINGS_VERSION = 2

/** Where the window was, in device-independent pixels. */
export const windowPlace = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  maximized: z.boolean(),
})
export type WindowPlace = z.infer<typeof windowPlace>

/**
 * The password of a profile: the address with it, encrypted by the system's key store (base64), or only the fact
 * that there was one, where the system has no such store.
 */
export const secret = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('encrypted'), data: z.string() }),
  z.object({ kind: z.literal('not-stored') }),
])
export type Secret = z.infer<typeof secret>

/** The file `settings.json`, complete. Never a password in the clear. */
export const settings = z
  .object({
    version: z.literal(SETTINGS_VERSION),
    activeProfile: z.string(),
    profiles: z.array(profile).min(1),
    secrets: z.record(z.string(), secret),
    window: windowPlace.nullable(),
    /** By profile. */
    templates: z.record(z.string(), z.array(template).max(LIMITS.templates)),
    recurring: z.record(z.string(), z.array(recurringEntry).max(LIMITS.recurring)),
    /** 1 is 100 %. */
    zoom: z.number().min(0.25).max(5).default(1),
    preferences: preferences.default(DEFAULT_PREFERENCES),
  })
  .refine(({ profiles, activeProfile }) => profiles.some(({ id }) => id === activeProfile), {
    error: 'activeProfile names no profile',
  })
export type Settings = z.infer<typeof settings>

export const DEFAULT_SETTINGS: Settings = {
  version: SETTINGS_VERSION,
  activeProfile: 'default',
  profiles: [
    {
      id: 'default',
      name: 'Embedded Redis',
      namespace: 'keyhold',
      layout: 'go-io',
      handler: 'echo.js',
      concurrency: 1,
      environment: 'development',
      readOnly: false,
    },
  ],
  secrets: {},
  window: null,
  templates: {},
  recurring: {},
  zoom: 1,
  preferences: DEFAULT_PREFERENCES,
}
