import { z } from 'zod'
import { bulkActView, bulkFailureRow } from '../bulk'
import { issuedId } from '../ids'
import { nothing, ofProfile, range } from './common'

const ofAct = { ...ofProfile, actId: issuedId }

/** Acts on many things at once: what begins one is among its page's channels, how far it is in the live state. */
export const bulkChannels = {
  /** What was changed stays; nothing further is. */
  'bulk.stop': { request: z.object(ofAct), response: bulkActView },
  'bulk.failures': {
    request: z.object({ ...ofAct, ...range }),
    response: z.object({ total: z.number(), rows: z.array(bulkFailureRow) }),
  },
  /** An act that has ended is no longer shown. */
  'bulk.dismiss': { request: z.object(ofAct), response: nothing },
} as const
