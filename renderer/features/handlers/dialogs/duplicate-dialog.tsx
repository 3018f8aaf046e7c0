import { useState, type ReactNode } from 'react'
import { useProfile } from '../../../api/app-info'
import { Dialog } from '../../../ui/dialog'
import { readScript } from '../api'
import { freeName } from '../model'
import { useCreateScript } from '../use-create-script'
import { NameForm } from './name-form'

interface DuplicateDialogProps {
  readonly file: string
  readonly files: readonly string[]
  readonly onClose: () => void
  readonly onCreated: (file: string) => void
}

/** Copies a script, as it is saved, under another name. */
export function DuplicateDialog({ file, files, onClose, onCreated }: DuplicateDialogProps): ReactNode {
  const { id } = useProfile()
  const [name, setName] = useState(() => freeName(file, files))
  const create = useCreateScript(id)
  const submit = (to: string): void =>
    create.mutate(
      { file: to, text: async () => (await readScript(id, file)).text },
      {
        onSuccess: () => {
          onCreated(to)
          onClose()
        },
      },
    )
  return (
    <Dialog opened title={`Duplicate ${file}`} onClose={onClose} width={440}>
      <NameForm
        name={name}
        taken={files}
        action="Duplicate"
        busy={create.isPending}
        failure={create.error ? { title: 'Nothing was copied', error: create.error } : undefined}
        onChange={setName}
        onSubmit={submit}
        onCancel={onClose}
      />
    </Dialog>
  )
}
