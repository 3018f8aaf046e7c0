import { useState } from 'react'
import type { ErrorEnvelope } from '../../../src/contract/errors'
import type { ScheduleOutcomeView } from '../../../src/contract/queue'
import { useProfile } from '../../api/app-info'
import { envelopeOf } from '../../api/client'
import { useRememberedState } from '../../ui/use-remembered-state'
import { useScheduleJob, useScheduleRepeat } from './api'
import {
  attemptsKept,
  emptyDraft,
  fieldOf,
  isAttempts,
  isDraft,
  readDraft,
  type Attempt,
  type Draft,
  type Field,
} from './model'
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

  const fail = (error: unknown): void => {
    const envelope = envelopeOf(error)
    setProblem({ field: fieldOf(envelope.code), error: envelope })
  }
  const keep = (key: string, outcome: ScheduleOutcomeView): void =>
    setAttempts((known) => [{ at: Date.now(), key, outcome }, ...known].slice(0, attemptsKept))

  const submit = (): void => {
    const read = readDraft(draft)
    if (!read.ok) {
      setProblem(read)
      return
    }
    setProblem(undefined)
    if (read.request.count > 1) repeat.mutate(read.request, { onError: fail })
    else {
      const once = withValues(read.request)
      job.mutate(once, { onSuccess: (outcome) => keep(once.key, outcome), onError: fail })
    }
  }

  const change = (field: Field, text: string): void => {
    setDraft((known) => ({ ...known, [field]: text }))
    if (problem?.field === field) setProblem(undefined)
  }

  return { draft, change, submit, busy: job.isPending || repeat.isPending, problem, attempts }
}
