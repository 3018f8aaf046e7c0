import { countOf, formatCount } from '../../../ui/format'
import type { ImportCounts } from './judgement'
import type { ImportFormat } from './reading/import-table'

export const formatNames: Readonly<Record<ImportFormat, string>> = {
  csv: 'CSV',
  json: 'JSON array',
  jsonl: 'JSON Lines',
}

/** `98,204 good, 12 bad, 340 with the key of an earlier row` */
export function countsInWords({ good, bad, duplicates }: ImportCounts): string {
  const words = `${formatCount(good)} good, ${formatCount(bad)} bad`
  return duplicates === 0 ? words : `${words}, ${countOf(duplicates, 'duplicate key')}`
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
