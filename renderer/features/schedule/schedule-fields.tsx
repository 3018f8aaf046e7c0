import { Button, Textarea, TextInput } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import {
  useEffect,
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type SubmitEvent,
} from 'react'
import { useProfile } from '../../api/app-info'
import { ProblemNote } from '../../ui/problem-note'
import { backoffHint } from '../../ui/backoff'
import { Forecast } from './forecast'
import { ManyDialog } from './many-dialog'
import { readDraft, type Field } from './model'
import { asksBefore, repeatHint, sameKeyWarning, scheduleVerb } from './repeat-words'
import classes from './schedule.module.css'
import type { ScheduleForm } from './use-schedule-form'

const inputWrapperOrder: ('label' | 'description' | 'error' | 'input')[] = [
  'label',
  'description',
  'error',
  'input',
]

/** The page may come late: whoever has gone to a dialog or a control meanwhile stays there. */
function isNobodyElsewhere(): boolean {
  const { activeElement } = document
  return activeElement === null || activeElement === document.body || activeElement.matches('main, nav a')
}

/** The fields of a job to schedule, with what is wrong with each beside it. */
export function ScheduleFields({ form }: { readonly form: ScheduleForm }): ReactNode {
  const { readOnly } = useProfile()
  const { draft, change, refusal } = form
  const hintId = useId()
  const fields = useRef<HTMLDivElement>(null)
  const key = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (isNobodyElsewhere()) key.current?.focus()
  }, [])
  useEffect(() => {
    if (refusal.number > 0) fields.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [refusal.number])
  const errorOf = (field: Field): string | undefined => {
    const error = refusal.problems[field]
    return error && `${error.message} ${error.remedy}`
  }

  const [asking, setAsking] = useState(false)
  const warning = sameKeyWarning(draft)
  const send = (): void => {
    if (asksBefore(draft) && readDraft(draft).ok) setAsking(true)
    else form.submit()
  }
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    // The button is off while it is at work: the next key is what is wanted then.
    if (document.activeElement instanceof HTMLButtonElement) key.current?.focus()
    send()
  }
  const submitOnControlEnter = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send()
  }
  /** A field's error stands where its hint did. */
  const text = (field: Field, hint: string) => ({
    value: draft[field],
    error: errorOf(field),
    description: errorOf(field) === undefined ? hint : undefined,
    inputWrapperOrder,
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      change(field, event.currentTarget.value),
  })

  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <div ref={fields} className={classes.fields}>
        <TextInput
          ref={key}
          label="Key"
          data-takes-focus
          data-search-field
          placeholder="seller:42"
          classNames={{ input: classes.code }}
          spellCheck={false}
          {...text('key', 'Equal keys are equal jobs; 1 to 1,024 bytes')}
        />
        <div className={classes.pair}>
          <TextInput label="Backoff" spellCheck={false} {...text('backoff', backoffHint(draft.backoff))} />
          <TextInput
            label="Repeat"
            inputMode="numeric"
            classNames={{ description: classes.hint }}
            {...text('repeat', repeatHint(draft))}
          />
        </div>
        <Forecast draft={draft} />
        <Textarea
          label="Argument (JSON)"
          classNames={{ root: classes.argument, wrapper: classes.argumentFrame, input: classes.argumentText }}
          spellCheck={false}
          onKeyDown={submitOnControlEnter}
          {...text('argument', 'Any JSON up to 1 MiB; the handler gets it parsed')}
        />
        {refusal.error ? <ProblemNote title="Nothing was scheduled" error={refusal.error} /> : null}
      </div>
      <div className={classes.submit}>
        <Button
          type="submit"
          className={classes.submitButton}
          loading={form.busy}
          disabled={readOnly}
          aria-describedby={readOnly ? hintId : undefined}
        >
          {scheduleVerb(draft)}
        </Button>
        {warning === undefined || readOnly ? (
          <span id={hintId} className={classes.quiet}>
            {readOnly ? 'This profile is read-only.' : 'Enter, or Ctrl + Enter in the argument'}
          </span>
        ) : (
          <span className={classes.warning} role="status">
            <IconAlertTriangle size={14} aria-hidden="true" />
            <span>{warning}</span>
          </span>
        )}
      </div>
      <ManyDialog
        opened={asking}
        draft={draft}
        onConfirm={() => {
          setAsking(false)
          form.submit()
        }}
        onCancel={() => setAsking(false)}
      />
    </form>
  )
}
