import { useState, type ReactNode } from 'react'
import { useProfile } from '../../../api/app-info'
import { ConfirmDialog, type ConfirmAction } from '../../../ui/confirm-dialog'
import { Detail, DetailList } from '../../../ui/detail-list'
import { countOf, formatCount } from '../../../ui/format'
import { KeyText } from '../../../ui/key-text'
import { ReasonField } from '../../../ui/reason-field'
import classes from '../filter/filter.module.css'
import type { ManyJobsAct } from './use-many-jobs'

/** Keys that a question names. */
export const SAMPLE_KEYS = 5

/** An act on many jobs, as it is asked about. */
export interface AskedAct {
  readonly act: ManyJobsAct
  readonly tone: ConfirmAction['tone']
  /** The verb on the button: "Cancel 12 jobs". */
  readonly title: string
  readonly count: number
  /** The first of the keys. */
  readonly keys: readonly string[]
  /** What happens to the jobs. */
  readonly words: ReactNode
  /** What they are selected by, where it is a filter. */
  readonly filter?: string | undefined
}

interface ActDialogProps {
  /** Undefined: nothing is asked. */
  readonly asked: AskedAct | undefined
  readonly busy: boolean
  readonly onConfirm: (reason: string) => void
  readonly onCancel: () => void
}

/** Asks before an act on many jobs: how many, where, which ones, and what happens to them. */
export function ActDialog({ asked, busy, onConfirm, onCancel }: ActDialogProps): ReactNode {
  const { name, namespace } = useProfile()
  const [reason, setReason] = useState('')
  const [known, setKnown] = useState(asked)
  if (known !== asked) {
    // Each question has a reason of its own.
    setKnown(asked)
    setReason('')
  }
  return (
    <ConfirmDialog
      opened={asked !== undefined}
      title={asked?.title ?? ''}
      onCancel={onCancel}
      cancelLabel="Back"
      actions={asked ? [{ label: asked.title, tone: asked.tone, busy, run: () => onConfirm(reason) }] : []}
    >
      {asked ? (
        <>
          <p>{asked.words}</p>
          <DetailList>
            <Detail name="Jobs">{formatCount(asked.count)}</Detail>
            {asked.filter === undefined ? null : <Detail name="That match">{asked.filter}</Detail>}
            <Detail name="Profile">
              {name}, namespace {namespace === '' ? '(empty)' : namespace}
            </Detail>
            <Detail name="Keys">
              <KeyList keys={asked.keys} count={asked.count} />
            </Detail>
          </DetailList>
          {asked.act.kind === 'schedule-again' ? null : <ReasonField reason={reason} onChange={setReason} />}
        </>
      ) : null}
    </ConfirmDialog>
  )
}

function KeyList({ keys, count }: { readonly keys: readonly string[]; readonly count: number }): ReactNode {
  const shown = keys.slice(0, SAMPLE_KEYS)
  return (
    <ul className={classes.keys}>
      {shown.map((key) => (
        <li key={key}>
          <KeyText text={key} />
        </li>
      ))}
      {count > shown.length ? <li>and {countOf(count - shown.length, 'other')}</li> : null}
    </ul>
  )
}
