import { z } from 'zod'
import {
  historyCursor,
  historyDetail,
  historyExportView,
  historyFilter,
  historyRow,
  historySort,
  timelineCursor,
  timelinePage,
} from '../history'
import { issuedId } from '../ids'
import { LIMITS } from '../limits'
import { nothing, ofProfile } from './common'

/** What is kept of the jobs that have ended, over restarts of the app. Without a store they answer why there is none. */
export const historyChannels = {
  'history.jobs': {
    request: z.object({
      ...ofProfile,
      filter: historyFilter,
      sort: historySort,
      /** Absent: from the first row. */
      after: historyCursor.optional(),
      limit: z.number().int().min(1).max(LIMITS.historyPage),
    }),
    /** `next` undefined: this page is the last. */
    response: z.object({ rows: z.array(historyRow), next: historyCursor.optional() }),
  },
  /** Counts no further than `upTo`. */
  'history.count': {
    request: z.object({
      ...ofProfile,
      filter: historyFilter,
      upTo: z.number().int().min(1).max(LIMITS.historyCounted),
    }),
    response: z.object({ count: z.number().int(), more: z.boolean() }),
  },
  /** Null: it is no longer kept. */
  'history.job': {
    request: z.object({ ...ofProfile, id: z.number().int() }),
    response: z.object({ job: historyDetail.nullable() }),
  },
  /** What happened to one key, the newest first; without a store, what this app remembers. */
  'history.timeline': {
    request: z.object({
      ...ofProfile,
      key: z.string().max(65_536),
      after: timelineCursor.optional(),
      /** Jobs and refusals, each of which may be several moments. */
      limit: z.number().int().min(1).max(LIMITS.historyPage),
    }),
    response: timelinePage,
  },
  /** Asks where, and begins; how far it is comes with the live state. Null: the operator thought better of it. */
  'history.export': {
    request: z.object({
      ...ofProfile,
      filter: historyFilter,
      sort: historySort,
      format: z.enum(['csv', 'jsonl']),
    }),
    response: z.object({ exporting: historyExportView.nullable() }),
  },
  /** What was written so far is removed. */
  'history.cancel-export': { request: z.object({ ...ofProfile, exportId: issuedId }), response: nothing },
  /** Forgets one that has ended. */
  'history.dismiss-export': { request: z.object({ ...ofProfile, exportId: issuedId }), response: nothing },
} as const
