import { z } from 'zod'
import { preferences } from '../preferences'
import { nothing, ofProfile } from './common'

/** What the app is made of and where it keeps its files. */
export const aboutView = z.object({
  version: z.string(),
  electron: z.string(),
  chrome: z.string(),
  node: z.string(),
  v8: z.string(),
  /** `linux x64, 6.8.0`. */
  system: z.string(),
  userData: z.string(),
  logFile: z.string(),
  handlerFolder: z.string(),
})
export type AboutView = z.infer<typeof aboutView>

/** The folders that About opens. */
export const shellPlace = z.enum(['user-data', 'log', 'handlers'])
export type ShellPlace = z.infer<typeof shellPlace>

export const zoomStep = z.enum(['in', 'out', 'reset'])
export type ZoomStep = z.infer<typeof zoomStep>

/** 1 is 100 %. */
const zoomFactor = z.object({ factor: z.number() })

/** The window and the app around the pages. */
export const shellChannels = {
  'shell.preferences': { request: nothing, response: preferences },
  'shell.set-preferences': { request: preferences, response: preferences },
  'shell.zoom': { request: z.object({ step: zoomStep.nullable() }), response: zoomFactor },
  'shell.about': { request: nothing, response: aboutView },
  'shell.open': { request: z.object({ place: shellPlace }), response: nothing },
  /** A text for a report: versions, state and counters; no secret, and nothing of a job. */
  'shell.diagnostics': { request: z.object(ofProfile), response: z.object({ text: z.string() }) },
} as const
