import { z } from 'zod'
import { errorEnvelope } from './errors'
import { LIMITS } from './limits'

/** What a script's exported `options` come to, defaults filled in. */
export const handlerOptions = z.object({
  timeoutMs: z.number(),
  memoryMb: z.number(),
  /** Runs of one job at most, the first included; 1: no retry. */
  attempts: z.number(),
  /** The wait before attempt 2, 3 …: one entry fewer than `attempts`. */
  retryDelaysMs: z.array(z.number()),
  /** Jobs at once; the profile's bound counts too, the lower of the two. */
  concurrency: z.number(),
})

/** SHA-256 of a script's text, in hex: which version ran. */
export const handlerVersion = z.string().regex(/^[0-9a-f]{64}$/)

/** An error in a script, with the line it is at where that is known. */
export const scriptProblem = errorEnvelope.extend({
  /** From 1. */
  line: z.number().optional(),
  /** From 1. */
  column: z.number().optional(),
})
export type ScriptProblem = z.infer<typeof scriptProblem>

export const handlerView = z.object({
  /** File name in the handler folder; identity. */
  file: z.string(),
  active: z.boolean(),
  sizeBytes: z.number(),
  modifiedAt: z.number(),
  /** First comment line of the script. */
  summary: z.string(),
  /** Hash of the text on the disk. */
  version: handlerVersion,
  /** Set where the script cannot be used. */
  problem: scriptProblem.optional(),
})
export type HandlerView = z.infer<typeof handlerView>

export const handlerFolderView = z.object({
  folder: z.string(),
  handlers: z.array(handlerView),
  /** Process id of the host that runs the scripts; undefined while none runs. */
  hostPid: z.number().optional(),
})
export type HandlerFolderView = z.infer<typeof handlerFolderView>

/** The script that runs the jobs, as the live state says it. */
export const activeHandlerView = z.object({
  file: z.string(),
  /** Why the file as it is now cannot be used. */
  problem: scriptProblem.optional(),
  /** The version that runs. With a `problem`: the last good one, which runs on. Undefined: none was ever good. */
  version: handlerVersion.optional(),
  options: handlerOptions.optional(),
  /** Jobs that run at once: the lower of the profile's and the handler's bound. */
  concurrency: z.number(),
})
export type ActiveHandlerView = z.infer<typeof activeHandlerView>

export const scriptFileName = z.string().min(1).max(255)
export const scriptText = z.string().max(LIMITS.scriptCharacters)

/** A script as it is on the disk. */
export const scriptView = z.object({ file: z.string(), text: z.string(), version: handlerVersion })
export type ScriptView = z.infer<typeof scriptView>

/** `changed-outside`: the file is not what the writer last saw; nothing was written, and here is what it is now. */
export const saveOutcome = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('saved'), script: scriptView }),
  z.object({ outcome: z.literal('changed-outside'), script: scriptView }),
  /** It was there, and is gone. */
  z.object({ outcome: z.literal('gone') }),
])
export type SaveOutcome = z.infer<typeof saveOutcome>

export const handlerTemplate = z.object({
  name: z.string(),
  summary: z.string(),
  /** Proposed for the new file, with its ending. */
  file: z.string(),
  text: z.string(),
})
export type HandlerTemplate = z.infer<typeof handlerTemplate>

export const handlerLine = z.object({
  level: z.enum(['info', 'warn', 'error']),
  text: z.string(),
  /** Ms since the run began. */
  at: z.number(),
})
export type HandlerLine = z.infer<typeof handlerLine>

export const progressView = z.object({ fraction: z.number().min(0).max(1), text: z.string() })
export type ProgressView = z.infer<typeof progressView>

/** One run of a text apart from the queue. */
export const tryView = z.object({
  tryId: z.string(),
  file: z.string(),
  /** Grows with each change. */
  version: z.number(),
  startedAt: z.number(),
  state: z.discriminatedUnion('state', [
    z.object({ state: z.literal('running') }),
    z.object({
      state: z.literal('ended'),
      /** Of the handler's own run, loading apart; 0 where it was not called. */
      runMs: z.number(),
      loadMs: z.number(),
      /** Most memory its worker held, heap and buffers; undefined where the worker died first. */
      memoryBytes: z.number().optional(),
      /** Set where it ended well. */
      pauseMs: z.number().optional(),
      /** What the function returned, shown as the console would; set where it ended well. */
      returned: z.string().optional(),
      error: scriptProblem.extend({ stack: z.string().optional() }).optional(),
    }),
  ]),
  progress: progressView.optional(),
  /** Lines there are, of which `handlers.try-lines` gives ranges. */
  lineCount: z.number(),
})
export type TryView = z.infer<typeof tryView>
