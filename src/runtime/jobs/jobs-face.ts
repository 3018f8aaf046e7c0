import type { RequestOf, ResponseOf } from '../../contract/channels'

/** What a runtime answers of one job, and does with it. Methods throw KeyholdError. */
export interface JobsFace {
  /** @throws KeyholdError `unknown-job`, `redis-error`, `bad-generation`, `bad-key` */
  hold(jobId: number): Promise<ResponseOf<'queue.hold'>>
  lines(request: Omit<RequestOf<'queue.lines'>, 'profileId'>): ResponseOf<'queue.lines'>
  /** @throws KeyholdError `read-only` */
  runNext(jobId: number): ResponseOf<'queue.run-next'>
}
