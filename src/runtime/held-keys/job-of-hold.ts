import { readHoldValue } from '../../dedup/hold-value'
import { jobHere, type JobHere } from '../jobs/job-here'
import type { RuntimeParts } from '../runtime-parts'

/**
 * The job that waits or runs here by this very hold. Holds are told apart by their tokens: after a bump a job here may
 * have the key of a hold of ours that is left from before, and that hold is not the job's.
 * @param value as it is in Redis
 */
export function jobOfHold(
  { dedup, processor }: Pick<RuntimeParts, 'dedup' | 'processor'>,
  key: string,
  value: Buffer | undefined,
): JobHere | undefined {
  const job = jobHere(processor, key)
  const own = job && processor.holdOf(job.jobId)
  if (!own || value === undefined) return undefined
  const { token } = readHoldValue(value)
  return token !== undefined && token === dedup.tokenOf(own) ? job : undefined
}
