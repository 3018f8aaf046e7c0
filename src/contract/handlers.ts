import { z } from 'zod'
import { errorEnvelope } from './errors'

export const handlerView = z.object({
  /** File name in the handler folder; identity. */
  file: z.string(),
  active: z.boolean(),
  sizeBytes: z.number(),
  modifiedAt: z.number(),
  /** First comment line of the script. */
  summary: z.string(),
  /** Set where the script cannot be used. */
  problem: errorEnvelope.optional(),
})
export type HandlerView = z.infer<typeof handlerView>

export const handlerFolderView = z.object({
  folder: z.string(),
  handlers: z.array(handlerView),
  /** Process id of the host that runs the scripts; undefined while none runs. */
  hostPid: z.number().optional(),
})
export type HandlerFolderView = z.infer<typeof handlerFolderView>
