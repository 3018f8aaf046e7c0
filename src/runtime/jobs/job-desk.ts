import type { HeldKeyRow } from '../../contract/held-keys'
import type { JobHold, JobLines } from '../../contract/job-details'
import { KeyholdError } from '../../processor/errors'
import type { HeldKeys } from '../held-keys/held-keys'
import { refuseReadOnly } from '../read-only'
import type { RuntimeParts } from '../runtime-parts'
import type { JobsFace } from './jobs-face'

type Parts = Pick<RuntimeParts, 'audit' | 'profile' | 'processor' | 'jobs' | 'lines' | 'change'> & {
  readonly heldKeys: HeldKeys
}

interface KnownJob {
  readonly jobId: number
  readonly key: string
  readonly scheduledAt: number
  /** In which it was scheduled; undefined where that is not known. */
  readonly generation: string | undefined
}

/** By how much the moment of a schedule by Redis' clock and by this host's may differ; ms. */
const CLOCKS_APART_MS = 2_000

/** All about one job, whether it waits, runs or has ended. */
export class JobDesk implements JobsFace {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  async hold(jobId: number): Promise<JobHold> {
    const job = this.#known(jobId)
    const { redisKey, generation, row } = await this.#parts.heldKeys.lookUpIn(job.key, job.generation)
    return { redisKey, generation, row, standing: row ? this.#standing(job, row) : 'gone' }
  }

  lines({ jobId, offset }: { readonly jobId: number; readonly offset: number }): JobLines {
    return this.#parts.lines.from(jobId, offset)
  }

  runNext(jobId: number): { readonly outcome: 'moved' | 'not-waiting' } {
    const { audit, profile, processor, change } = this.#parts
    refuseReadOnly(profile, 'Moving a job')
    const key = processor.findJob({ jobId })?.key ?? ''
    const outcome = processor.runNext(jobId)
    if (outcome === 'moved') audit.note({ act: 'run-next', key, jobId })
    change.mark()
    return { outcome }
  }

  #known(jobId: number): KnownJob {
    const { processor, jobs } = this.#parts
    const job = processor.findJob({ jobId })
    if (job) return { ...job, generation: processor.holdOf(jobId)?.generation }
    const finished = jobs.finishedRow(jobId)
    if (finished) return { ...finished, generation: finished.generation }
    throw new KeyholdError(
      'unknown-job',
      `Job ${jobId} is not known any more: its place in the list of finished jobs went to later ones.`,
      'Look its key up under Held keys.',
    )
  }

  /** One app has at most one job of a key that has not ended: that one's is the hold that this app has. */
  #standing({ jobId, key, scheduledAt }: KnownJob, { owner, scheduledAt: heldAt }: HeldKeyRow) {
    if (owner.kind !== 'keyhold' || !owner.here) return 'another'
    const atWork = this.#parts.processor.findJob({ key })?.jobId
    if (atWork !== undefined) return atWork === jobId ? 'this-job' : 'another-job'
    return Math.abs((heldAt ?? 0) - scheduledAt) <= CLOCKS_APART_MS ? 'this-job' : 'another-job'
  }
}
