import { backoffProblem, keyProblem } from '../../processor/job-request'
import { checkArgument } from './job-argument'

/** A job as it is asked for. */
export interface JobRequest {
  readonly key: string
  /** Whole ms, 0 … 30 days. */
  readonly backoffMs: number
  /** JSON text. */
  readonly argument: string
}

/**
 * Judges a whole request, so that a bad one touches neither the queue nor Redis.
 * @throws KeyholdError `bad-key`, `bad-backoff`, `bad-argument`, `argument-too-large`
 */
export function checkJob(job: JobRequest): void {
  const problem = keyProblem(job.key) ?? backoffProblem(job.backoffMs)
  if (problem) throw problem
  checkArgument(job.argument)
}
