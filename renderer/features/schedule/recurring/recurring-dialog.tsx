import { Button, Textarea, TextInput } from '@mantine/core'
import { useState, type ReactNode, type SubmitEvent } from 'react'
import type { ErrorEnvelope } from '../../../../src/contract/errors'
import { useProfile } from '../../../api/app-info'
import { envelopeOf } from '../../../api/client'
import { Dialog } from '../../../ui/dialog'
import { ProblemNote } from '../../../ui/problem-note'
import { useSaveRecurring } from './api'
import { readRecurring, recurringFieldOf, type RecurringDraft, type RecurringField } from './model'
import classes from './recurring.module.css'
import { TimesFields } from './times-fields'

export interface RecurringSubject {
  /** Null: a new one. */
  readonly id: string | null
  readonly on: boolean
  readonly draft: RecurringDraft
}

interface RecurringFormProps {
  readonly subject: RecurringSubject
  readonly onClose: () => void
}

interface RecurringDialogProps extends RecurringFormProps {
  readonly opened: boolean
}

/** Makes a recurring job, or changes one; the next times are shown before it is saved. */
export function RecurringDialog({ opened, subject, onClose }: RecurringDialogProps): ReactNode {
  const title = subject.id === null ? 'New recurring job' : 'Recurring job'
  return (
    <Dialog opened={opened} title={title} width={560} onClose={onClose}>
      <RecurringForm subject={subject} onClose={onClose} />
    </Dialog>
  )
}

interface Problem {
  readonly field: RecurringField | undefined
  readonly error: ErrorEnvelope
}

function RecurringForm({ subject: { id, on, draft: given }, onClose }: RecurringFormProps): ReactNode {
  const profile = useProfile()
  const [draft, setDraft] = useState(given)
  const [problem, setProblem] = useState<Problem>()
  const save = useSaveRecurring(profile.id)
  const change = (part: Partial<RecurringDraft>): void => {
    setDraft({ ...draft, ...part })
    setProblem(undefined)
  }
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const read = readRecurring(draft)
    if (!read.ok) {
      setProblem(read)
      return
    }
    const onError = (thrown: unknown): void => {
      const error = envelopeOf(thrown)
      setProblem({ field: recurringFieldOf(error.code), error })
    }
    save.mutate({ ...read.job, id, on }, { onSuccess: onClose, onError })
  }
  const errorOf = (field: RecurringField): string | undefined =>
    problem?.field === field ? `${problem.error.message} ${problem.error.remedy}` : undefined
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <div className={classes.pair}>
        <TextInput
          label="Key"
          classNames={{ input: classes.code }}
          value={draft.key}
          error={errorOf('key')}
          data-autofocus
          spellCheck={false}
          onChange={(event) => change({ key: event.currentTarget.value })}
        />
        <TextInput
          label="Backoff"
          value={draft.backoff}
          error={errorOf('backoff')}
          spellCheck={false}
          onChange={(event) => change({ backoff: event.currentTarget.value })}
        />
      </div>
      <Textarea
        label="Argument (JSON)"
        classNames={{ input: classes.code }}
        rows={3}
        value={draft.argument}
        error={errorOf('argument')}
        spellCheck={false}
        onChange={(event) => change({ argument: event.currentTarget.value })}
      />
      <TimesFields draft={draft} refused={errorOf('times')} onChange={change} />
      {problem && problem.field === undefined ? (
        <ProblemNote title="It was not saved" error={problem.error} />
      ) : null}
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={save.isPending}>
          Save
        </Button>
      </div>
    </form>
  )
}
