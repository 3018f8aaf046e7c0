import { z } from 'zod'
import {
  handlerFolderView,
  handlerLine,
  handlerTemplate,
  handlerVersion,
  saveOutcome,
  scriptFileName,
  scriptProblem,
  scriptText,
  scriptView,
  tryView,
} from './handlers'
import {
  bumpOutcome,
  bumpPreview,
  bytes,
  heldKeyRow,
  heldKeysFilter,
  heldKeysSort,
  releaseOutcome,
  scanView,
} from './held-keys'
import { LIMITS } from './limits'
import { liveState } from './live'
import { errorEnvelope } from './errors'
import { profile, profileView } from './profile'
import { finishedRow, problemRow, refusedRow, repeatView, scheduleOutcomeView, waitingRow } from './queue'

const ofProfile = { profileId: z.string().min(1).max(64) }
const range = {
  offset: z.number().int().min(0),
  limit: z.number().int().min(1).max(LIMITS.rows),
}
const nothing = z.null()

/** One job to schedule. Key and backoff are judged by the processor, so that every way in gets the same errors. */
const jobRequest = {
  key: z.string().max(65_536),
  backoffMs: z.number(),
  /** JSON text. */
  argument: z.string(),
}

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

/**
 * Every request that the renderer can make, with the shape of what it sends and gets. The preload's face and the
 * main process' handler table are derived from this one table.
 */
