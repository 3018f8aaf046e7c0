import { LIMITS } from '../../contract/limits'
import type { KeyMoment, TimelinePage } from '../../contract/history'
import type { RuntimeParts } from '../runtime-parts'
import { momentsHere, momentsOfJob, newestFirst } from './key-moments'
import { refusalOfView } from './key-details'

type Parts = Pick<RuntimeParts, 'jobs' | 'processor' | 'runs'>

/** Moments of one key that are told. */
const MOST_MOMENTS = 400

/** What this app remembers of a key, the newest first, where nothing is kept: its jobs here, and refusals. */
export function rememberedTimeline({ jobs, processor, runs }: Parts, key: string): TimelinePage {
  const moments: KeyMoment[] = momentsHere({ processor, runs }, key)
  for (const row of jobs.finished.newest(0, LIMITS.finishedKept)) {
    if (row.key !== key) continue
    const startedAt = row.attempts > 0 ? row.scheduledAt + row.waitMs : undefined
    moments.push(...momentsOfJob({ ...row, startedAt }))
    if (moments.length >= MOST_MOMENTS) break
  }
  for (const { key: refused, at, outcome } of jobs.refusedRows()) {
    const reason = refused === key ? refusalOfView(outcome) : undefined
    if (reason) moments.push({ event: 'refused', at, firstAt: at, count: 1, reason })
  }
  return { moments: newestFirst(moments).slice(0, MOST_MOMENTS), kept: false }
}
