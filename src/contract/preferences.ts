import { z } from 'zod'
import { durability, interruptedChoice } from './journal'

export const themeChoice = z.enum(['system', 'light', 'dark'])
export type ThemeChoice = z.infer<typeof themeChoice>

export const timeZone = z.enum(['local', 'utc'])
export type TimeZone = z.infer<typeof timeZone>

export const motionChoice = z.enum(['system', 'reduced'])
export type MotionChoice = z.infer<typeof motionChoice>

/** What the operator chose for the whole app, whatever the profile. */
export const preferences = z.object({
  theme: themeChoice,
  /** In which moments are told. */
  timeZone,
  motion: motionChoice,
  /** The first steps on the Queue page were read and put away. */
  tourDone: z.boolean(),
  /** What becomes of a job that ran when the app ended. */
  interrupted: interruptedChoice.default('ask'),
  /** Counts from the next start, or connection. */
  durability: durability.default('normal'),
})
export type Preferences = z.infer<typeof preferences>

export const DEFAULT_PREFERENCES: Preferences = {
  theme: 'system',
  timeZone: 'local',
  motion: 'system',
  tourDone: false,
  interrupted: 'ask',
  durability: 'normal',
}
