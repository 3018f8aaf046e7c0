import { z } from 'zod'
import { refusalReason, type RefusalReason } from '../../contract/history'
import type { ScheduleOutcomeView } from '../../contract/queue'
import type { PendingRetry, ProcessorEvents } from '../../processor/background-processor'
import { jobError } from '../jobs/job-rows'
import { scheduleOutcomeView } from '../views/outcome-view'

// What is kept of an event of a key beside its kind, as JSON text. Files of earlier versions are read too.

type Refusal = ProcessorEvents<string>['refused']['outcome']

const retry = z.object({
  attempt: z.number().int(),
  dueAt: z.number(),
  error: z.object({ code: z.string(), message: z.string() }),
})
const release = z.object({ jobCancelled: z.boolean() })

export type KeptRetry = z.infer<typeof retry>
export type KeptRelease = z.infer<typeof release>

/** Equal for refusals that say the same. */
export const refusalDetail = (outcome: Refusal, instance: string): string =>
  JSON.stringify(refusalOfView(scheduleOutcomeView(outcome, instance)))

/** Without what differs each time: how long a key is still held. */
export function refusalOfView(outcome: ScheduleOutcomeView): RefusalReason | undefined {
  switch (outcome.outcome) {
    case 'scheduled':
      return undefined
    case 'queued-here':
      return { reason: 'queued-here', jobId: outcome.jobId, state: outcome.state }
    case 'held':
      return { reason: 'held', generation: outcome.generation, owner: outcome.owner }
    case 'redis-error':
    case 'journal-error':
      return { reason: outcome.outcome, code: outcome.error.code, message: outcome.error.message }
    case 'stopped':
      return { reason: 'stopped' }
  }
}

export function retryDetail({ attempt, dueAt, error }: PendingRetry): string {
  const { code, message } = jobError(error)
  return JSON.stringify({ attempt, dueAt, error: { code, message } } satisfies KeptRetry)
}

export const releaseDetail = (kept: KeptRelease): string => JSON.stringify(kept)

/** Undefined for what this app does not understand. */
export const readRefusal = (detail: string | undefined): RefusalReason | undefined =>
  read(refusalReason, detail)

export const readRetry = (detail: string | undefined): KeptRetry | undefined => read(retry, detail)

export const readRelease = (detail: string | undefined): KeptRelease | undefined => read(release, detail)

function read<Kept>(shape: z.ZodType<Kept>, detail: string | undefined): Kept | undefined {
  try {
    return shape.safeParse(JSON.parse(detail ?? 'null')).data
  } catch {
    return undefined
  }
}
