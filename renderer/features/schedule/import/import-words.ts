import { countOf, formatCount } from '../../../ui/format'
import type { ImportCounts } from './judgement'
import type { ImportFormat } from './reading/import-table'

export const formatNames: Readonly<Record<ImportFormat, string>> = {
  csv: 'CSV',
  json: 'JSON array',
  jsonl: 'JSON Lines',
}

/** `98,204 good (340 of them with the key of an earlier row) + 12 bad = 98,216 rows` */
export function countsInWords({ rows, good, bad, duplicates }: ImportCounts): string {
  const among = duplicates === 0 ? '' : ` (${formatCount(duplicates)} of them with the key of an earlier row)`
  return `${formatCount(good)} good${among} + ${formatCount(bad)} bad = ${countOf(rows, 'row')}`
}

/** Undefined where every column is used. */
export function unusedInWords(unused: readonly string[]): string | undefined {
  if (unused.length === 0) return undefined
  return `${unused.length === 1 ? 'Column' : 'Columns'} not used: ${unused.join(', ')}`
}

/** What becomes of the rows that are not simply scheduled. */
export function leftOutInWords({ bad, duplicates }: ImportCounts): readonly string[] {
  return [
    ...(bad > 0 ? [`${countOf(bad, 'bad row')} ${bad === 1 ? 'is' : 'are'} left out.`] : []),
    ...(duplicates > 0
      ? [
          `${countOf(duplicates, 'row has', 'rows have')} the key of an earlier row: each key is scheduled once, and the others are refused unless it is free again by then.`,
        ]
      : []),
  ]
}
