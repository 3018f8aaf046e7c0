import { Button, TextInput } from '@mantine/core'
import { useState, type ReactNode, type SubmitEvent } from 'react'
import { useProfile } from '../../../api/app-info'
import { envelopeOf } from '../../../api/client'
import { Dialog } from '../../../ui/dialog'
import { useRenameTemplate } from './api'
import classes from './templates.module.css'

interface RenameFormProps {
  readonly name: string
  readonly onClose: () => void
}

interface RenameTemplateDialogProps extends RenameFormProps {
  readonly opened: boolean
}

/** Gives a template another name; never that of another one. */
export function RenameTemplateDialog({ opened, ...form }: RenameTemplateDialogProps): ReactNode {
  return (
    <Dialog opened={opened} title="Rename template" width={440} onClose={form.onClose}>
      <RenameForm {...form} />
    </Dialog>
  )
}

function RenameForm({ name, onClose }: RenameFormProps): ReactNode {
  const { id } = useProfile()
  const [to, setTo] = useState(name)
  const rename = useRenameTemplate(id)
  const error = rename.error ? envelopeOf(rename.error) : undefined
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    rename.mutate({ name, to }, { onSuccess: onClose })
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <TextInput
        label="Name"
        value={to}
        error={error ? `${error.message} ${error.remedy}` : undefined}
        data-autofocus
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          setTo(event.currentTarget.value)
          rename.reset()
        }}
      />
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={rename.isPending}>
          Rename
        </Button>
      </div>
    </form>
  )
}
