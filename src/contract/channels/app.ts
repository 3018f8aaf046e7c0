import { z } from 'zod'
import { liveState } from '../live'
import { errorEnvelope } from '../errors'
import { profile, profileView } from '../profile'
import { quitAnswer } from '../quit'
import { nothing, ofProfile, withReason } from './common'

export const appInfo = z.object({
  version: z.string(),
  electron: z.string(),
  chrome: z.string(),
  node: z.string(),
  platform: z.string(),
  /** Which Electron runs and why; empty for the official one. */
  electronSource: z.string(),
  userData: z.string(),
  logFile: z.string(),
  profile: profileView,
  /** What the start could not do: no embedded Redis, a settings file that was kept aside … */
  startProblems: z.array(errorEnvelope),
})
export type AppInfo = z.infer<typeof appInfo>

/** The app itself, its profile, and the state that changes by itself. */
export const appChannels = {
  'app.info': { request: nothing, response: appInfo },
  'app.copy-text': { request: z.object({ text: z.string().max(1_048_576) }), response: nothing },
  'app.report-error': { request: z.object({ report: z.string().max(65_536) }), response: nothing },
  /** Whether the page holds text that no file has: closing the window then says `leave-asked` first. */
  'app.unsaved': { request: z.object({ unsaved: z.boolean() }), response: nothing },
  /** The operator has said what becomes of unsaved text: the window closes after all. */
  'app.leave': { request: nothing, response: nothing },
  /** The page shows the question of a quit: the system's own dialog is not needed. */
  'app.quit-shown': { request: nothing, response: nothing },
  /** What the operator chose there. While jobs are finished, only `cancel` changes anything. */
  'app.answer-quit': { request: z.object({ answer: quitAnswer }), response: nothing },

  /** Connects elsewhere: saves the profile (a password in the URL is kept for this run of the app alone) and restarts its runtime. */
  'profile.save': { request: z.object({ profile, ...withReason }), response: profileView },

  'live.open': { request: z.object(ofProfile), response: liveState },
  'live.acknowledge': { request: z.object({ ...ofProfile, sequence: z.number().int() }), response: nothing },
} as const
