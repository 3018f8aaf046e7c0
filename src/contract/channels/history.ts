import { z } from 'zod'
import { exportFormat, exportView } from '../exports'
import {
  historyCursor,
  historyDetail,
  historyFilter,
  historyRow,
  historySort,
  timelineCursor,
  timelinePage,
} from '../history'
import { LIMITS } from '../limits'
import { ofProfile } from './common'

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
      format: exportFormat,
    }),
    response: z.object({ export: exportView.nullable() }),
  },
} as const
