import { fillWithSample, hasPlaceholder } from '../../contract/placeholders'
import { KeyholdError } from '../../processor/errors'
import { checkJob, type JobRequest } from '../jobs/job-request'
import { jobTexts } from './job-texts'

/** Many jobs, each made when its turn comes. */
export interface RepeatPlan {
  /** How the keys look, for showing; of an import, the file's name. */
  readonly keyTemplate: string
  readonly total: number
  /**
   * @param index 0 … total - 1
   * @param at the moment at which it is scheduled, ms since the epoch
   */
  jobAt(index: number, at: number): JobRequest
  /** The key that `jobAt` gave for the same index and moment. */
  keyAt(index: number, at: number): string
  /** The job's line in the file that it came from; else its number from 1. */
  lineAt(index: number): number
  /** Nothing more is scheduled from it: only keys and lines are asked for from now on. */
  ended(): void
}

export interface TemplateRequest extends JobRequest {
  /** 1 … 100,000. */
  readonly count: number
}

/** Arguments that differ for each job wait in memory, all of them at once at worst; bytes. */
export const LARGEST_TOTAL = 256 * 1_048_576

/**
 * Jobs from one template: `{n}` in key and argument becomes 1 … count, `{uuid}` one of each job's own, `{now}` the
 * moment at which it is scheduled.
 * @throws KeyholdError `bad-key`, `bad-backoff`, `bad-argument`, `argument-too-large`: before anything is touched
 */
export function templatePlan(template: TemplateRequest): RepeatPlan {
  // The shortest and the longest number: what both allow, all between them do.
  checkJob(sampleOf(template, 1))
  checkJob(sampleOf(template, template.count))
  checkTotal(template)
  const texts = jobTexts()
  const keyAt = (index: number, at: number): string => texts.fill(template.key, index, at)
  return {
    keyTemplate: template.key,
    total: template.count,
    jobAt: (index, at) => ({
      key: keyAt(index, at),
      backoffMs: template.backoffMs,
      argument: texts.fill(template.argument, index, at),
    }),
    keyAt,
    lineAt: (index) => index + 1,
    ended: () => undefined,
  }
}

/** The job with this number, its other placeholders filled with values of the same length: for judging. */
export function sampleOf({ key, backoffMs, argument }: JobRequest, n: number): JobRequest {
  return { key: fillWithSample(key, n), backoffMs, argument: fillWithSample(argument, n) }
}

function checkTotal({ argument, count }: TemplateRequest): void {
  if (!hasPlaceholder(argument)) return
  const total = Buffer.byteLength(fillWithSample(argument, count)) * count
  if (total <= LARGEST_TOTAL) return
  throw new KeyholdError(
    'argument-too-large',
    `${count.toLocaleString('en-US')} arguments of ${argument.length.toLocaleString('en-US')} characters are more than ${LARGEST_TOTAL / 1_048_576} MiB.`,
    'Repeat fewer times, or take the placeholders out of the argument so that the jobs share it.',
  )
}
