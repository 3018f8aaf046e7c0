import { Button } from '@mantine/core'
import { IconAlertTriangle, IconFileAlert, IconFileUnknown } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { HandlerView, ScriptProblem } from '../../../src/contract/handlers'
import { keptMine, tookTheirs, type Draft } from './draft'
import { drafts } from './draft-store'
import { hasPlace, problemWords, type CursorPlace } from './model'
import { Note } from './note'
import classes from './script-notes.module.css'
import type { Scripts } from './use-scripts'

interface ScriptNotesProps {
  readonly draft: Draft
  readonly handler: HandlerView | undefined
  readonly scripts: Scripts
  readonly onShowPlace: (place: CursorPlace) => void
}

/** What the operator must know of this script before going on with it. */
export function ScriptNotes({ draft, handler, scripts, onShowPlace }: ScriptNotesProps): ReactNode {
  const outside = outsideNote(draft, scripts)
  const problem = handler?.active && !hasPlace(handler.problem) ? undefined : handler?.problem
  if (!outside && !problem) return null
  return (
    <div className={classes.notes}>
      {outside}
      {problem ? <BrokenNote problem={problem} onShowPlace={onShowPlace} /> : null}
    </div>
  )
}

function outsideNote(draft: Draft, scripts: Scripts): ReactNode {
  switch (draft.outside.state) {
    case 'same':
      return null
    case 'changed':
      return <ChangedNote file={draft.file} onCompare={() => scripts.open('compare')} />
    case 'gone':
      return <GoneNote file={draft.file} scripts={scripts} />
  }
}

function ChangedNote({
  file,
  onCompare,
}: {
  readonly file: string
  readonly onCompare: () => void
}): ReactNode {
  return (
    <Note
      tone="warning"
      icon={IconFileAlert}
      action={
        <>
          <Button variant="default" size="compact-sm" onClick={() => drafts.change(file, keptMine)}>
            Keep mine
          </Button>
          <Button variant="default" size="compact-sm" onClick={() => drafts.change(file, tookTheirs)}>
            Take theirs
          </Button>
          <Button variant="default" size="compact-sm" onClick={onCompare}>
            Compare
          </Button>
        </>
      }
    >
      The file was changed outside, and so was your text here.
    </Note>
  )
}

function GoneNote({ file, scripts }: { readonly file: string; readonly scripts: Scripts }): ReactNode {
  return (
    <Note
      tone="warning"
      icon={IconFileUnknown}
      action={
        <>
          <Button variant="default" size="compact-sm" onClick={() => void scripts.save.save(file)}>
            Save it again
          </Button>
          <Button variant="default" size="compact-sm" onClick={() => drafts.close(file)}>
            Close
          </Button>
        </>
      }
    >
      The file is no longer in the folder. Your text is only here.
    </Note>
  )
}

interface BrokenNoteProps {
  readonly problem: ScriptProblem
  readonly onShowPlace: (place: CursorPlace) => void
}

function BrokenNote({ problem, onShowPlace }: BrokenNoteProps): ReactNode {
  const { line, column = 1, remedy } = problem
  return (
    <Note
      tone="failure"
      icon={IconAlertTriangle}
      action={
        line === undefined ? null : (
          <Button variant="default" size="compact-sm" onClick={() => onShowPlace({ line, column })}>
            Go to line {line}
          </Button>
        )
      }
    >
      It cannot be used as it is saved. {problemWords(problem)} {remedy}
    </Note>
  )
}
