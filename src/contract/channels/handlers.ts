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
} from '../handlers'
import { issuedId } from '../ids'
import { argumentText, nothing, ofProfile } from './common'

/** The scripts, and runs apart from the queue. */
export const handlersChannels = {
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
      argument: argumentText,
    }),
    response: tryView,
  },
  'handlers.stop-try': { request: z.object({ ...ofProfile, tryId: issuedId }), response: nothing },
  'handlers.try-lines': {
    request: z.object({ ...ofProfile, tryId: issuedId, offset: z.number().int().min(0) }),
    response: z.object({ lines: z.array(handlerLine) }),
  },
  /** The text of a version that ran; null when it is no longer kept. */
  'handlers.version': {
    request: z.object({ ...ofProfile, version: handlerVersion }),
    response: scriptView.nullable(),
  },
} as const
