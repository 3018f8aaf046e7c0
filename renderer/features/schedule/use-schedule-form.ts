import { useState } from 'react'
import type { ErrorEnvelope } from '../../../src/contract/errors'
import { useProfile } from '../../api/app-info'
import { envelopeOf } from '../../api/client'
import { useRememberedState } from '../../ui/use-remembered-state'
import { useScheduleJob, useScheduleRepeat } from './api'
import { isAttempts, withAttempt, type Attempt } from './attempt-log'
import { emptyDraft, fieldOf, isDraft, readDraft, type Draft, type Field } from './model'
import { withValues } from './repeat-words'

export interface FormProblem {
  /** Undefined: it is about no single field. */
  readonly field: Field | undefined
  readonly error: ErrorEnvelope
}

export interface ScheduleForm {
  readonly draft: Draft
  readonly change: (field: Field, text: string) => void
  readonly submit: () => void
  /** Puts something else into the form. */
  readonly fill: (draft: Draft) => void
  /** Schedules something else, and leaves the form as it is; what cannot be scheduled comes into it. */
  readonly run: (draft: Draft) => void
  readonly busy: boolean
  readonly problem: FormProblem | undefined
  /** The newest first. */
  readonly attempts: readonly Attempt[]
}

/** The form, what it came to, and what it came to before. */
export function useScheduleForm(): ScheduleForm {
  const { id } = useProfile()
  const [draft, setDraft] = useRememberedState('schedule:draft', emptyDraft, isDraft)
  const [attempts, setAttempts] = useRememberedState<readonly Attempt[]>('schedule:attempts', [], isAttempts)
  const [problem, setProblem] = useState<FormProblem>()
  const job = useScheduleJob(id)
  const repeat = useScheduleRepeat(id)

  const keep = (sent: Draft, outcome: Attempt['outcome'], key = sent.key): void =>
    setAttempts((known) => withAttempt(known, { draft: sent, key, outcome, at: Date.now() }))

  const run = (sent: Draft): void => {
    const refuse = (refused: FormProblem): void => {
      setDraft(sent)
      setProblem(refused)
    }
    const onError = (error: unknown): void => {
      const envelope = envelopeOf(error)
      refuse({ field: fieldOf(envelope.code), error: envelope })
    }
    const read = readDraft(sent)
    if (!read.ok) {
      refuse(read)
      return
    }
    setProblem(undefined)
    if (read.request.count === 1) {
      const once = withValues(read.request)
      // What was sent stays a template; the key that it became is told.
      job.mutate(once, { onSuccess: (outcome) => keep(sent, outcome, once.key), onError })
      return
    }
    repeat.mutate(read.request, {
      onSuccess: ({ repeatId, total }) => keep(sent, { outcome: 'repeat', repeatId, total }),
      onError,
    })
  }

  const fill = (other: Draft): void => {
    setDraft(other)
    setProblem(undefined)
  }

  const change = (field: Field, text: string): void => {
    setDraft((known) => ({ ...known, [field]: text }))
    if (problem?.field === field) setProblem(undefined)
  }

  const busy = job.isPending || repeat.isPending
  return { draft, change, submit: () => run(draft), fill, run, busy, problem, attempts }
}
