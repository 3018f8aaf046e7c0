import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { CountedMatches, WaitingFilter, WaitingSearchView } from '../../../../src/contract/queue-filter'
import { useProfile } from '../../../api/app-info'
import { countOf, formatCount } from '../../../ui/format'
import type { Selection } from '../../../ui/virtual-table/selection'
import classes from '../filter/filter.module.css'
import { waitingFilterInWords } from '../filter/model'
import type { TimedWaitingRow } from '../model'
import { SAMPLE_KEYS, type AskedAct } from './act-dialog'
import { useTableActs } from './table-acts-context'

interface CancelActsProps {
  readonly selection: Selection<TimedWaitingRow>
  /** Undefined where the jobs are not filtered. */
  readonly filter: WaitingFilter | undefined
  readonly search: WaitingSearchView | undefined
  readonly rowAt: (index: number) => TimedWaitingRow | undefined
}

/** Cancels the jobs that are selected, or all that match the filter: two buttons, each asks first. */
export function CancelActs({ selection, filter, search, rowAt }: CancelActsProps): ReactNode {
  const { readOnly } = useProfile()
  const { ask } = useTableActs()
  const { rows, clear } = selection
  return (
    <>
      {rows.length > 0 ? (
        <Button
          variant="default"
          size="compact-xs"
          className={classes.act}
          data-tone="danger"
          onClick={() => ask(askSelected(rows), clear)}
        >
          Cancel selected ({formatCount(rows.length)})
        </Button>
      ) : null}
      {filter && search && search.matches > 0 && !readOnly ? (
        <Button
          variant="default"
          size="compact-xs"
          className={classes.act}
          data-tone="danger"
          disabled={search.state === 'searching'}
          onClick={() => {
            if (search.counted) ask(askMatching(filter, search.counted, sampleOf(rowAt)), clear)
          }}
        >
          Cancel all matching ({formatCount(search.counted?.matches ?? search.matches)})
        </Button>
      ) : null}
    </>
  )
}

function askSelected(rows: readonly TimedWaitingRow[]): AskedAct {
  return {
    title: `Cancel ${countOf(rows.length, 'job')}`,
    count: rows.length,
    keys: rows.map(({ key }) => key),
    words:
      'Those that wait leave the queue, and their holds are released. Those that have started since are aborted.',
    tone: 'danger',
    act: { kind: 'cancel', jobIds: rows.map(({ jobId }) => jobId) },
  }
}

function askMatching(filter: WaitingFilter, counted: CountedMatches, keys: readonly string[]): AskedAct {
  return {
    title: `Cancel ${countOf(counted.matches, 'job')}`,
    count: counted.matches,
    keys,
    filter: waitingFilterInWords(filter),
    words:
      'All waiting jobs that match the filter leave the queue, not only those in view, and their holds are released. What has started when its turn comes runs on; what came after these were counted stays.',
    tone: 'danger',
    act: { kind: 'cancel-matching', filter, counted },
  }
}

function sampleOf(rowAt: CancelActsProps['rowAt']): string[] {
  return Array.from({ length: SAMPLE_KEYS }, (_, index) => rowAt(index)?.key ?? []).flat()
}
