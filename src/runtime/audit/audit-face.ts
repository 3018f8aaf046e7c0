import type { AuditAct, AuditFilter } from '../../contract/audit'
import type { RequestOf, ResponseOf } from '../../contract/channels'
import type { ExportFormat, ExportView } from '../../contract/exports'

/** What operators did. Methods that answer throw KeyholdError where nothing is kept. */
export interface AuditFace {
  page(request: Omit<RequestOf<'audit.page'>, 'profileId'>): Promise<ResponseOf<'audit.page'>>
  /** Begins to write what matches. @param path absolute */
  export(request: {
    readonly filter: AuditFilter
    readonly format: ExportFormat
    readonly path: string
  }): ExportView
  /** Notes an act that was done outside the runtime. Never throws. */
  note(act: AuditAct, reason?: string): void
}
