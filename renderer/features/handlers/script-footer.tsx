import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { ScriptProblem } from '../../../src/contract/handlers'
import { StatusBadge } from '../../ui/status-badge'
import { languageName, problemWords, type CursorPlace } from './model'
import classes from './script-footer.module.css'

interface ScriptFooterProps {
  readonly file: string
  /** Id of the words that say how to leave the editor by keyboard. */
  readonly hint: string
  readonly cursor: CursorPlace
  /** Of the text as it is in the editor. */
  readonly problem: ScriptProblem | null
  readonly onShowPlace: (place: CursorPlace) => void
}

/** Below the text: whether it parses, where the cursor is, and how to get out. */
export function ScriptFooter({ file, hint, cursor, problem, onShowPlace }: ScriptFooterProps): ReactNode {
  return (
    <div className={classes.footer}>
      <span className={classes.verdict} role="status">
        {problem ? (
          <button
            type="button"
            className={classes.problem}
            onClick={() => onShowPlace({ line: problem.line ?? 1, column: problem.column ?? 1 })}
          >
            <StatusBadge
              tone="failure"
              icon={IconAlertTriangle}
              word={problemWords(problem)}
              hint={problem.message}
            />
          </button>
        ) : (
          <StatusBadge tone="neutral" icon={IconCircleCheck} word="No syntax errors" />
        )}
      </span>
      <span id={hint} className={classes.hint}>
        Esc, then Tab leaves the editor
      </span>
      <span className={classes.fact}>
        {cursor.line}:{cursor.column}
      </span>
      <span className={classes.fact}>{languageName(file)}</span>
    </div>
  )
}
