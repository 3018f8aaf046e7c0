import type { ReactNode } from 'react'
import type { TryView } from '../../../../src/contract/handlers'
import { useProfile } from '../../../api/app-info'
import { ConsoleLines } from '../../../ui/console-lines/console-lines'
import { CodeBlock } from '../../../ui/detail-list'
import { formatDuration } from '../../../ui/duration'
import { EmptyState } from '../../../ui/empty-state'
import { formatBytes } from '../../../ui/format'
import { ProblemNote } from '../../../ui/problem-note'
import { ProgressBar } from '../../../ui/progress-bar'
import { StackLines } from '../../../ui/stack-lines'
import { useTryLines } from './api'
import type { KnownTry, TryStage } from './model'
import classes from './try.module.css'

type Ended = Extract<TryView['state'], { readonly state: 'ended' }>

export type GoToLine = (line: number, column: number) => void

interface TryResultProps {
  readonly latest: KnownTry | undefined
  readonly stage: TryStage
  /** The text in the editor now. */
  readonly text: string
  readonly onGoToLine: GoToLine | undefined
}

/** What the run came to: its end, its figures, and what it wrote. */
export function TryResult({ latest, stage, text, onGoToLine }: TryResultProps): ReactNode {
  const { id } = useProfile()
  const lines = useTryLines(id, latest?.view)
  if (!latest) return <NeverTried />
  const { view } = latest
  const changed = latest.text !== undefined && latest.text !== text
  return (
    <>
      {stage === 'running' && view.progress ? (
        <div className={classes.progress}>
          <ProgressBar progress={view.progress} label="Progress of the try" />
        </div>
      ) : null}
      {stage === 'lost' ? (
        <p className={classes.quiet}>The app no longer knows how it ended. Try it again.</p>
      ) : null}
      {view.state.state === 'ended' ? (
        <EndOfTry end={view.state} stage={stage} file={view.file} onGoToLine={onGoToLine} />
      ) : null}
      {changed ? (
        <p className={classes.quiet}>The text has changed since; this is of the text before.</p>
      ) : null}
      <h3 className={classes.heading}>Console</h3>
      <ConsoleLines key={view.tryId} lines={lines} formatAt={formatDuration} />
    </>
  )
}

function NeverTried(): ReactNode {
  return (
    <EmptyState title="Not tried yet">
      A try runs the text in the editor once, saved or not, apart from the queue: no key is held and nothing
      is scheduled.
    </EmptyState>
  )
}

interface EndOfTryProps {
  readonly end: Ended
  readonly stage: TryStage
  readonly file: string
  readonly onGoToLine: GoToLine | undefined
}

function EndOfTry({ end, stage, file, onGoToLine }: EndOfTryProps): ReactNode {
  const { error, returned } = end
  return (
    <>
      <Figures end={end} />
      {returned === undefined ? null : (
        <div className={classes.returned}>
          <h3 className={classes.heading}>Returned</h3>
          <CodeBlock text={returned} label="Returned" />
        </div>
      )}
      {error && stage !== 'stopped' ? <ProblemNote error={error} action={goToLine(end, onGoToLine)} /> : null}
      {error?.stack && stage !== 'stopped' ? (
        <StackLines
          stack={error.stack}
          file={file}
          verb="Go to"
          onGoTo={onGoToLine && (({ line, column }) => onGoToLine(line, column))}
        />
      ) : null}
    </>
  )
}

/** For an error whose place is known by itself, where no stack leads there. */
function goToLine({ error }: Ended, onGoToLine: GoToLine | undefined): ReactNode {
  if (error?.line === undefined) return null
  const { line, column = 1 } = error
  if (!onGoToLine) return `Line ${line}`
  return (
    <button type="button" className={classes.goTo} onClick={() => onGoToLine(line, column)}>
      Go to line {line}
    </button>
  )
}

function Figures({ end }: { readonly end: Ended }): ReactNode {
  const figures: readonly (readonly [name: string, value: string, hint: string])[] = [
    [
      'Pause',
      end.pauseMs === undefined ? '–' : formatDuration(end.pauseMs),
      'What its lane would wait after the job: what the handler returned',
    ],
    ['Run time', formatDuration(end.runMs), 'Of the handler’s own run, loading apart'],
    ['Load time', formatDuration(end.loadMs), 'To read the script and what it imports'],
    [
      'Memory',
      end.memoryBytes === undefined ? '–' : formatBytes(end.memoryBytes),
      'The most that its worker held',
    ],
  ]
  return (
    <dl className={classes.figures}>
      {figures.map(([name, value, hint]) => (
        <div key={name} title={hint}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
