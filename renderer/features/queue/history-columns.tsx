import type { FinishedRow, ProblemRow, RefusedRow } from '../../../src/contract/queue'
import { CellText } from '../../ui/cell-text'
import { Took } from '../../ui/exact-duration'
import { countOf, formatZonedMoment, formatTime } from '../../ui/format'
import { KeyText } from '../../ui/key-text'
import { StatusBadge } from '../../ui/status-badge'
import type { Column } from '../../ui/virtual-table/column'
import { outcomeStatus, refusalInWords } from './model'
import classes from './queue.module.css'
import { AttemptMark } from './retry-cells'

export const finishedColumns: readonly Column<FinishedRow>[] = [
  {
    id: 'outcome',
    title: 'Outcome',
    width: 128,
    cell: (row) => (
      <span className={classes.outcome}>
        <StatusBadge {...outcomeStatus(row)} />
        {row.attempts > 1 ? (
          <AttemptMark count={row.attempts} words={countOf(row.attempts, 'attempt')} />
        ) : null}
      </span>
    ),
  },
  {
    id: 'key',
    title: 'Key',
    width: 128,
    grow: 1,
    cell: (row, { active }) => <KeyText text={row.key} reachable={active} />,
  },
  {
    id: 'error',
    title: 'Error',
    width: 120,
    grow: 1,
    cell: (row) => <CellText title={row.error?.message}>{row.error?.message ?? ''}</CellText>,
  },
  { id: 'run-time', title: 'Run time', width: 88, align: 'end', cell: (row) => <Took ms={row.runMs} /> },
  {
    id: 'pause',
    title: 'Pause',
    hint: 'What the lane waited after the job',
    width: 88,
    align: 'end',
    cell: (row) => <Took ms={row.pauseMs} />,
  },
  {
    id: 'finished-at',
    title: 'Finished at',
    width: 104,
    align: 'end',
    cell: (row) => (
      <CellText title={formatZonedMoment(row.finishedAt)}>{formatTime(row.finishedAt)}</CellText>
    ),
  },
]

export const refusedColumns: readonly Column<RefusedRow>[] = [
  {
    id: 'at',
    title: 'At',
    width: 96,
    cell: (row) => <CellText title={formatZonedMoment(row.at)}>{formatTime(row.at)}</CellText>,
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
    cell: (row) => <CellText title={formatZonedMoment(row.at)}>{formatTime(row.at)}</CellText>,
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
