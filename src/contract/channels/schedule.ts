import { z } from 'zod'
import { keyStateView } from '../hold-life'
import { issuedId } from '../ids'
import { LIMITS } from '../limits'
import { repeatView, scheduleOutcomeView } from '../queue'
import { jobRequest, ofProfile } from './common'

/** Ways to schedule jobs. */
export const scheduleChannels = {
  'schedule.job': { request: z.object({ ...ofProfile, ...jobRequest }), response: scheduleOutcomeView },
  /** Key and argument may hold `{n}`, `{uuid}` and `{now}` (`placeholders.ts`). Answers when the work has begun; progress is in the live state. */
  'schedule.repeat': {
    request: z.object({ ...ofProfile, ...jobRequest, count: z.number().int().min(1).max(LIMITS.repeat) }),
    response: repeatView,
  },
  'schedule.cancel-repeat': {
    request: z.object({ ...ofProfile, repeatId: issuedId }),
    response: repeatView,
  },
  /** Whether this key could be scheduled now; nothing is written. Rejects where Redis cannot say. */
  'schedule.key-state': {
    request: z.object({ ...ofProfile, key: z.string().max(LIMITS.keyBytes) }),
    response: keyStateView,
  },
  /** 20 jobs for the sample handlers. */
  'schedule.samples': { request: z.object(ofProfile), response: repeatView },
} as const
