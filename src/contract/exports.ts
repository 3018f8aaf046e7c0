import { z } from 'zod'
import { errorEnvelope } from './errors'
import { issuedId } from './ids'

export const exportFormat = z.enum(['csv', 'jsonl'])
export type ExportFormat = z.infer<typeof exportFormat>

/** What is exported. */
export const exportKind = z.enum(['audit', 'history'])
export type ExportKind = z.infer<typeof exportKind>

/** A file that is written while the app does other things, or was. */
export const exportView = z.object({
  exportId: issuedId,
  kind: exportKind,
  state: z.enum(['working', 'done', 'cancelled', 'failed']),
  /** Absolute. It is there once the state is `done`. */
  path: z.string(),
  /** Written so far. */
  rows: z.number(),
  /** Rows that there were at the beginning; undefined where that is not counted. */
  total: z.number().optional(),
  /** Ms since the epoch. */
  startedAt: z.number(),
  endedAt: z.number().optional(),
  /** Why it failed; no file is left. */
  error: errorEnvelope.optional(),
})
export type ExportView = z.infer<typeof exportView>
