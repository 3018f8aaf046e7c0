import { useState } from 'react'
import type { ErrorEnvelope } from '../../../src/contract/errors'
import { useProfile } from '../../api/app-info'
import { envelopeOf } from '../../api/client'
import { useRememberedState } from '../../ui/use-remembered-state'
import { useScheduleJob, useScheduleRepeat } from './api'
import { isAttempts, withAttempt, type Attempt } from './attempt-log'
import {
  emptyDraft,
  fieldOf,
  furtherProblems,
  isDraft,
  readDraft,
  type Draft,
  type Field,
  type Problems,
} from './model'
import { withValues } from './repeat-words'

/** Why nothing was scheduled. */
export interface Refusal {
  /** From 1. */
  readonly number: number
  /** Beside the fields that they are about. */
  readonly problems: Problems
  /** About no single field. */
  readonly error?: ErrorEnvelope
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
  readonly refusal: Refusal
  /** The newest first. */
  readonly attempts: readonly Attempt[]
}

const noRefusal: Refusal = { number: 0, problems: {} }

/** The form, what it came to, and what it came to before. */
export function useScheduleForm(): ScheduleForm {
  const { id } = useProfile()
  const [draft, setDraft] = useRememberedState('schedule:draft', emptyDraft, isDraft)
  const [attempts, setAttempts] = useRememberedState<readonly Attempt[]>('schedule:attempts', [], isAttempts)
  const [refusal, setRefusal] = useState(noRefusal)
  const job = useScheduleJob(id)
  const repeat = useScheduleRepeat(id)

  const keep = (sent: Draft, outcome: Attempt['outcome'], key = sent.key): void =>
    setAttempts((known) => withAttempt(known, { draft: sent, key, outcome, at: Date.now() }))

  const forget = (): void => setRefusal(({ number }) => ({ ...noRefusal, number }))

  const run = (sent: Draft): void => {
    const refuse = (why: Pick<Refusal, 'problems' | 'error'>): void => {
      setDraft(sent)
      setRefusal(({ number }) => ({ number: number + 1, ...why }))
    }
    const refuseFields = (problems: Problems): void =>
      refuse({ problems: { ...furtherProblems(sent), ...problems } })
    const onError = (thrown: unknown): void => {
      const error = envelopeOf(thrown)
      const field = fieldOf(error.code)
      if (field === undefined) refuse({ problems: {}, error })
      else refuseFields({ [field]: error })
    }
    const read = readDraft(sent)
    if (!read.ok) {
      refuseFields(read.problems)
      return
    }
    forget()
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
    forget()
  }

  const change = (field: Field, text: string): void => {
    setDraft((known) => ({ ...known, [field]: text }))
    setRefusal(({ problems: { [field]: _, ...others }, ...known }) => ({ ...known, problems: others }))
  }

  const busy = job.isPending || repeat.isPending
  return { draft, change, submit: () => run(draft), fill, run, busy, refusal, attempts }
}
