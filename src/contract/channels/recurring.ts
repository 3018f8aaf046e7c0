import { z } from 'zod'
import { recurringEntry, recurringList, recurringTimes } from '../recurring'
import { argumentText, ofProfile } from './common'

const ofEntry = { ...ofProfile, id: z.string().min(1).max(64) }

/** Jobs that are scheduled again and again. Each change answers the list as it then is. */
export const recurringChannels = {
  'recurring.list': { request: z.object(ofProfile), response: recurringList },
  /** With its whole argument. */
  'recurring.read': { request: z.object(ofEntry), response: recurringEntry },
  /** `id` null: a new one. */
  'recurring.save': {
    request: z.object({
      ...ofProfile,
      // How much is too much is said in words, not by the shape.
      entry: recurringEntry.extend({ id: ofEntry.id.nullable(), argument: argumentText }),
    }),
    response: recurringList,
  },
  'recurring.switch': { request: z.object({ ...ofEntry, on: z.boolean() }), response: recurringList },
  'recurring.remove': { request: z.object(ofEntry), response: recurringList },
  /** The next five times, as they would be if it were switched on now. */
  'recurring.preview': {
    request: z.object({ ...ofProfile, times: recurringTimes }),
    response: z.object({ zone: z.string(), next: z.array(z.number()) }),
  },
} as const
