import type { FinishedRow, ProblemRow, RefusedRow } from '../../../src/contract/queue'
import { CellText } from '../../ui/cell-text'
import { formatDuration } from '../../ui/duration'
import { Elapsed } from '../../ui/elapsed'
import { formatCount, formatMoment, formatTime } from '../../ui/format'
import { KeyText } from '../../ui/key-text'
import { StatusBadge } from '../../ui/status-badge'
import type { Column } from '../../ui/virtual-table/column'
import { expectedWait, outcomeStatus, refusalInWords, type LaneRow, type TimedWaitingRow } from './model'

export const waitingColumns: readonly Column<TimedWaitingRow>[] = [
  {
    id: 'position',
    title: '#',
    hint: 'Place in the queue; 1 runs next',
    width: 72,
    align: 'end',
    cell: (row) => <CellText look="soft">{formatCount(row.position + 1)}</CellText>,
  },
  {
    id: 'key',
    title: 'Key',
    width: 160,
    grow: 1,
    cell: (row, { active }) => <KeyText text={row.key} reachable={active} />,
  },
  {
    id: 'argument',
    title: 'Argument',
    width: 160,
    grow: 1,
    cell: (row) => (
      <CellText look="code" title={row.argument}>
        {row.argument}
      </CellText>
    ),
  },
  { id: 'backoff', title: 'Backoff', width: 96, align: 'end', cell: (row) => formatDuration(row.backoffMs) },
  {
    id: 'age',
    title: 'Age',
    hint: 'Time since the job was accepted',
    width: 88,
    align: 'end',
    cell: (row) => <Elapsed ms={row.ageMs} readAt={row.readAt} />,
  },
  {
    id: 'expected-wait',
    title: 'Expected wait',
    hint: 'Until it is likely to start, from what recent jobs took',
    width: 120,
    align: 'end',
    cell: (row) => expectedWait(row.expectedWaitMs),
  },
]

export const laneColumns: readonly Column<LaneRow>[] = [
  {
    id: 'lane',
    title: 'Lane',
    width: 72,
    align: 'end',
    cell: (row) => <CellText look="soft">{row.lane + 1}</CellText>,
  },
  {
    id: 'key',
    title: 'Key',
    width: 160,
    grow: 1,
    cell: ({ job }, { active }) =>
      job ? <KeyText text={job.key} reachable={active} /> : <CellText look="soft">idle</CellText>,
  },
  {
    id: 'argument',
    title: 'Argument',
    width: 160,
    grow: 1,
    cell: ({ job }) =>
      job ? (
        <CellText look="code" title={job.argument}>
          {job.argument}
        </CellText>
      ) : null,
  },
  {
    id: 'backoff',
    title: 'Backoff',
    width: 96,
    align: 'end',
    cell: ({ job }) => (job ? formatDuration(job.backoffMs) : null),
  },
  {
    id: 'age',
    title: 'Age',
    hint: 'Time since the job was accepted',
    width: 88,
    align: 'end',
    cell: ({ job, readAt }) => (job ? <Elapsed ms={job.ageMs} readAt={readAt} /> : null),
  },
  {
    id: 'run-time',
    title: 'Running for',
    width: 120,
    align: 'end',
    cell: ({ job, readAt }) => (job ? <Elapsed ms={job.runMs} readAt={readAt} /> : null),
  },
]

export const finishedColumns: readonly Column<FinishedRow>[] = [
  {
    id: 'outcome',
    title: 'Outcome',
    width: 112,
    cell: (row) => <StatusBadge {...outcomeStatus(row)} />,
  },
  {
    id: 'key',
    title: 'Key',
    width: 152,
    grow: 1,
    cell: (row, { active }) => <KeyText text={row.key} reachable={active} />,
  },
  {
    id: 'error',
    title: 'Error',
    width: 136,
    grow: 1,
    cell: (row) => <CellText title={row.error?.message}>{row.error?.message ?? ''}</CellText>,
  },
  { id: 'run-time', title: 'Run time', width: 88, align: 'end', cell: (row) => formatDuration(row.runMs) },
  {
    id: 'pause',
    title: 'Pause',
    hint: 'What the lane waited after the job',
    width: 88,
    align: 'end',
    cell: (row) => formatDuration(row.pauseMs),
  },
  {
    id: 'finished-at',
    title: 'Finished at',
    width: 104,
    align: 'end',
    cell: (row) => <CellText title={formatMoment(row.finishedAt)}>{formatTime(row.finishedAt)}</CellText>,
  },
]

export const refusedColumns: readonly Column<RefusedRow>[] = [
  {
    id: 'at',
    title: 'At',
    width: 96,
    cell: (row) => <CellText title={formatMoment(row.at)}>{formatTime(row.at)}</CellText>,
  },
  {
    id: 'key',
    title: 'Key',
    width: 152,
    grow: 1,
    cell: (row, { active }) => <KeyText text={row.key} reachable={active} />,
  },
  {
    id: 'reason',
    title: 'Why it was refused',
    width: 320,
    grow: 1,
    cell: (row) => {
      const words = refusalInWords(row.outcome)
      return <CellText title={words}>{words}</CellText>
    },
  },
]

export const problemColumns: readonly Column<ProblemRow>[] = [
  {
    id: 'at',
    title: 'At',
    width: 96,
    cell: (row) => <CellText title={formatMoment(row.at)}>{formatTime(row.at)}</CellText>,
  },
  {
    id: 'code',
    title: 'Code',
    width: 160,
    cell: (row) => (
      <CellText look="code" title={row.error.code}>
        {row.error.code}
      </CellText>
    ),
  },
  {
    id: 'message',
    title: 'What happened, and what to do',
    width: 320,
    grow: 1,
    cell: (row) => {
      const words = `${row.error.message} ${row.error.remedy}`
      return <CellText title={words}>{words}</CellText>
    },
  },
]
