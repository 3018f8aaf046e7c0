import { z } from 'zod'
import { exportFormat } from '../exports'
import { issuedId } from '../ids'
import { LIMITS } from '../limits'
import { repeatView } from '../queue'
import { jobRequest, nothing, ofProfile } from './common'

const ofRepeat = z.object({ ...ofProfile, repeatId: issuedId })
const ofImport = { ...ofProfile, importId: issuedId }

/** Where the operator let it be saved; null: they thought better of it. */
const saved = z.object({ path: z.string().nullable() })

export const importedJob = z.object({
  ...jobRequest,
  /** Of the file, from 1. */
  line: z.number().int().min(1),
})
export type ImportedJob = z.infer<typeof importedJob>

/** What can be done to many jobs on their way, from a template or a file; and how those of a file come in. */
export const importChannels = {
  /** No further batch begins until `repeat.resume`; the place is kept. */
  'repeat.pause': { request: ofRepeat, response: repeatView },
  'repeat.resume': { request: ofRepeat, response: repeatView },
  /** Asks for a file and writes one line a job: line or number, key, outcome, reason. */
  'repeat.export': {
    request: ofRepeat.extend({ format: exportFormat }),
    response: saved,
  },

  /** Jobs are handed over piece by piece; nothing is scheduled before `import.commit`. One begun before it goes. */
  'import.begin': {
    request: z.object({
      ...ofProfile,
      /** What the operator calls it: the file's name. */
      name: z.string().min(1).max(255),
      total: z.number().int().min(1).max(LIMITS.repeat),
    }),
    response: z.object({ importId: z.string() }),
  },
  /** The next jobs in order. Key and argument may hold placeholders. */
  'import.jobs': {
    request: z.object({ ...ofImport, jobs: z.array(importedJob).min(1).max(LIMITS.importBatch) }),
    response: z.object({ received: z.number() }),
  },
  /** Schedules what was handed over; from here on it is as a repeat. */
  'import.commit': { request: z.object(ofImport), response: repeatView },
  'import.drop': { request: z.object(ofImport), response: nothing },
  /** Asks for a file and writes the rows that cannot be jobs. */
  'import.save-bad-rows': {
    request: z.object({
      ...ofProfile,
      /** Of the file that they came from. */
      name: z.string().max(255),
      text: z.string().max(LIMITS.badRowsCharacters),
    }),
    response: saved,
  },
} as const
