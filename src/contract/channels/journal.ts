import { z } from 'zod'
import { bulkActView } from '../bulk'
import { leftJobRow } from '../journal'
import { LIMITS } from '../limits'
import { nothing, ofProfile, range } from './common'

/** Which of the left jobs: those that were marked, or all that there are. */
export const leftSelection = z.discriminatedUnion('which', [
  z.object({
    which: z.literal('selected'),
    leftIds: z.array(z.number().int()).min(1).max(LIMITS.selected),
  }),
  /** `count` as it was confirmed: where there are more now, nothing is done. */
  z.object({ which: z.literal('all'), count: z.number().int() }),
])
export type LeftSelection = z.infer<typeof leftSelection>

/** Jobs that an earlier run of the app left behind, and the journal that kept them. */
export const journalChannels = {
  'journal.left': {
    request: z.object({ ...ofProfile, ...range }),
    response: z.object({ version: z.number(), total: z.number(), rows: z.array(leftJobRow) }),
  },
  /** They wait in the queue again: with the hold that they had, or with a new one. */
  'journal.run-left': {
    request: z.object({ ...ofProfile, of: leftSelection }),
    response: bulkActView,
  },
  /** They never run; holds that they have left are released. */
  'journal.drop-left': {
    request: z.object({ ...ofProfile, of: leftSelection }),
    response: bulkActView,
  },
  /** What was resumed is no longer told. */
  'journal.dismiss': { request: z.object(ofProfile), response: nothing },
  /** Schedules from now on without writing down; a crash loses what waits then. */
  'journal.go-without': { request: z.object(ofProfile), response: nothing },
  /** Writes down again what is scheduled from now on. */
  'journal.try-again': { request: z.object(ofProfile), response: nothing },
} as const