export const channels = {
  'app.info': { request: nothing, response: appInfo },
  'app.copy-text': { request: z.object({ text: z.string().max(1_048_576) }), response: nothing },
  'app.report-error': { request: z.object({ report: z.string().max(65_536) }), response: nothing },
  /** Whether the page holds text that no file has: closing the window then says `leave-asked` first. */
  'app.unsaved': { request: z.object({ unsaved: z.boolean() }), response: nothing },
  /** The operator has said what becomes of unsaved text: the window closes after all. */
  'app.leave': { request: nothing, response: nothing },

  /** Connects elsewhere: saves the profile (a password in the URL is kept for this run of the app alone) and restarts its runtime. */
  'profile.save': { request: z.object({ profile }), response: profileView },

  'live.open': { request: z.object(ofProfile), response: liveState },
  'live.acknowledge': { request: z.object({ ...ofProfile, sequence: z.number() }), response: nothing },

  'queue.waiting': {
    request: z.object({ ...ofProfile, ...range }),
    response: z.object({ version: z.number(), total: z.number(), rows: z.array(waitingRow) }),
  },
  'queue.finished': {
    /** Newest first. */
    request: z.object({ ...ofProfile, ...range }),
    response: z.object({ version: z.number(), total: z.number(), rows: z.array(finishedRow) }),
  },
  'queue.refused': {
    request: z.object(ofProfile),
    response: z.object({ version: z.number(), rows: z.array(refusedRow) }),
  },
  'queue.problems': {
    request: z.object(ofProfile),
    response: z.object({ version: z.number(), rows: z.array(problemRow) }),
  },
  /** The whole argument of a job that waits, runs, or is among the finished ones; null when it is gone. */
  'queue.argument': {
    request: z.object({ ...ofProfile, jobId: z.number() }),
    response: z.object({ argument: z.string().nullable() }),
  },
  'queue.pause': { request: z.object(ofProfile), response: nothing },
  'queue.resume': { request: z.object(ofProfile), response: nothing },
  'queue.cancel': {
    request: z.object({ ...ofProfile, jobId: z.number() }),
    response: z.object({ outcome: z.enum(['removed', 'aborting', 'not-found']) }),
  },

  'schedule.job': { request: z.object({ ...ofProfile, ...jobRequest }), response: scheduleOutcomeView },
  /** Key (and argument) may hold `{n}`, 1 … count. Answers when the work has begun; progress is in the live state. */
  'schedule.repeat': {
    request: z.object({ ...ofProfile, ...jobRequest, count: z.number().int().min(1).max(LIMITS.repeat) }),
    response: repeatView,
  },
  'schedule.cancel-repeat': {
    request: z.object({ ...ofProfile, repeatId: z.string() }),
    response: repeatView,
  },
  /** 20 jobs for the sample handlers. */
  'schedule.samples': { request: z.object(ofProfile), response: repeatView },

  /** Starts a scan; the one before it ends. */
  'held-keys.scan': { request: z.object({ ...ofProfile, filter: heldKeysFilter }), response: scanView },
  'held-keys.stop-scan': { request: z.object({ ...ofProfile, scanId: z.string() }), response: scanView },
  'held-keys.rows': {
    request: z.object({ ...ofProfile, ...range, scanId: z.string(), sort: heldKeysSort }),
    response: z.object({ total: z.number(), rows: z.array(heldKeyRow) }),
  },
  /** The hold of exactly this key in the current generation, or null. */
  'held-keys.look-up': {
    request: z.object({ ...ofProfile, key: z.string().max(65_536) }),
    response: z.object({ redisKey: z.string(), row: heldKeyRow.nullable() }),
  },
  'held-keys.release': {
    request: z.object({
      ...ofProfile,
      nameBytes: bytes,
      /** The value that was shown. */
      valueBytes: bytes,
      /** Where the value has no token: the moment of its expiry as shown (`readAt + remainingMs`); null: none. */
      expiresAt: z.number().nullable(),
      /** What to do with a job of this key that waits or runs here. */
      job: z.enum(['ask', 'cancel', 'leave']),
    }),
    response: releaseOutcome,
  },

  'bump.preview': { request: z.object(ofProfile), response: bumpPreview },
  /** Compare-and-increment: bumps only while the generation is still `from`. */
  'bump.confirm': { request: z.object({ ...ofProfile, from: z.string() }), response: bumpOutcome },

  'handlers.list': { request: z.object(ofProfile), response: handlerFolderView },
  'handlers.use': {
    request: z.object({ ...ofProfile, file: scriptFileName }),
    response: handlerFolderView,
  },
  'handlers.open-folder': { request: z.object(ofProfile), response: nothing },
  'handlers.templates': { request: z.object(ofProfile), response: z.array(handlerTemplate) },
  'handlers.read': { request: z.object({ ...ofProfile, file: scriptFileName }), response: scriptView },
  /** Writes only over what the writer saw: `expected` is that version; null: the file must not be there yet. */
  'handlers.save': {
    request: z.object({
      ...ofProfile,
      file: scriptFileName,
      text: scriptText,
      expected: handlerVersion.nullable(),
    }),
    response: saveOutcome,
  },
  /** The active one stays active under its new name. Never over another file. */
  'handlers.rename': {
    request: z.object({ ...ofProfile, file: scriptFileName, to: scriptFileName }),
    response: handlerFolderView,
  },
  /** To the system's trash. Not the active one. */
  'handlers.trash': {
    request: z.object({ ...ofProfile, file: scriptFileName }),
    response: handlerFolderView,
  },
  'handlers.reveal': { request: z.object({ ...ofProfile, file: scriptFileName }), response: nothing },
  /** In the system's own editor. */
  'handlers.open-outside': { request: z.object({ ...ofProfile, file: scriptFileName }), response: nothing },
  /** What is wrong with a text, saved or not; nothing of it runs. */
  'handlers.check-text': {
    request: z.object({ ...ofProfile, file: scriptFileName, text: scriptText }),
    response: z.object({ problem: scriptProblem.nullable() }),
  },
  /** Runs a text once, saved or not: apart from the queue, with no hold. It goes on until it ends or is stopped. */
  'handlers.try': {
    request: z.object({
      ...ofProfile,
      file: scriptFileName,
      text: scriptText,
      /** JSON text. */
      argument: z.string(),
    }),
    response: tryView,
  },
  'handlers.stop-try': { request: z.object({ ...ofProfile, tryId: z.string() }), response: nothing },
  'handlers.try-lines': {
    request: z.object({ ...ofProfile, tryId: z.string(), offset: z.number().int().min(0) }),
    response: z.object({ lines: z.array(handlerLine) }),
  },
  /** The text of a version that ran; null when it is no longer kept. */
  'handlers.version': {
    request: z.object({ ...ofProfile, version: handlerVersion }),
    response: scriptView.nullable(),
  },
} as const

export type Channels = typeof channels
export type ChannelName = keyof Channels
export type RequestOf<Name extends ChannelName> = z.infer<Channels[Name]['request']>
export type ResponseOf<Name extends ChannelName> = z.infer<Channels[Name]['response']>

/** What the main process says by itself. */
export const events = {
  live: liveState,
  /** Somebody wants to close the window while the page holds unsaved text. */
  'leave-asked': z.null(),
} as const
export type EventName = keyof typeof events
export type EventOf<Name extends EventName> = z.infer<(typeof events)[Name]>

/** What every call answers across the process line. */
export const reply = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: errorEnvelope }),
])
export type Reply = z.infer<typeof reply>

/** `window.keyhold`: all that the renderer can reach. */
export interface KeyholdApi {
  /** Rejects never: a failure is `{ ok: false, error }`. */
  request<Name extends ChannelName>(name: Name, request: RequestOf<Name>): Promise<Reply>
  /** @returns unsubscribes */
  on<Name extends EventName>(name: Name, listener: (event: EventOf<Name>) => void): () => void
}
