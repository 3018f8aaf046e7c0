import { z } from 'zod'

/** An id that the runtime gave out and gets back: of a scan, a preview, an act. */
export const issuedId = z.string().max(64)
