import { Button, TextInput } from '@mantine/core'
import { useState, type ReactNode, type SubmitEvent } from 'react'
import { useProfile } from '../../../api/app-info'
import { envelopeOf } from '../../../api/client'
import { Dialog } from '../../../ui/dialog'
import { useRenameTemplate } from './api'
import classes from './templates.module.css'

interface RenameTemplateDialogProps {
  readonly name: string
  readonly onClose: () => void
}

/** Gives a template another name; never that of another one. */
export function RenameTemplateDialog({ name, onClose }: RenameTemplateDialogProps): ReactNode {
  const { id } = useProfile()
  const [to, setTo] = useState(name)
  const rename = useRenameTemplate(id)
  const error = rename.error ? envelopeOf(rename.error) : undefined
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    rename.mutate({ name, to }, { onSuccess: onClose })
  }
  return (
    <Dialog opened title="Rename template" width={440} onClose={onClose}>
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
    </Dialog>
  )
}
