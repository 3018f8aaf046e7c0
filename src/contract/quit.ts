import { z } from 'zod'

/** What becomes of the jobs that wait when the operator quits. */
export const quitAnswer = z.enum(['finish', 'keep', 'release', 'cancel'])
export type QuitAnswer = z.infer<typeof quitAnswer>

/**
 * The end of the app, as far as the operator is asked about it.
 * - `asked`: the page is to ask what becomes of the jobs that wait;
 * - `finishing`: they run, and schedules are refused; it ends when none is left;
 * - `ending`: nothing can be chosen any more.
 */
export const quitView = z.discriminatedUnion('step', [
  z.object({
    step: z.literal('asked'),
    /** A journal keeps the jobs for the next start. */
    keeps: z.boolean(),
  }),
  z.object({
    step: z.literal('finishing'),
    /** Jobs that waited or ran when it began. */
    total: z.number(),
    /** Ms since the epoch. */
    begunAt: z.number(),
  }),
  z.object({ step: z.literal('ending') }),
])
export type QuitView = z.infer<typeof quitView>
