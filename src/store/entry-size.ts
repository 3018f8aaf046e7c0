import type { IntendedJob } from './journal-records'
import type { AuditRecord, JobRecord, KeyEvent } from './records'

/** What a record holds beside its texts, about. */
const FIXED_BYTES = 256

/** About what a job takes in memory while it waits to be written: two bytes a character. */
export function bytesOfJob({ key, argument, error, lines }: JobRecord): number {
  const ofError = error === undefined ? 0 : error.message.length + (error.stack?.length ?? 0)
  const ofLines = lines.reduce((sum, line) => sum + line.text.length + 32, 0)
  return FIXED_BYTES + 2 * (key.length + argument.length + ofError + ofLines)
}

export const bytesOfAudit = ({ what, reason = '' }: AuditRecord): number =>
  FIXED_BYTES + 2 * (what.length + reason.length)

export const bytesOfIntent = ({ key, argument }: IntendedJob): number =>
  FIXED_BYTES + 2 * (key.length + argument.length)

export const bytesOfKeyEvent = ({ key, detail = '' }: KeyEvent): number =>
  FIXED_BYTES + 2 * (key.length + detail.length)
