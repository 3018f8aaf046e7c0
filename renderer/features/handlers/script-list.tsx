import { IconAlertTriangle, IconCircleCheckFilled, IconFileUnknown } from '@tabler/icons-react'
import { useRef, type KeyboardEvent, type ReactNode } from 'react'
import type { HandlerView } from '../../../src/contract/handlers'
import { StatusBadge } from '../../ui/status-badge'
import { problemWords, type ListedScript } from './model'
import classes from './script-list.module.css'

interface ScriptListProps {
  readonly scripts: readonly ListedScript[]
  readonly shown: string | undefined
  readonly onShow: (file: string) => void
}

const steps: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowDown: (index, count) => Math.min(index + 1, count - 1),
  ArrowUp: (index) => Math.max(index - 1, 0),
  Home: () => 0,
  End: (_index, count) => count - 1,
}

/** The scripts of the folder. One stop of Tab; the arrows walk it, Enter opens. */
export function ScriptList({ scripts, shown, onShow }: ScriptListProps): ReactNode {
  const list = useRef<HTMLUListElement>(null)
  const walk = (event: KeyboardEvent): void => {
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])]
    const index = buttons.findIndex((button) => button === document.activeElement)
    const step = steps[event.key]
    if (!step || index < 0) return
    event.preventDefault()
    buttons[step(index, buttons.length)]?.focus()
  }
  return (
    <ul ref={list} className={classes.list} aria-label="Handler scripts" data-search-field onKeyDown={walk}>
      {scripts.map((script) => (
        <li key={script.file}>
          <ScriptRow script={script} shown={script.file === shown} onShow={() => onShow(script.file)} />
        </li>
      ))}
    </ul>
  )
}

interface ScriptRowProps {
  readonly script: ListedScript
  readonly shown: boolean
  readonly onShow: () => void
}

function ScriptRow({ script, shown, onShow }: ScriptRowProps): ReactNode {
  const { file, view, unsaved } = script
  return (
    <button
      type="button"
      className={classes.row}
      aria-current={shown ? 'true' : undefined}
      tabIndex={shown ? 0 : -1}
      onClick={onShow}
    >
      <span className={classes.title}>
        <span className={classes.file} title={file}>
          {file}
        </span>
        {unsaved ? <span className={classes.dot} role="img" aria-label="unsaved" title="Unsaved" /> : null}
        {view?.active ? <StatusBadge tone="active" icon={IconCircleCheckFilled} word="Active" /> : null}
      </span>
      <Summary view={view} />
    </button>
  )
}

function Summary({ view }: { readonly view: HandlerView | undefined }): ReactNode {
  if (!view) return <StatusBadge tone="warning" icon={IconFileUnknown} word="Not in the folder" />
  if (view.problem) {
    const words = problemWords(view.problem)
    return <StatusBadge tone="failure" icon={IconAlertTriangle} word={words} hint={words} />
  }
  // A text without a comment at its top says nothing of itself: the line is kept.
  if (view.summary.trim() === '') return <span className={classes.summary}>No description</span>
  return (
    <span className={classes.summary} title={view.summary}>
      {view.summary}
    </span>
  )
}
