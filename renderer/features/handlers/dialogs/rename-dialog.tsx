import { useState, type ReactNode } from 'react'
import { useProfile } from '../../../api/app-info'
import { Dialog } from '../../../ui/dialog'
import { useRenameScript } from '../api'
import { NameForm } from './name-form'

interface RenameDialogProps {
  readonly file: string
  readonly files: readonly string[]
  readonly onClose: () => void
  readonly onRenamed: (file: string) => void
}

/** Gives a script another name. Unsaved changes go with it. */
export function RenameDialog({ file, files, onClose, onRenamed }: RenameDialogProps): ReactNode {
  const { id } = useProfile()
  const [name, setName] = useState(file)
  const rename = useRenameScript(id, (to) => {
    onRenamed(to)
    onClose()
  })
  const submit = (to: string): void => {
    if (to === file) {
      onClose()
      return
    }
    rename.mutate({ file, to })
  }
  return (
    <Dialog opened title={`Rename ${file}`} onClose={onClose} width={440}>
      <NameForm
        name={name}
        taken={files.filter((other) => other !== file)}
        action="Rename"
        busy={rename.isPending}
        failure={rename.error ? { title: 'It keeps its name', error: rename.error } : undefined}
        onChange={setName}
        onSubmit={submit}
        onCancel={onClose}
      />
    </Dialog>
  )
}
