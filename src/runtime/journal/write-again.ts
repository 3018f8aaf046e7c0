import type { BackgroundProcessor } from '../../processor/background-processor'
import type { AppJournal } from './app-journal'

/** Jobs of one turn: a million at once would be more than the store takes. */
const JOBS_A_TURN = 500

/** A damaged file was kept aside, and the new one has none of the jobs that are here: writes them down anew. */
export async function writeAgain(processor: BackgroundProcessor<string>, journal: AppJournal): Promise<void> {
  const entries = (jobs: ReturnType<typeof processor.waitingJobs>) =>
    jobs.flatMap((job) => {
      const hold = processor.holdOf(job.jobId)
      return hold ? [{ ...job, number: hold.number, isRetrying: job.retry !== undefined }] : []
    })
  const written = new Set<number>()
  const write = (jobs: ReturnType<typeof entries>): Promise<void> => {
    const missing = jobs.filter(({ number }) => !written.has(number))
    for (const { number } of missing) written.add(number)
    return journal.writeAgain(missing)
  }
  // From the back: jobs leave in front meanwhile, and what moves up is met again further on.
  for (let end = processor.queueLength(); end > 0; end -= JOBS_A_TURN) {
    const from = Math.max(0, end - JOBS_A_TURN)
    await write(entries(processor.waitingJobs(from, end - from)))
  }
  await write(entries(processor.runningJobs()))
}
