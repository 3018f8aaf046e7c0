import { KeyholdError } from '../../processor/errors'
import { checkJob, type JobRequest } from '../jobs/job-request'

/** The jobs of a repeat, each made when its turn comes. */
export interface RepeatPlan {
  /** How the keys look, for showing. */
  readonly keyTemplate: string
  readonly total: number
  /** @param index 0 … total - 1 */
  jobAt(index: number): JobRequest
}

export interface TemplateRequest extends JobRequest {
  /** 1 … 100,000. */
  readonly count: number
}

const PLACE = '{n}'

/** Arguments that differ for each job wait in memory, all of them at once at worst; bytes. */
const LARGEST_TOTAL = 256 * 1_048_576

/**
 * Jobs from one template: `{n}` in key and argument becomes 1 … count.
 * @throws KeyholdError `bad-key`, `bad-backoff`, `bad-argument`, `argument-too-large`: before anything is touched
 */
export function templatePlan(template: TemplateRequest): RepeatPlan {
  const jobAt = (index: number): JobRequest => ({
    key: template.key.replaceAll(PLACE, String(index + 1)),
    backoffMs: template.backoffMs,
    argument: template.argument.replaceAll(PLACE, String(index + 1)),
  })
  // The shortest and the longest number: what both allow, all between them do.
  checkJob(jobAt(0))
  checkJob(jobAt(template.count - 1))
  checkTotal(template)
  return { keyTemplate: template.key, total: template.count, jobAt }
}

function checkTotal({ argument, count }: TemplateRequest): void {
  if (!argument.includes(PLACE)) return
  const total = Buffer.byteLength(argument) * count
  if (total <= LARGEST_TOTAL) return
  throw new KeyholdError(
    'argument-too-large',
    `${count.toLocaleString('en-US')} arguments of ${argument.length.toLocaleString('en-US')} characters are more than ${LARGEST_TOTAL / 1_048_576} MiB.`,
    `Repeat fewer times, or take ${PLACE} out of the argument so that the jobs share it.`,
  )
}
