import { Button, TextInput } from '@mantine/core'
import { useEffect, useRef, useState, type ReactNode, type SubmitEvent } from 'react'
import { envelopeOf } from '../../../api/client'
import { ProblemNote } from '../../../ui/problem-note'
import { nameProblem, stemLength } from '../model'
import classes from './dialogs.module.css'

interface NameFormProps {
  readonly name: string
  readonly taken: readonly string[]
  /** The verb. */
  readonly action: string
  readonly busy: boolean
  readonly failure: { readonly title: string; readonly error: Error } | undefined
  readonly onChange: (name: string) => void
  readonly onSubmit: (name: string) => void
  readonly onCancel: () => void
  /** Above the name. */
  readonly children?: ReactNode
}

/** The name of a script, judged as it is sent and from then on as it is typed. */
export function NameForm(props: NameFormProps): ReactNode {
  const { name, taken, action, busy, failure, onChange, onSubmit, onCancel, children } = props
  const [judged, setJudged] = useState(false)
  const problem = nameProblem(name, taken)
  const input = useRef<HTMLInputElement>(null)
  // The form may come after its dialog: the dialog's own look for a first field is over then.
  useEffect(() => {
    const field = input.current
    if (!field) return
    field.focus()
    field.setSelectionRange(0, stemLength(field.value))
  }, [])
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    setJudged(true)
    if (problem === undefined) onSubmit(name)
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      {children}
      <TextInput
        ref={input}
        label="File name"
        description="Ends in .ts, .js or .mjs."
        className={classes.name}
        value={name}
        error={judged ? problem : undefined}
        spellCheck={false}
        autoComplete="off"
        data-autofocus
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {failure ? <ProblemNote title={failure.title} error={envelopeOf(failure.error)} /> : null}
      <div className={classes.actions}>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" loading={busy}>
          {action}
        </Button>
      </div>
    </form>
  )
}
