import type { ReactNode } from 'react'
import type { LiveState } from '../../../src/contract/live'
import { useProfile } from '../../api/app-info'
import { runCommandById } from '../../api/commands'
import { useLive } from '../../api/live'
import { StatusBadge } from '../../ui/status-badge'
import { useNow } from '../../ui/use-now'
import { usePause } from './api'
import { queueStatus, type JobView } from './model'
import classes from './queue.module.css'
import { whyWaiting, type Help } from './why-waiting'

const selectAll = (live: LiveState) => live

/** What the queue is doing, and if it waits, why. */
export function QueueState(): ReactNode {
  return <StatusBadge {...queueStatus(useLive(selectAll), useNow())} />
}

interface WhyWaitingNoteProps {
  readonly onOpen: (job: JobView) => void
}

/** Why the jobs that wait do not run, in one line beside the name of their table, with the act that helps. */
export function WhyWaitingNote({ onOpen }: WhyWaitingNoteProps): ReactNode {
  const why = whyWaiting(useLive(selectAll), useNow())
  if (!why) return null
  return (
    <>
      <span className={classes.why} title={why.sentence}>
        {why.sentence}
      </span>
      {why.help ? <HelpAct help={why.help} onOpen={onOpen} /> : null}
    </>
  )
}

function HelpAct({ help, onOpen }: WhyWaitingNoteProps & { readonly help: Help }): ReactNode {
  const { id, readOnly } = useProfile()
  const pause = usePause(id)
  switch (help.kind) {
    case 'resume':
      return readOnly ? null : (
        <button type="button" className={classes.link} onClick={() => pause.mutate({ act: 'resume' })}>
          Resume it
        </button>
      )
    case 'handlers':
      return (
        <a className={classes.link} href="#/handlers">
          Open Handlers
        </a>
      )
    case 'connection':
      return (
        <button type="button" className={classes.link} onClick={() => runCommandById('connection.open')}>
          Open the connection
        </button>
      )
    case 'job':
      return (
        <button
          type="button"
          className={classes.link}
          onClick={() => onOpen({ state: 'running', row: help.job, readAt: help.readAt })}
        >
          Open job {help.job.jobId}
        </button>
      )
  }
}
