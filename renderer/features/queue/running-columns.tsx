import { CellText } from '../../ui/cell-text'
import { formatDuration } from '../../ui/duration'
import { Elapsed } from '../../ui/elapsed'
import { KeyText } from '../../ui/key-text'
import { ProgressBar } from '../../ui/progress-bar'
import type { Column } from '../../ui/virtual-table/column'
import type { LaneRow } from './model'
import classes from './queue.module.css'
import { AttemptMark } from './retry-cells'

export const laneColumns: readonly Column<LaneRow>[] = [
  {
    id: 'lane',
    title: 'Lane',
    width: 56,
    align: 'end',
    cell: (row) => <CellText look="soft">{row.lane + 1}</CellText>,
  },
  {
    id: 'key',
    title: 'Key',
    width: 144,
    grow: 1,
    cell: ({ job }, { active }) =>
      job ? <KeyText text={job.key} reachable={active} /> : <CellText look="soft">idle</CellText>,
  },
  {
    id: 'argument',
    title: 'Argument',
    width: 112,
    grow: 1,
    cell: ({ job }) =>
      job ? (
        <CellText look="code" title={job.argument}>
          {job.argument}
        </CellText>
      ) : null,
  },
  {
    id: 'progress',
    title: 'Progress',
    hint: 'What the handler says of how far it has come',
    width: 128,
    grow: 1,
    cell: ({ job }) =>
      job ? (
        <span className={classes.progressCell}>
          {job.attempt > 1 ? <AttemptMark count={job.attempt} words={`attempt ${job.attempt}`} /> : null}
          {job.progress ? <ProgressBar progress={job.progress} label={`Progress of ${job.key}`} /> : null}
        </span>
      ) : null,
  },
  {
    id: 'backoff',
    title: 'Backoff',
    width: 80,
    align: 'end',
    cell: ({ job }) => (job ? formatDuration(job.backoffMs) : null),
  },
  {
    id: 'age',
    title: 'Age',
    hint: 'Time since the job was accepted',
    width: 80,
    align: 'end',
    cell: ({ job, readAt }) => (job ? <Elapsed ms={job.ageMs} readAt={readAt} /> : null),
  },
  {
    id: 'run-time',
    title: 'Running for',
    width: 96,
    align: 'end',
    cell: ({ job, readAt }) => (job ? <Elapsed ms={job.runMs} readAt={readAt} /> : null),
  },
]
