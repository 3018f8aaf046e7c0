import { Button } from '@mantine/core'
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import { useId, type KeyboardEvent, type ReactNode } from 'react'
import { Elapsed } from '../../../ui/elapsed'
import { ProblemNote } from '../../../ui/problem-note'
import { StatusBadge } from '../../../ui/status-badge'
import { ArgumentField } from './argument-field'
import { statusOf } from './model'
import { TryResult, type GoToLine } from './try-result'
import classes from './try.module.css'
import { useTry, type TryControl } from './use-try'
import { useTryShortcut } from './use-try-shortcut'

export interface TryPanelProps {
  /** Whose text it is; what was tried is remembered by this name. */
  readonly file: string
  /** The editor's text as it is now, saved or not. */
  readonly text: string
  /** Moves the editor to a line and a column, both from 1. */
  readonly onGoToLine?: GoToLine
}

/** Runs the editor's text once, apart from the queue. Fills the frame that it is put into (a column). */
export function TryPanel(props: TryPanelProps): ReactNode {
  return <TryOfFile key={props.file} {...props} />
}

function TryOfFile({ file, text, onGoToLine }: TryPanelProps): ReactNode {
  const control = useTry(file, text)
  useTryShortcut(control.start)
  const stopOnEscape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || control.stage !== 'running') return
    event.preventDefault()
    control.stop()
  }
  return (
    <section aria-label={`Try ${file}`} className={classes.panel} onKeyDown={stopOnEscape}>
      <div className={classes.header}>
        <h2 className={classes.title}>Try</h2>
        <TryState control={control} />
      </div>
      <div className={classes.body}>
        <div className={classes.question}>
          <ArgumentField control={control} />
          <TryActs control={control} />
        </div>
        <div className={classes.answer} tabIndex={0} role="group" aria-label="Result of the try">
          {control.refusal ? <ProblemNote title="Nothing was run" error={control.refusal} /> : null}
          <TryResult latest={control.latest} stage={control.stage} text={text} onGoToLine={onGoToLine} />
        </div>
      </div>
    </section>
  )
}

/** Where the run stands, said aloud when it changes. */
function TryState({ control: { latest, stage } }: { readonly control: TryControl }): ReactNode {
  const end = latest?.view.state
  const status = statusOf(stage, end?.state === 'ended' ? end.error?.code : undefined)
  return (
    <>
      <span role="status" className={classes.state}>
        <StatusBadge {...status} />
      </span>
      {stage === 'running' && latest ? (
        <span className={classes.soft}>
          for <Elapsed ms={0} readAt={latest.view.startedAt} />
        </span>
      ) : null}
    </>
  )
}

/** Looks and says that it does nothing now, and keeps the focus: a `disabled` button would lose it. */
const idle = (isIdle: boolean) => (isIdle ? ({ 'data-disabled': true, 'aria-disabled': true } as const) : {})

function TryActs({ control }: { readonly control: TryControl }): ReactNode {
  const hintId = useId()
  const running = control.stage === 'running'
  return (
    <div className={classes.acts}>
      <Button
        leftSection={<IconPlayerPlay size={16} aria-hidden="true" />}
        disabled={control.readOnly}
        {...idle(running || control.starting)}
        aria-describedby={hintId}
        onClick={control.start}
      >
        Try with this argument
      </Button>
      <Button
        variant="default"
        leftSection={<IconPlayerStop size={16} aria-hidden="true" />}
        {...idle(!running || control.stopping)}
        onClick={control.stop}
      >
        Stop
      </Button>
      <span id={hintId} className={classes.hint}>
        {control.readOnly
          ? 'This profile is read-only: no script is run.'
          : running
            ? 'Esc stops it'
            : 'Ctrl + Enter'}
      </span>
    </div>
  )
}
