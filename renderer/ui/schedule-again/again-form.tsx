import { Button, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { IconAlertTriangle, IconCheck, IconClockHour4 } from '@tabler/icons-react'
import { useState, type ReactNode, type SubmitEvent } from 'react'
import type { ErrorEnvelope } from '../../../src/contract/errors'
import type { HeldKeyRow } from '../../../src/contract/held-keys'
import type { ScheduleOutcomeView } from '../../../src/contract/queue'
import { useProfile } from '../../api/app-info'
import { envelopeOf } from '../../api/client'
import { holdQuery } from '../../api/job-hold'
import { notify } from '../../api/notices'
import { backoffHint, backoffProblem, backoffText } from '../backoff'
import { parseDuration } from '../duration'
import { KeyText } from '../key-text'
import { outcomeInWords, type OutcomeWords } from '../outcome-words'
import { ProblemNote } from '../problem-note'
import { StatusBadge } from '../status-badge'
import { useReleaseAndSchedule, useScheduleAgain, type JobAgain } from './api'
import classes from './schedule-again.module.css'

export interface KnownJob {
  /** Undefined where it is of an earlier run of the app. */
  readonly jobId: number | undefined
  readonly key: string
  readonly backoffMs: number
}

interface AgainFormProps {
  readonly job: KnownJob
  /** Null where it is no longer kept. */
  readonly argument: string | null
  readonly onClose: () => void
}

/** Schedules a job like one that is known, changed or not, and says what came of it. */
export function AgainForm({ job, argument: kept, onClose }: AgainFormProps): ReactNode {
  const { id } = useProfile()
  const [key, setKey] = useState(job.key)
  const [backoff, setBackoff] = useState(() => backoffText(job.backoffMs))
  const [argument, setArgument] = useState(kept ?? '')
  const [typed, setTyped] = useState<ErrorEnvelope>()
  const again = useScheduleAgain(id)
  const released = useReleaseAndSchedule(id)
  const outcome = released.data?.outcome ?? again.data
  const failure = released.error ?? again.error
  const problem = typed ?? (failure ? envelopeOf(failure) : undefined)
  const own = useOwnHold(job, outcome?.outcome === 'held' && !problem && key === job.key)

  const send = (by: (sent: JobAgain) => void): void => {
    if (again.isPending || released.isPending) return
    const backoffMs = parseDuration(backoff)
    setTyped(backoffMs === undefined ? backoffProblem(backoff) : undefined)
    again.reset()
    released.reset()
    if (backoffMs !== undefined) by({ key, backoffMs, argument })
  }
  /** What is scheduled is done with; all else stays to be read, and to be changed. */
  const tell = (scheduled: ScheduleOutcomeView): void => {
    if (scheduled.outcome !== 'scheduled') return
    const { title, text } = outcomeInWords(scheduled)
    notify(title, text)
    onClose()
  }
  const release = (hold: HeldKeyRow): void =>
    send((sent) => released.mutate({ hold, job: sent }, { onSuccess: ({ outcome: last }) => tell(last) }))
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    send((sent) => again.mutate(sent, { onSuccess: tell }))
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <TextInput
        label="Key"
        // The argument is read before there is a form: the dialog has begun without it.
        autoFocus
        data-autofocus
        classNames={{ input: classes.code }}
        spellCheck={false}
        value={key}
        onChange={(event) => setKey(event.currentTarget.value)}
      />
      <TextInput
        label="Backoff"
        description={backoffHint(backoff)}
        inputWrapperOrder={['label', 'input', 'description']}
        spellCheck={false}
        value={backoff}
        onChange={(event) => setBackoff(event.currentTarget.value)}
      />
      <Textarea
        label="Argument (JSON)"
        description={kept === null ? 'The argument of this job is no longer kept: write it anew' : undefined}
        classNames={{ input: classes.argumentText }}
        spellCheck={false}
        value={argument}
        onChange={(event) => setArgument(event.currentTarget.value)}
      />
      <div role="status">
        {problem ? <ProblemNote title="Nothing was scheduled" error={problem} /> : null}
        {outcome && !problem ? <Outcome words={outcomeInWords(outcome)} /> : null}
        {own ? (
          <p className={classes.consequence}>
            It is the hold of job {job.jobId} itself, for the rest of its backoff. Released, every instance
            can schedule the key; this app then tries to be the first.
          </p>
        ) : null}
      </div>
      <div className={classes.formActs}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        {own ? (
          <Button className={classes.release} onClick={() => release(own)}>
            Release and schedule again
          </Button>
        ) : null}
        <Button type="submit">Schedule job</Button>
      </div>
    </form>
  )
}

/** The hold that a job which has ended left under its key; undefined where another, or nothing, holds it. */
function useOwnHold({ jobId }: KnownJob, refused: boolean): HeldKeyRow | undefined {
  const { id } = useProfile()
  const { data } = useQuery({
    ...holdQuery(id, jobId ?? 0, 'again'),
    enabled: refused && jobId !== undefined,
  })
  return refused && data?.standing === 'this-job' && data.row?.current ? data.row : undefined
}

function iconOf(tone: OutcomeWords['tone']) {
  if (tone === 'ok') return IconCheck
  return tone === 'failure' ? IconAlertTriangle : IconClockHour4
}

function Outcome({ words }: { readonly words: OutcomeWords }): ReactNode {
  return (
    <div className={classes.outcome}>
      <StatusBadge tone={words.tone} icon={iconOf(words.tone)} word={words.title} wraps />
      <p>{words.text}</p>
      {words.redisKey === undefined ? null : <KeyText text={words.redisKey} what="Redis key" whole />}
      {words.error ? (
        <p>
          {words.error.message} {words.error.remedy} {words.error.code}
        </p>
      ) : null}
    </div>
  )
}
