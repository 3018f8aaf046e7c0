import type { ReactNode } from 'react'
import { useDrafts } from '../draft-store'
import type { Scripts } from '../use-scripts'
import { CompareDialog } from './compare-dialog'
import { DuplicateDialog } from './duplicate-dialog'
import { NewDialog } from './new-dialog'
import { QuestionDialog } from './question-dialog'
import { RenameDialog } from './rename-dialog'
import { TrashDialog } from './trash-dialog'
import { UnsavedDialog } from './unsaved-dialog'

/** What can lie over the page Handlers. */
export function ScriptDialogs({ scripts }: { readonly scripts: Scripts }): ReactNode {
  return (
    <>
      <OpenedDialog scripts={scripts} />
      <UnsavedDialog gate={scripts.gate} />
      <QuestionDialog asked={scripts.asked} />
    </>
  )
}

function OpenedDialog({ scripts }: { readonly scripts: Scripts }): ReactNode {
  const { dialog, shown, closeDialog, arrived } = scripts
  const draft = useDrafts().get(shown ?? '')
  const files = scripts.list.map(({ file }) => file)
  if (dialog === undefined) return null
  if (dialog === 'new') return <NewDialog files={files} onClose={closeDialog} onCreated={arrived} />
  if (shown === undefined) return null
  switch (dialog) {
    case 'rename':
      return <RenameDialog key={shown} file={shown} files={files} onClose={closeDialog} onRenamed={arrived} />
    case 'duplicate':
      return (
        <DuplicateDialog key={shown} file={shown} files={files} onClose={closeDialog} onCreated={arrived} />
      )
    case 'trash':
      return <TrashDialog key={shown} file={shown} onClose={closeDialog} />
    case 'compare':
      return draft ? <CompareDialog draft={draft} onClose={closeDialog} /> : null
  }
}
