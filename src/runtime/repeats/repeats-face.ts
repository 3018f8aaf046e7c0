import type { ExportFormat } from '../../contract/exports'
import type { RepeatView } from '../../contract/queue'

/** What can be done to many jobs on their way. Methods throw KeyholdError `unknown-repeat`. */
export interface RepeatsFace {
  /** No further batch begins; the place is kept. */
  pause(repeatId: string): RepeatView
  resume(repeatId: string): RepeatView
  /** One line a job, in pieces; what is not tried yet says so. */
  report(repeatId: string, format: ExportFormat): Iterable<string>
}
