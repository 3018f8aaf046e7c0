import { useState } from 'react'
import type { HeldKeyRow, ReleaseOutcome } from '../../../src/contract/held-keys'
import { useProfile } from '../../api/app-info'
import { envelopeOf } from '../../api/client'
import { notify, notifyError } from '../../api/notices'
import { useRelease, type ReleaseRequest } from './api'
import { releaseInWords, stepAfter, type ReleaseStep } from './model'

export interface Release {
  readonly step: ReleaseStep | undefined
  readonly busy: boolean
  readonly ask: (row: HeldKeyRow) => void
  readonly confirm: (job: ReleaseRequest['job']) => void
  /** Why it is released. */
  readonly reason: string
  readonly changeReason: (reason: string) => void
  readonly cancel: () => void
}

/** The release of one hold: asks, does it, and asks again where something is in the way. */
export function useReleaseFlow(onReleased: (row: HeldKeyRow) => void): Release {
  const { id } = useProfile()
  const [step, setStep] = useState<ReleaseStep>()
  const [reason, setReason] = useState('')
  const release = useRelease(id)

  const finish = (row: HeldKeyRow, outcome: ReleaseOutcome): void => {
    setStep(stepAfter(row, outcome))
    if (outcome.outcome !== 'released' && outcome.outcome !== 'gone') return
    onReleased(row)
    const { title, text } = releaseInWords(row, outcome)
    notify(title, text)
  }

  const confirm = (job: ReleaseRequest['job']): void => {
    if (!step) return
    const { row } = step
    release.mutate(
      { row, job, reason },
      {
        onSuccess: (outcome) => finish(row, outcome),
        onError: (error) =>
          notifyError(envelopeOf(error).code === 'no-answer' ? 'Perhaps released' : 'Not released', error),
      },
    )
  }

  return {
    step,
    busy: release.isPending,
    ask: (row) => {
      setReason('')
      setStep({ step: 'confirm', row })
    },
    confirm,
    reason,
    changeReason: setReason,
    cancel: () => setStep(undefined),
  }
}
