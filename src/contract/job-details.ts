import { z } from 'zod'
import { handlerLine } from './handlers'
import { heldKeyRow } from './held-keys'

/** What is in Redis under the key of a job, in the generation in which it was scheduled. */
export const jobHold = z.object({
  redisKey: z.string(),
  generation: z.string(),
  /**
   * `this-job`: its own hold stands. `another-job`: a later job of this app holds the key. `another`: somebody else
   * does. `gone`: nothing does.
   */
  standing: z.enum(['this-job', 'another-job', 'another', 'gone']),
  /** As Redis answered just now; null where nothing is held. */
  row: heldKeyRow.nullable(),
})
export type JobHold = z.infer<typeof jobHold>

/** A line that the handler of a job wrote; `at` is ms since the epoch here. */
export const jobLine = handlerLine
export type JobLine = z.infer<typeof jobLine>

export const jobLines = z.object({
  /** Number of the first of `lines`; lines are numbered from 0, whether they are kept or not. */
  from: z.number(),
  lines: z.array(jobLine),
  /** Lines that it wrote, kept or not. */
  total: z.number(),
  /** Number of the oldest that is kept: so many were left out. */
  leftOut: z.number(),
})
export type JobLines = z.infer<typeof jobLines>
