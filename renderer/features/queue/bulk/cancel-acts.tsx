import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import type { WaitingSearchView } from '../../../../src/contract/queue-filter'
import { useProfile } from '../../../api/app-info'
import { countOf, formatCount } from '../../../ui/format'
import type { Selection } from '../../../ui/virtual-table/selection'
import classes from '../filter/filter.module.css'
import type { TimedWaitingRow } from '../model'
import { ActDialog, SAMPLE_KEYS, type ManyJobs } from './act-dialog'
import { useManyJobs, type ManyJobsAct } from './use-many-jobs'

interface CancelActsProps {
  readonly selection: Selection<TimedWaitingRow>
  /** Undefined where the jobs are not filtered. */
  readonly search: WaitingSearchView | undefined
  /** What they are filtered by. */
  readonly filterWords: string
  readonly rowAt: (index: number) => TimedWaitingRow | undefined
}

interface Asked extends ManyJobs {
  readonly act: ManyJobsAct
}

/** Cancels the jobs that are selected, or all that match the filter: two buttons, each asks first. */
export function CancelActs({ selection, search, filterWords, rowAt }: CancelActsProps): ReactNode {
  const { readOnly } = useProfile()
  const [asked, setAsked] = useState<Asked>()
  const many = useManyJobs()
  const { rows } = selection

  const confirm = (): void => {
    if (asked === undefined) return
    many.mutate(asked.act, {
      onSuccess: () => selection.clear(),
      onSettled: () => setAsked(undefined),
    })
  }
  return (
    <>
      {rows.length > 0 ? (
        <Button
          variant="default"
          size="compact-xs"
          className={classes.act}
          data-tone="danger"
          onClick={() => setAsked(askSelected(rows))}
        >
          Cancel selected ({formatCount(rows.length)})
        </Button>
      ) : null}
      {search && search.matches > 0 && !readOnly ? (
        <Button
          variant="default"
          size="compact-xs"
          className={classes.act}
          data-tone="danger"
          disabled={search.state === 'searching'}
          onClick={() => setAsked(askMatching(search, filterWords, sampleOf(rowAt)))}
        >
          Cancel all matching ({formatCount(search.matches)})
        </Button>
      ) : null}
      <ActDialog
        asked={asked}
        tone="danger"
        busy={many.isPending}
        onConfirm={confirm}
        onCancel={() => setAsked(undefined)}
      />
    </>
  )
}

function askSelected(rows: readonly TimedWaitingRow[]): Asked {
  return {
    title: `Cancel ${countOf(rows.length, 'job')}`,
    count: rows.length,
    keys: rows.map(({ key }) => key),
    words:
      'Those that wait leave the queue, and their holds are released. Those that have started since are aborted.',
    act: { kind: 'cancel', jobIds: rows.map(({ jobId }) => jobId) },
  }
}

function askMatching(search: WaitingSearchView, filter: string, keys: readonly string[]): Asked {
  return {
    title: `Cancel ${countOf(search.matches, 'job')}`,
    count: search.matches,
    keys,
    filter,
    words:
      'All waiting jobs that match the filter leave the queue, not only those in view, and their holds are released. What has started when its turn comes runs on; what is scheduled from now on stays.',
    act: { kind: 'cancel-matching', searchId: search.searchId },
  }
}

function sampleOf(rowAt: CancelActsProps['rowAt']): string[] {
  return Array.from({ length: SAMPLE_KEYS }, (_, index) => rowAt(index)?.key ?? []).flat()
}
