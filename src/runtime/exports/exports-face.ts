import type { ExportView } from '../../contract/exports'

/** What an operator does with files on their way. Methods throw KeyholdError. */
export interface ExportsFace {
  /** Resolves when no file is left. */
  cancel(exportId: string): Promise<ExportView>
  /** Forgets one that has ended. */
  dismiss(exportId: string): void
  /** Absolute. */
  pathOf(exportId: string): string
}
