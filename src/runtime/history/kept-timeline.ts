import type { RequestOf } from '../../contract/channels'
import type { KeyMoment, TimelineCursor, TimelinePage } from '../../contract/history'
import type { JobStore } from '../../store/job-store'
import type { Page } from '../../store/queries'
import type { JobRow, KeyEventRow } from '../../store/records'
import type { RuntimeParts } from '../runtime-parts'
import { momentOfEvent, momentsHere, momentsOfJob, newestFirst } from './key-moments'

type Parts = Pick<RuntimeParts, 'processor' | 'runs'> & { readonly store: JobStore }
type Asked = Omit<RequestOf<'history.timeline'>, 'profileId'>

/** A job, or an event beside the jobs, by its end. */
type Told =
  | { readonly kind: 'job'; readonly end: number; readonly row: JobRow }
  | { readonly kind: 'event'; readonly end: number; readonly row: KeyEventRow }

/** All of them were told. */
const NO_PAGE = { rows: [], next: undefined }

/**
 * What happened to a key, the newest first: its jobs' rows and the events beside them, merged by their ends. With the
 * first page comes what waits or runs now.
 */
export async function keptTimeline(
  { store, processor, runs }: Parts,
  { key, after, limit }: Asked,
): Promise<TimelinePage> {
  const [jobs, events] = await Promise.all([
    after?.jobs === null ? NO_PAGE : store.jobs({ filter: { key } }, { after: after?.jobs, limit }),
    after?.events === null
      ? NO_PAGE
      : store.keyEvents({ key, newestFirst: true }, { after: after?.events, limit }),
  ])
  const told = merged(jobs, events).slice(0, limit)
  const moments = told.flatMap(momentsOf)
  if (after === undefined) moments.push(...momentsHere({ processor, runs }, key))
  const toldJobs = told.flatMap((one) => (one.kind === 'job' ? one.row : []))
  const toldEvents = told.flatMap((one) => (one.kind === 'event' ? one.row : []))
  const next: TimelineCursor = {
    jobs: placeAfter(jobs, toldJobs, after?.jobs, (row) => ({ value: row.finishedAt, id: row.id })),
    events: placeAfter(events, toldEvents, after?.events, (row) => row.id),
  }
  const isLast = next.jobs === null && next.events === null
  return { moments: newestFirst(moments), ...(isLast ? {} : { next }), kept: true }
}

function merged(
  jobs: Pick<Page<JobRow, unknown>, 'rows'>,
  events: Pick<Page<KeyEventRow, unknown>, 'rows'>,
): Told[] {
  const all = [
    ...jobs.rows.map((row): Told => ({ kind: 'job', end: row.finishedAt, row })),
    ...events.rows.map((row): Told => ({ kind: 'event', end: row.lastAt, row })),
  ]
  return all.sort((one, other) => other.end - one.end)
}

function momentsOf(told: Told): KeyMoment[] {
  if (told.kind === 'job') return momentsOfJob({ ...told.row, attempts: told.row.attempt })
  const moment = momentOfEvent(told.row)
  return moment === undefined ? [] : [moment]
}

/** @returns where the rows behind the last that was told begin; null where there are none */
function placeAfter<Row, Place>(
  page: Pick<Page<Row, Place>, 'rows' | 'next'>,
  told: readonly Row[],
  before: Place | null | undefined,
  placeOf: (row: Row) => Place,
): Place | null | undefined {
  if (told.length === page.rows.length && page.next === undefined) return null
  const last = told.at(-1)
  return last === undefined ? before : placeOf(last)
}
