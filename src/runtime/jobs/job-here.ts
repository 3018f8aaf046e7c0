import type { BackgroundProcessor } from '../../processor/background-processor'

export interface JobHere {
  readonly jobId: number
  readonly state: 'waiting' | 'running'
}

/** The job with this key that waits or runs in this app. */
export function jobHere(processor: BackgroundProcessor<string>, key: string): JobHere | undefined {
  const job = processor.findJob({ key })
  if (!job) return undefined
  const running = processor.runningJobs().some(({ jobId }) => jobId === job.jobId)
  return { jobId: job.jobId, state: running ? 'running' : 'waiting' }
}
