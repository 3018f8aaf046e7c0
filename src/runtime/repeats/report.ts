import type { ExportFormat } from '../../contract/exports'
import { csvLine } from '../../contract/csv-line'
import type { OutcomeLog } from './outcome-log'
import type { RepeatPlan } from './repeat-plan'

/** Jobs of one piece of text: what is made in one turn. */
const JOBS_A_PIECE = 1_000

/** One line a job, what became of it and why; made piece by piece as it is written. */
export function* reportText(plan: RepeatPlan, log: OutcomeLog, format: ExportFormat): Generator<string> {
  if (format === 'csv') yield csvLine(['line', 'key', 'outcome', 'reason'])
  for (let from = 0; from < plan.total; from += JOBS_A_PIECE) {
    const to = Math.min(plan.total, from + JOBS_A_PIECE)
    let piece = ''
    for (let index = from; index < to; index += 1) piece += reportLine(plan, log, format, index)
    yield piece
  }
}

function reportLine(plan: RepeatPlan, log: OutcomeLog, format: ExportFormat, index: number): string {
  const line = plan.lineAt(index)
  // A job that was not tried has no moment yet: `{now}` stays in its key.
  const key = plan.keyAt(index, log.momentOf(index) ?? Number.NaN)
  const { outcome, reason } = log.wordsOf(index)
  return format === 'csv'
    ? csvLine([line, key, outcome, reason])
    : `${JSON.stringify({ line, key, outcome, reason })}\n`
}
