import { z } from 'zod'
import { exportView } from '../exports'
import { issuedId } from '../ids'
import { nothing, ofProfile } from './common'

const ofExport = z.object({ ...ofProfile, exportId: issuedId })

/** Files that are written in the background: each page has its own channel that begins one. */
export const exportsChannels = {
  /** No file is left. */
  'exports.cancel': { request: ofExport, response: exportView },
  /** One that has ended is no longer shown. */
  'exports.dismiss': { request: ofExport, response: nothing },
  /** Shows the file in the system's file manager. */
  'exports.reveal': { request: ofExport, response: nothing },
} as const
