import { z } from 'zod'

/** How an error crosses the process line: a code to branch on, a sentence, and what to do next. */
export const errorEnvelope = z.object({
  code: z.string(),
  message: z.string(),
  remedy: z.string(),
})
export type ErrorEnvelope = z.infer<typeof errorEnvelope>
