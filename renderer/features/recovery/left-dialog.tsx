import { Button } from '@mantine/core'
import { useMemo, useState, type ReactNode } from 'react'
import type { LeftSelection } from '../../../src/contract/channels/journal'
import type { LeftJobRow } from '../../../src/contract/journal'
import type { LiveState } from '../../../src/contract/live'
import { useProfile } from '../../api/app-info'
import { envelopeOf } from '../../api/client'
import { useLive } from '../../api/live'
import { useListRows } from '../../api/use-list-rows'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { Dialog } from '../../ui/dialog'
import { EmptyState } from '../../ui/empty-state'
import { countOf, formatCount } from '../../ui/format'
import { ProblemNote } from '../../ui/problem-note'
import { TableStatus } from '../../ui/virtual-table/table-status'
import { useMarks, useSelection } from '../../ui/virtual-table/use-selection'
import { VirtualTable } from '../../ui/virtual-table/virtual-table'
import { leftSource, useDecide, type Decision } from './api'
import { leftColumns } from './left-columns'
import classes from './recovery.module.css'

const selectUndecided = (live: LiveState) => live.recovery?.undecided ?? 0

interface LeftDialogProps {
  readonly opened: boolean
  readonly onClose: () => void
}

/** The jobs of an earlier run that need a decision: run them, or drop them. */
export function LeftDialog({ opened, onClose }: LeftDialogProps): ReactNode {
  return (
    <Dialog opened={opened} onClose={onClose} title="Jobs of the last run" width={960} closable>
      {opened ? <LeftJobs onClose={onClose} /> : null}
    </Dialog>
  )
}

function LeftJobs({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { id, readOnly } = useProfile()
  const undecided = useLive(selectUndecided)
  const source = useMemo(() => leftSource(id), [id])
  const { rowAt, show, read, total, readAt, still, error } = useListRows(source)
  const selection = useSelection({ marks: useMarks<LeftJobRow>(), idOf: leftIdOf, read })
  const [asked, setAsked] = useState<Asked>()
  const decide = useDecide(id)
  const selected = selection.rows
  const begin = (decision: Decision): void =>
    decide.mutate(decision, {
      onSuccess: () => {
        selection.clear()
        if (decision.of.which === 'all') onClose()
      },
      onSettled: () => setAsked(undefined),
    })
  const choices: readonly Choice[] = [
    ...(selected.length > 0
      ? [
          {
            words: `selected (${formatCount(selected.length)})`,
            count: selected.length,
            of: { which: 'selected' as const, leftIds: selected.map(leftIdOf) },
          },
        ]
      : []),
    { words: `all (${formatCount(undecided)})`, count: undecided, of: { which: 'all', count: undecided } },
  ]
  return (
    <>
      <p className={classes.lead}>
        Keyhold had accepted these jobs before it ended, and does not run them by itself. Run puts them in the
        queue again, with the hold that they have left or a new one; where another holds the key, they stay
        here.
      </p>
      <div className={classes.table}>
        <VirtualTable
          label="Jobs that need a decision"
          columns={leftColumns}
          count={error ? 0 : (total ?? undecided)}
          rowAt={rowAt}
          onShow={show}
          onHold={still.hold}
          selection={readOnly ? undefined : selection}
          footer={
            <TableStatus
              count={total ?? undecided}
              noun="job"
              readAt={readAt}
              still={still}
              selection={selection}
            />
          }
          empty={
            error ? (
              <ProblemNote title="The jobs could not be read" error={envelopeOf(error)} />
            ) : (
              <EmptyState title="All are decided">Nothing of the last run is left.</EmptyState>
            )
          }
        />
      </div>
      <div className={classes.acts}>
        {choices.map(({ words, count, of }) => (
          <span key={of.which} className={classes.pair}>
            <Button
              variant="default"
              disabled={readOnly || count === 0}
              onClick={() => setAsked({ verb: 'run', count, of })}
            >
              Run {words}
            </Button>
            <Button
              variant="default"
              className={classes.danger}
              disabled={readOnly || count === 0}
              onClick={() => setAsked({ verb: 'drop', count, of })}
            >
              Drop {words}
            </Button>
          </span>
        ))}
      </div>
      <Question
        asked={asked}
        busy={decide.isPending}
        onConfirm={begin}
        onCancel={() => setAsked(undefined)}
      />
    </>
  )
}

const leftIdOf = (row: LeftJobRow): number => row.leftId

interface Choice {
  readonly words: string
  readonly count: number
  readonly of: LeftSelection
}

interface Asked extends Decision {
  readonly count: number
}

interface QuestionProps {
  readonly asked: Asked | undefined
  readonly busy: boolean
  readonly onConfirm: (decision: Decision) => void
  readonly onCancel: () => void
}

function Question({ asked, busy, onConfirm, onCancel }: QuestionProps): ReactNode {
  const { name, namespace } = useProfile()
  const title = asked ? `${asked.verb === 'run' ? 'Run' : 'Drop'} ${countOf(asked.count, 'job')}` : ''
  return (
    <ConfirmDialog
      opened={asked !== undefined}
      title={title}
      onCancel={onCancel}
      cancelLabel="Back"
      actions={
        asked
          ? [
              {
                label: title,
                tone: asked.verb === 'run' ? 'accent' : 'danger',
                busy,
                run: () => onConfirm(asked),
              },
            ]
          : []
      }
    >
      <p>
        {asked?.verb === 'run'
          ? 'They wait in the queue again. One that was interrupted may have done its work already: it does it again.'
          : 'They never run. Holds that they have left are released, so that every instance can schedule their keys at once.'}
      </p>
      <p className={classes.place}>
        Profile {name}, namespace {namespace === '' ? '(empty)' : namespace}
      </p>
    </ConfirmDialog>
  )
}
