import { Button, Skeleton } from '@mantine/core'
import { lazy, Suspense, useEffect, useId, useRef, useState, type ReactNode } from 'react'
import type { HandlerFolderView, ScriptProblem } from '../../../src/contract/handlers'
import { useProfile } from '../../api/app-info'
import { envelopeOf } from '../../api/client'
import { notifyError } from '../../api/notices'
import { Panel } from '../../ui/page'
import { ProblemNote } from '../../ui/problem-note'
import { useRememberedState } from '../../ui/use-remembered-state'
import { checkScript, useScriptText } from './api'
import { edited, isUnsaved, type Draft } from './draft'
import { drafts, useDrafts } from './draft-store'
import type { CodeEditorHandle } from './editor/code-editor'
import type { CursorPlace } from './model'
import { ScriptFooter } from './script-footer'
import { ScriptNotes } from './script-notes'
import { ScriptToolbar } from './script-toolbar'
import classes from './script-detail.module.css'
import { TryPanel } from './try/try-panel'
import { useFileWatch } from './use-file-watch'
import { useSaveKey } from './use-save-key'
import type { Scripts } from './use-scripts'

const CodeEditor = lazy(() =>
  import('./editor/code-editor').then((module) => ({ default: module.CodeEditor })),
)

interface ScriptDetailProps {
  readonly file: string
  readonly view: HandlerFolderView | undefined
  readonly scripts: Scripts
}

/** One script: its text, and what can be done with it. */
export function ScriptDetail({ file, view, scripts }: ScriptDetailProps): ReactNode {
  const { id } = useProfile()
  const draft = useDrafts().get(file)
  const { data, error, refetch } = useScriptText(id, file, draft === undefined)
  useFileWatch(id, file, view)

  useEffect(() => {
    if (data) drafts.open(data)
  }, [data])
  useEffect(
    () => () => {
      // What is unsaved stays, whatever took this off the screen.
      const left = drafts.get(file)
      if (left && !isUnsaved(left)) drafts.close(file)
    },
    [file],
  )
  return (
    <Panel label={`Editor of ${file}`} bare>
      {draft ? (
        <Opened draft={draft} view={view} scripts={scripts} />
      ) : error ? (
        <div className={classes.problem}>
          <ProblemNote
            title={`${file} could not be read`}
            error={envelopeOf(error)}
            action={
              <Button variant="default" onClick={() => void refetch()}>
                Try again
              </Button>
            }
          />
        </div>
      ) : (
        <Loading />
      )}
    </Panel>
  )
}

function Loading(): ReactNode {
  return (
    <div className={classes.loading}>
      {[320, 240, 400, 280].map((width) => (
        <Skeleton key={width} height={12} width={width} maw="80%" animate={false} />
      ))}
    </div>
  )
}

interface OpenedProps {
  readonly draft: Draft
  readonly view: HandlerFolderView | undefined
  readonly scripts: Scripts
}

const isFlag = (value: unknown): value is boolean => typeof value === 'boolean'

function Opened({ draft, view, scripts }: OpenedProps): ReactNode {
  const { id, readOnly } = useProfile()
  const { file, text } = draft
  const hint = useId()
  const editor = useRef<CodeEditorHandle>(null)
  const [trying, setTrying] = useRememberedState('handlers.trying', true, isFlag)
  const [cursor, setCursor] = useState<CursorPlace>({ line: 1, column: 1 })
  const [problem, setProblem] = useState<ScriptProblem | null>(null)
  const handler = view?.handlers.find((each) => each.file === file)

  const goTo = (place: CursorPlace): void => editor.current?.goTo(place)
  const save = (): void => {
    if (!readOnly && isUnsaved(draft)) void scripts.save.save(file)
  }
  const format = (): void => {
    if (readOnly) return
    editor.current?.layOut().catch((error: unknown) => notifyError(`${file} is not formatted`, error))
  }
  useSaveKey(save)
  return (
    <div className={classes.detail}>
      <ScriptToolbar
        draft={draft}
        handler={handler}
        scripts={scripts}
        trying={trying}
        onTry={() => setTrying((shown) => !shown)}
        onSave={save}
        onFormat={format}
      />
      <ScriptNotes draft={draft} handler={handler} scripts={scripts} onShowPlace={goTo} />
      <Suspense fallback={<Loading />}>
        <CodeEditor
          ref={editor}
          file={file}
          text={text}
          readOnly={readOnly}
          focused={scripts.arrival === file}
          describedBy={hint}
          onChange={(next) => drafts.change(file, (known) => edited(known, next))}
          onSave={save}
          onFormat={format}
          onCursor={setCursor}
          check={(checked) => checkScript(id, file, checked)}
          onProblem={setProblem}
        />
      </Suspense>
      <ScriptFooter file={file} hint={hint} cursor={cursor} problem={problem} onShowPlace={goTo} />
      {trying ? (
        <div className={classes.try}>
          <TryPanel file={file} text={text} onGoToLine={(line, column) => goTo({ line, column })} />
        </div>
      ) : null}
    </div>
  )
}
