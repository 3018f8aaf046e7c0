import type { FinishedFilter, WaitingFilter, WaitingSearchView } from '../../../../src/contract/queue-filter'
import type { FinishedRow } from '../../../../src/contract/queue'
import { formatWholeSeconds } from '../../../ui/duration'
import { formatCount, formatMoment, formatTime, isSameDay } from '../../../ui/format'

export type Outcome = FinishedRow['outcome']

export const outcomes: readonly { readonly outcome: Outcome; readonly word: string }[] = [
  { outcome: 'done', word: 'Done' },
  { outcome: 'failed', word: 'Failed' },
  { outcome: 'timeout', word: 'Timeout' },
  { outcome: 'cancelled', word: 'Cancelled' },
  { outcome: 'lost-to', word: 'Lost' },
]

/** What the page shows of its jobs. */
export interface QueueFilter {
  /** Contained in the key; of waiting and of finished jobs. */
  readonly key: string
  /** Of waiting jobs: accepted at least so long ago; ms. */
  readonly olderThanMs: number
  /** Of finished jobs; none: all. */
  readonly outcomes: readonly Outcome[]
  /** Of finished jobs: contained in the script's name. */
  readonly handler: string
  /** Of finished jobs: ended from … to; ms since the epoch. */
  readonly from: number | undefined
  readonly to: number | undefined
}

function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

/** @param query what the address says: `key=seller&outcome=failed,timeout&finished-from=…`; what is no filter is left out */
export function readFilter(query: string): QueueFilter {
  const parameters = new URLSearchParams(query)
  const wanted = (parameters.get('outcome') ?? '').split(',')
  return {
    key: (parameters.get('key') ?? '').slice(0, 1_024),
    olderThanMs: wholeNumber(parameters.get('older-than')) ?? 0,
    outcomes: outcomes.map(({ outcome }) => outcome).filter((outcome) => wanted.includes(outcome)),
    handler: (parameters.get('handler') ?? '').slice(0, 255),
    from: wholeNumber(parameters.get('finished-from')),
    to: wholeNumber(parameters.get('finished-to')),
  }
}

/** As the address says it. */
export function filterParameters(filter: QueueFilter): Record<string, string | undefined> {
  return {
    key: filter.key || undefined,
    'older-than': filter.olderThanMs === 0 ? undefined : String(filter.olderThanMs),
    outcome: filter.outcomes.length === 0 ? undefined : filter.outcomes.join(','),
    handler: filter.handler || undefined,
    'finished-from': filter.from === undefined ? undefined : String(filter.from),
    'finished-to': filter.to === undefined ? undefined : String(filter.to),
  }
}

export const noFilter: QueueFilter = readFilter('')

/** What of it is for waiting jobs; undefined: all of them are shown. */
export function waitingFilterOf({ key, olderThanMs }: QueueFilter): WaitingFilter | undefined {
  return key === '' && olderThanMs === 0 ? undefined : { text: key, minAgeMs: olderThanMs }
}

/** What of it is for finished jobs; undefined: all of them are shown. */
export function finishedFilterOf(filter: QueueFilter): FinishedFilter | undefined {
  const { key, outcomes: wanted, handler, from, to } = filter
  const any = key !== '' || wanted.length > 0 || handler !== '' || from !== undefined || to !== undefined
  if (!any) return undefined
  return {
    text: key,
    outcomes: [...wanted],
    handler,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }
}

/** Parts that are set besides the key. */
export function partsSet({ olderThanMs, outcomes: wanted, handler, from, to }: QueueFilter): number {
  const parts = [olderThanMs > 0, wanted.length > 0, handler !== '', from !== undefined || to !== undefined]
  return parts.filter(Boolean).length
}

/** Follows a count of rows: how far the search among the waiting jobs is. */
export function searchInWords({ state, rows, matches, searched, total }: WaitingSearchView): string {
  const shown = matches > rows ? `shown of ${formatCount(matches)} that match` : 'match'
  return state === 'searching'
    ? `${shown} so far, searched ${formatCount(searched)} of ${formatCount(total)}`
    : `${shown}, of ${formatCount(total)}`
}

/** What waiting jobs are filtered by. */
export function waitingFilterInWords({ text, minAgeMs }: WaitingFilter): string {
  const parts = [
    text === '' ? [] : `the key contains “${text}”`,
    minAgeMs === 0 ? [] : `older than ${formatWholeSeconds(minAgeMs)}`,
  ]
  return parts.flat().join(', ')
}

/** What finished jobs are filtered by. */
export function finishedFilterInWords(filter: FinishedFilter): string {
  const words = outcomes.filter(({ outcome }) => filter.outcomes.includes(outcome)).map(({ word }) => word)
  const parts = [
    filter.text === '' ? [] : `the key contains “${filter.text}”`,
    words.length === 0 ? [] : words.join(' or ').toLowerCase(),
    filter.handler === '' ? [] : `by ${filter.handler}`,
    timeInWords(filter),
  ]
  return parts.flat().join(', ')
}

function timeInWords({ from, to }: FinishedFilter): string | [] {
  if (from !== undefined && to !== undefined) {
    return `${formatMoment(from)} to ${isSameDay(from, to) ? formatTime(to) : formatMoment(to)}`
  }
  if (from !== undefined) return `from ${formatMoment(from)}`
  return to === undefined ? [] : `before ${formatMoment(to)}`
}
