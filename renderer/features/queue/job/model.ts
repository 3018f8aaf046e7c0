import { IconCircleDashed, IconKey, IconUserX } from '@tabler/icons-react'
import type { ResponseOf } from '../../../../src/contract/channels'
import type { JobHold, JobLine, JobLines } from '../../../../src/contract/job-details'
import { ownerInWords } from '../../../ui/owner'
import type { Status } from '../../../ui/outcome-status'
import type { JobView } from '../model'

/** Lines of a job, in order; those before the first are no longer kept. */
export interface KnownLines {
  readonly leftOut: number
  readonly lines: readonly JobLine[]
}

export const noLines: KnownLines = { leftOut: 0, lines: [] }

/** Adds what was asked for from the end of what is known; where that no longer fits, only the new is right. */
export function mergeLines(known: KnownLines, { from, lines, leftOut }: JobLines): KnownLines {
  if (from !== known.leftOut + known.lines.length || leftOut < known.leftOut) return { leftOut: from, lines }
  if (lines.length === 0 && leftOut === known.leftOut) return known
  return { leftOut, lines: [...known.lines, ...lines].slice(leftOut - known.leftOut) }
}

/** Changes whenever a job may have written more. */
export function linesMark(job: JobView): string {
  switch (job.state) {
    case 'running':
      return `running ${job.row.attempt} ${job.row.lines ?? 0}`
    case 'waiting':
      return `waiting ${job.row.retry?.attempt ?? 1}`
    case 'finished':
    case 'left':
      return job.state
  }
}

/** The moments of a job's life that are known; ms since the epoch. */
export interface JobTimes {
  readonly scheduledAt: number
  readonly startedAt: number | undefined
  readonly finishedAt: number | undefined
}

export function timesOf(job: JobView): JobTimes {
  const { scheduledAt } = job.row
  switch (job.state) {
    case 'waiting':
    case 'left':
      return { scheduledAt, startedAt: undefined, finishedAt: undefined }
    case 'running':
      return { scheduledAt, startedAt: job.row.startedAt, finishedAt: undefined }
    case 'finished': {
      const { waitMs, attempts, finishedAt } = job.row
      // It waited until its end where its handler was never called.
      return { scheduledAt, startedAt: attempts > 0 ? scheduledAt + waitMs : undefined, finishedAt }
    }
  }
}

/** Whose hold the key of a job has. */
export function holdStatus({ standing, row }: JobHold, ended: boolean): Status {
  switch (standing) {
    case 'this-job':
      return {
        tone: 'ok',
        icon: IconKey,
        word: ended ? 'Held for the rest of its backoff' : 'Held by this job',
      }
    case 'another-job':
      return { tone: 'neutral', icon: IconKey, word: 'Held by another job of this app' }
    case 'another':
      return {
        tone: 'warning',
        icon: IconUserX,
        word: `Held by ${row ? ownerInWords(row.owner) : 'another instance'}`,
      }
    case 'gone':
      return ended
        ? { tone: 'neutral', icon: IconCircleDashed, word: 'No longer held' }
        : { tone: 'warning', icon: IconCircleDashed, word: 'Gone: it was released, or ran out' }
  }
}

/** The page of the held keys, filtered to one key. */
export function heldKeysHref(key: string): string {
  return `#/held-keys?key=${encodeURIComponent(key)}`
}

/** What moving a job came to. */
export function runNextInWords(outcome: ResponseOf<'queue.run-next'>['outcome'], jobId: number) {
  return outcome === 'moved'
    ? { title: `Job ${jobId} is next`, text: 'It is the first of those that wait.' }
    : { title: `Job ${jobId} does not wait any more`, text: 'Nothing was moved.' }
}
