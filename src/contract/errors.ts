import { z } from 'zod'

/** How an error crosses the process line: a code to branch on, a sentence, and what to do next. */
export const errorEnvelope = z.object({
  code: z.string(),
  message: z.string(),
  remedy: z.string(),
  /** A line to run as it stands, where the remedy is one. */
  command: z.string().optional(),
})
export type ErrorEnvelope = z.infer<typeof errorEnvelope>
