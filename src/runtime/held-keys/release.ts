import type { HeldKeyRow, ReleaseOutcome } from '../../contract/held-keys'
import type { RequestOf } from '../../contract/channels'
import type { InspectedHold } from '../../dedup/key-inspector'
import type { JobHere } from '../jobs/job-here'
import type { RuntimeParts } from '../runtime-parts'
import { jobOfHold } from './job-of-hold'

export type ReleaseRequest = Omit<RequestOf<'held-keys.release'>, 'profileId'>

type Parts = Pick<RuntimeParts, 'dedup' | 'inspector' | 'processor' | 'recorder'>

/**
 * Deletes a hold, if it is still the one that was shown. Where it is the hold of a job that waits or runs here, the
 * operator says first what becomes of the job; a job is cancelled only after its hold was released, so that a
 * release that is refused changes nothing.
 * @throws KeyholdError `redis-error`
 */
export async function releaseHold(
  parts: Parts,
  request: ReleaseRequest,
  rowOf: (hold: InspectedHold) => Promise<HeldKeyRow>,
): Promise<ReleaseOutcome> {
  const name = Buffer.from(request.nameBytes, 'base64')
  const value = Buffer.from(request.valueBytes, 'base64')
  const key = parts.inspector.keyOf(name)
  const job = key && jobOfHold(parts, key.toString('utf8'), value)
  if (job && request.job === 'ask') return { outcome: 'queued-here', state: job.state, jobId: job.jobId }

  const released = await parts.inspector.release({ name, value, expiresAt: request.expiresAt ?? undefined })
  switch (released.outcome) {
    case 'released': {
      const jobCancelled = request.job === 'cancel' && cancel(parts, job)
      if (key) parts.recorder.released([{ key: key.toString('utf8'), jobId: job?.jobId, jobCancelled }])
      return { outcome: 'released', jobCancelled }
    }
    case 'changed':
      return { outcome: 'changed', row: await rowOf(released.hold) }
    case 'gone':
      return { outcome: 'gone' }
  }
}

function cancel({ processor }: Parts, job: JobHere | undefined): boolean {
  return job !== undefined && processor.cancel(job.jobId) !== 'not-found'
}
