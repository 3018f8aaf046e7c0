import { z } from 'zod'
import { auditFilter, auditRow } from '../audit'
import { exportFormat, exportView } from '../exports'
import { LIMITS } from '../limits'
import { ofProfile } from './common'

/** What operators did: read and exported, never changed. */
export const auditChannels = {
  /** Newest first; `after` is the id of the last row that is known. */
  'audit.page': {
    request: z.object({
      ...ofProfile,
      filter: auditFilter,
      after: z.number().int().optional(),
      limit: z.number().int().min(1).max(LIMITS.rows),
    }),
    response: z.object({
      rows: z.array(auditRow),
      /** Where the next page begins; null: this one is the last. */
      next: z.number().int().nullable(),
      /** The file that they are kept in; absolute. */
      file: z.string(),
    }),
  },
  /** Asks for a place, and begins to write what matches; null: the operator thought better of it. */
  'audit.export': {
    request: z.object({ ...ofProfile, filter: auditFilter, format: exportFormat }),
    response: z.object({ export: exportView.nullable() }),
  },
} as const
