import type { TimelineEntry } from '../../contract/held-keys-acts'
import { LIMITS } from '../../contract/limits'
import { jobHere } from '../jobs/job-here'
import type { RuntimeParts } from '../runtime-parts'

/** Moments of one key that are told. */
const MOST_ENTRIES = 100

type Parts = Pick<RuntimeParts, 'jobs' | 'processor'>

/** What this app remembers of a key, the newest first: its jobs here, finished ones, and refusals. */
export function timelineOf({ jobs, processor }: Parts, key: string): TimelineEntry[] {
  const entries: TimelineEntry[] = []
  const here = jobHere(processor, key)
  const job = here && processor.findJob({ jobId: here.jobId })
  if (here && job) entries.push({ at: job.scheduledAt, event: here.state, jobId: here.jobId })
  for (const row of jobs.finished.newest(0, LIMITS.finishedKept)) {
    if (row.key !== key) continue
    const { finishedAt, outcome, jobId, runMs, error } = row
    entries.push({ at: finishedAt, event: outcome, jobId, runMs, ...(error ? { error } : {}) })
    entries.push({ at: row.scheduledAt, event: 'scheduled', jobId })
    if (entries.length >= MOST_ENTRIES) break
  }
  for (const { key: refused, at, outcome } of jobs.refusedRows()) {
    if (refused === key) entries.push({ at, event: 'refused', refusal: outcome.outcome })
  }
  return entries.sort((a, b) => b.at - a.at).slice(0, MOST_ENTRIES)
}
