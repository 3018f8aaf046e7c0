import type { ExportView } from '../../../src/contract/exports'
import { countOf, formatCount } from '../format'

/** The file's name without its folder. */
export function fileNameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path
}

/** How far an export is, or what it came to. */
export function exportSentence({ state, rows, total }: ExportView): string {
  switch (state) {
    case 'working':
      return total === undefined
        ? `${countOf(rows, 'row', 'rows')} written.`
        : `${formatCount(rows)} of ${countOf(total, 'row', 'rows')} written.`
    case 'done':
      return `Done: ${countOf(rows, 'row', 'rows')} written.`
    case 'cancelled':
      return 'Cancelled: no file is left.'
    case 'failed':
      return 'Failed: no file is left.'
  }
}

/** How far it is, 0 … 1; undefined where its end is not known. */
export function exportFraction({ rows, total }: ExportView): number | undefined {
  if (total === undefined) return undefined
  return total === 0 ? 1 : Math.min(1, rows / total)
}
