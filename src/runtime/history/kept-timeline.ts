import type { RequestOf } from '../../contract/channels'
import type { KeyMoment, TimelineCursor, TimelinePage } from '../../contract/history'
import type { JobStore } from '../../store/job-store'
import type { JobRow, KeyEventRow } from '../../store/records'
import type { RuntimeParts } from '../runtime-parts'
import { momentOfEvent, momentsHere, momentsOfJob, newestFirst } from './key-moments'

type Parts = Pick<RuntimeParts, 'jobs' | 'processor' | 'runs'> & { readonly store: JobStore }
type Asked = Omit<RequestOf<'history.timeline'>, 'profileId'>

const BEGIN: TimelineCursor = { jobs: { value: Number.MAX_SAFE_INTEGER, id: 0 }, events: Number.MAX_SAFE_INTEGER }

/** A job, or an event beside the jobs, by its end. */
type Told =
  | { readonly end: number; readonly job: JobRow }
  | { readonly end: number; readonly event: KeyEventRow }

/**
 * What happened to a key, the newest first: its jobs' rows and the events beside them, each read page by page and
 * merged by their ends. With the first page comes what waits or runs now.
 */
export async function keptTimeline(parts: Parts, { key, after, limit }: Asked): Promise<TimelinePage> {
  const { store, processor, runs } = parts
  const from = after ?? BEGIN
  const [jobs, events] = await Promise.all([
    from.jobs === null
      ? NOTHING
      : store.jobs({ filter: { key } }, { after: from.jobs, limit }),
    from.events === null
      ? NOTHING
      : store.keyEvents({ key, newestFirst: true }, { after: from.events, limit }),
  ])
  const all: Told[] = [
    ...jobs.rows.map((job): Told => ({ end: job.finishedAt, job })),
    ...events.rows.map((event): Told => ({ end: event.lastAt, event })),
  ].sort((one, other) => other.end - one.end)
  const told = all.slice(0, limit)
  const moments = told.flatMap(momentsOf)
  if (after === undefined) moments.push(...momentsHere(processor, key, runs))
  const next = cursorAfter(told, { all, from, more: { jobs: jobs.next, events: events.next } })
  return { moments: newestFirst(moments), ...(next ? { next } : {}), kept: true }
}
