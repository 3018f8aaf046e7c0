import type { FinishedFilter } from '../../../contract/queue-filter'
import type { FinishedRow } from '../../../contract/queue'
import type { RecentLog } from '../../recent-log'

interface Range {
  readonly offset: number
  readonly limit: number
}

/** One range of the finished jobs that the filter lets through, newest first. All that are kept are looked at. */
export function finishedMatches(
  finished: RecentLog<FinishedRow>,
  filter: FinishedFilter,
  { offset, limit }: Range,
): { readonly total: number; readonly rows: FinishedRow[] } {
  const rows = finished.newest(0, finished.count).filter((row) => isMatch(row, filter))
  return { total: rows.length, rows: rows.slice(offset, offset + limit) }
}

function isMatch(row: FinishedRow, { text, outcomes, handler, from, to }: FinishedFilter): boolean {
  if (outcomes.length > 0 && !outcomes.includes(row.outcome)) return false
  if (from !== undefined && row.finishedAt < from) return false
  if (to !== undefined && row.finishedAt >= to) return false
  return row.handler.includes(handler) && row.key.includes(text)
}
