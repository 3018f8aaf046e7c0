import type { HistoryFilter, HistoryOutcome } from '../../../src/contract/history'
import { countOf, formatCount, formatMoment } from '../../ui/format'

export const outcomes: readonly { readonly outcome: HistoryOutcome; readonly word: string }[] = [
  { outcome: 'done', word: 'Done' },
  { outcome: 'failed', word: 'Failed' },
  { outcome: 'timeout', word: 'Timeout' },
  { outcome: 'cancelled', word: 'Cancelled' },
  { outcome: 'lost-to', word: 'Lost' },
  { outcome: 'interrupted', word: 'Interrupted' },
  { outcome: 'dropped', word: 'Dropped' },
]

function moment(text: string | null): number | undefined {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

/** @param query what the address says: `key=seller&outcome=failed,timeout&from=…`; what is no filter is left out */
export function readFilter(query: string): HistoryFilter {
  const parameters = new URLSearchParams(query)
  const wanted = (parameters.get('outcome') ?? '').split(',')
  const from = moment(parameters.get('from'))
  const to = moment(parameters.get('to'))
  return {
    text: (parameters.get('key') ?? '').slice(0, 1_024),
    outcomes: outcomes.map(({ outcome }) => outcome).filter((outcome) => wanted.includes(outcome)),
    handler: (parameters.get('handler') ?? '').slice(0, 255),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }
}

/** As the address says it. */
export function filterParameters({
  text,
  outcomes: wanted,
  handler,
  from,
  to,
}: HistoryFilter): Record<string, string | undefined> {
  return {
    key: text || undefined,
    outcome: wanted.length === 0 ? undefined : wanted.join(','),
    handler: handler || undefined,
    from: from === undefined ? undefined : String(from),
    to: to === undefined ? undefined : String(to),
  }
}

export const noFilter: HistoryFilter = readFilter('')

/** Parts that are set besides the key. */
export function partsSet({ outcomes: wanted, handler, from, to }: HistoryFilter): number {
  return [wanted.length > 0, handler !== '', from !== undefined || to !== undefined].filter(Boolean).length
}

/** What the jobs are filtered by; empty: by nothing. */
export function filterInWords({ text, outcomes: wanted, handler, from, to }: HistoryFilter): string {
  const words = outcomes.filter(({ outcome }) => wanted.includes(outcome)).map(({ word }) => word)
  const parts = [
    text === '' ? [] : `the key contains “${text}”`,
    words.length === 0 ? [] : words.join(' or ').toLowerCase(),
    handler === '' ? [] : `by ${handler}`,
    from === undefined ? [] : `from ${formatMoment(from)}`,
    to === undefined ? [] : `before ${formatMoment(to)}`,
  ]
  return parts.flat().join(', ')
}

/** `4,310 jobs`, `more than 10,000 jobs` */
export function totalInWords({ count, more }: { readonly count: number; readonly more: boolean }): string {
  return more ? `more than ${formatCount(count)} jobs` : countOf(count, 'job')
}
