import { Button, Textarea, TextInput } from '@mantine/core'
import { useId, type KeyboardEvent, type ReactNode, type SubmitEvent } from 'react'
import { useProfile } from '../../api/app-info'
import { ProblemNote } from '../../ui/problem-note'
import { backoffHint, repeatHint, type Field } from './model'
import classes from './schedule.module.css'
import type { ScheduleForm } from './use-schedule-form'

/** The fields of a job to schedule, with what is wrong with each beside it. */
export function ScheduleFields({ form }: { readonly form: ScheduleForm }): ReactNode {
  const { readOnly } = useProfile()
  const { draft, change, problem } = form
  const hintId = useId()
  const errorOf = (field: Field): string | undefined =>
    problem?.field === field ? `${problem.error.message} ${problem.error.remedy}` : undefined

  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    form.submit()
  }
  const submitOnControlEnter = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.submit()
  }
  const text = (field: Field) => ({
    value: draft[field],
    error: errorOf(field),
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      change(field, event.currentTarget.value),
  })

  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <TextInput
        label="Key"
        placeholder="seller:42"
        classNames={{ input: classes.code }}
        autoFocus
        spellCheck={false}
        {...text('key')}
      />
      <div className={classes.pair}>
        <TextInput
          label="Backoff"
          description={backoffHint(draft.backoff)}
          spellCheck={false}
          {...text('backoff')}
        />
        <TextInput
          label="Repeat"
          description={repeatHint(draft)}
          inputMode="numeric"
          classNames={{ description: classes.hint }}
          {...text('repeat')}
        />
      </div>
      <Textarea
        label="Argument (JSON)"
        classNames={{ root: classes.argument, wrapper: classes.argumentFrame, input: classes.argumentText }}
        spellCheck={false}
        onKeyDown={submitOnControlEnter}
        {...text('argument')}
      />
      {problem && problem.field === undefined ? (
        <ProblemNote title="Nothing was scheduled" error={problem.error} />
      ) : null}
      <div className={classes.submit}>
        <Button
          type="submit"
          loading={form.busy}
          disabled={readOnly}
          aria-describedby={readOnly ? hintId : undefined}
        >
          Schedule job
        </Button>
        <span id={hintId} className={classes.quiet}>
          {readOnly ? 'This profile is read-only.' : 'Enter, or Ctrl + Enter in the argument'}
        </span>
      </div>
    </form>
  )
}
