import { Button, TextInput } from '@mantine/core'
import { useState, type ReactNode, type SubmitEvent } from 'react'
import { LIMITS } from '../../../../src/contract/limits'
import { useProfile } from '../../../api/app-info'
import { envelopeOf } from '../../../api/client'
import { notify } from '../../../api/notices'
import { Dialog } from '../../../ui/dialog'
import { ProblemNote } from '../../../ui/problem-note'
import type { Draft } from '../model'
import { useSaveTemplate } from './api'
import classes from './templates.module.css'

/** Keeps what stands in the form under a name; over another one of that name only when asked again. */
export function SaveTemplateButton({ draft }: { readonly draft: Draft }): ReactNode {
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Button variant="subtle" size="compact-sm" onClick={() => setOpened(true)}>
        Save as template…
      </Button>
      <Dialog opened={opened} title="Save as template" width={440} onClose={() => setOpened(false)}>
        <SaveForm draft={draft} onClose={() => setOpened(false)} />
      </Dialog>
    </>
  )
}

function SaveForm({ draft, onClose }: { readonly draft: Draft; readonly onClose: () => void }): ReactNode {
  const { id } = useProfile()
  const [name, setName] = useState(draft.key.slice(0, LIMITS.templateName))
  const save = useSaveTemplate(id)
  const error = save.error ? envelopeOf(save.error) : undefined
  const exists = error?.code === 'template-exists'
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    save.mutate(
      { name, form: draft, replace: exists },
      {
        onSuccess: () => {
          notify('Template saved', name.trim())
          onClose()
        },
      },
    )
  }
  const change = (typed: string): void => {
    setName(typed)
    save.reset()
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <TextInput
        label="Name"
        description="Key, backoff, argument and repeat are kept as they stand in the form."
        value={name}
        data-autofocus
        spellCheck={false}
        autoComplete="off"
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => change(event.currentTarget.value)}
      />
      {error && exists ? (
        <p role="alert" className={classes.exists}>
          {error.message} Replace it with what stands in the form, or choose another name.
        </p>
      ) : null}
      {error && !exists ? <ProblemNote title="Nothing was saved" error={error} /> : null}
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={save.isPending}>
          {exists ? 'Replace' : 'Save'}
        </Button>
      </div>
    </form>
  )
}
