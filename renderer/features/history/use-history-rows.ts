import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useEffectEvent, useState } from 'react'
import type { HistoryCursor, HistoryFilter, HistoryRow, HistorySort } from '../../../src/contract/history'
import { useProfile } from '../../api/app-info'
import { readLive } from '../../api/live'
import { onRefreshAsked, refreshIntervalMs, useRefreshRate } from '../../api/refresh'
import { countQuery, countSince, PAGE_ROWS, pageQuery, type HistoryList } from './api'

/** The list is looked at for news no more often than this; ms. */
const shortestInterval = 1_000
/** Skeletons while nothing is known yet. */
const firstSkeletons = 12

/** The history at one moment, and how far its pages are known. */
interface Snapshot {
  readonly number: number
  readonly asOf: number
  /** Of the live state: jobs that had ended by then. */
  readonly ended: number | undefined
  /** Where each page begins that can be read; 16 bytes or so a page are all that is kept of those out of view. */
  readonly starts: readonly (HistoryCursor | undefined)[]
  /** Rows in all, once the last page was read. */
  readonly end: number | undefined
}

export interface HistoryRows {
  readonly rowAt: (index: number) => HistoryRow | undefined
  readonly show: (first: number, last: number) => void
  /** Rows that can be scrolled through so far; more come as their pages are reached. */
  readonly count: number
  readonly total: { readonly count: number; readonly more: boolean } | undefined
  readonly readAt: number | undefined
  /** As `TableStatus` wants it. */
  readonly still: { readonly number: number | undefined; readonly news: number; readonly renew: () => void }
  readonly hold: (on: boolean) => void
  readonly error: Error | null
}

/**
 * Rows of the history by their place in it. It is read as it was at one moment, page after page by cursors, so that no
 * row moves while it is looked at; what ends later is counted. Left alone at its top it is read anew by itself.
 */
export function useHistoryRows(filter: HistoryFilter, sort: HistorySort): HistoryRows {
  const { id: profileId } = useProfile()
  const client = useQueryClient()
  const ended = (): number | undefined => readLive(client, profileId)?.finishedVersion
  const [snapshot, setSnapshot] = useState<Snapshot>(() => taken(0, ended()))
  const [view, setView] = useState({ first: 0, last: 0, atTop: true })
  const [held, setHeld] = useState(false)
  const [news, setNews] = useState({ of: 0, count: 0 })
  const list: HistoryList = { profileId, filter, sort, asOf: snapshot.asOf }

  const last = snapshot.starts.length - 1
  const pages = range(Math.min(view.first, last), Math.min(view.last, last))
  const results = useQueries({ queries: pages.map((page) => pageQuery(list, page, snapshot.starts[page])) })
  const pageAt = (page: number) => results[page - (pages[0] ?? 0)]?.data
  const lastPage = pageAt(last)
  if (lastPage !== undefined && snapshot.end === undefined) setSnapshot(grown(snapshot, lastPage))
  const total = useQuery(countQuery(list)).data

  const renew = useCallback(async () => {
    const next = taken(snapshot.number + 1, readLive(client, profileId)?.finishedVersion)
    // Its first page is there before it is shown: nothing flickers.
    await client.query(pageQuery({ profileId, filter, sort, asOf: next.asOf }, 0, undefined))
    setSnapshot((known) => (known.number < next.number ? next : known))
  }, [client, profileId, filter, sort, snapshot.number])
  const isFollowing = !held && view.atTop
  const look = useEffectEvent(async () => {
    if (ended() === snapshot.ended) return
    if (isFollowing) await renew()
    else setNews({ of: snapshot.number, count: await countSince(list) })
  })
  const rate = useRefreshRate()
  useEffect(() => {
    const interval = refreshIntervalMs()
    if (interval === undefined) return undefined
    const timer = window.setInterval(
      () => void look().catch(() => undefined),
      Math.max(interval, shortestInterval),
    )
    return () => window.clearInterval(timer)
  }, [rate])
  useEffect(() => onRefreshAsked(() => void renew().catch(() => undefined)), [renew])

  const show = useCallback((firstRow: number, lastRow: number) => {
    const next = {
      first: Math.floor(firstRow / PAGE_ROWS),
      last: Math.floor(lastRow / PAGE_ROWS),
      atTop: firstRow === 0,
    }
    setView((known) =>
      known.first === next.first && known.last === next.last && known.atTop === next.atTop ? known : next,
    )
  }, [])

  const error = results.find((result) => result.error)?.error ?? null
  return {
    rowAt: (index) => pageAt(Math.floor(index / PAGE_ROWS))?.rows[index % PAGE_ROWS],
    show,
    count: error && last === 0 ? 0 : rowsToScroll(snapshot, total?.more ? undefined : total?.count),
    total,
    readAt: results.find(({ data }) => data !== undefined)?.data?.readAt,
    still: {
      number: isFollowing ? undefined : snapshot.number,
      news: news.of === snapshot.number ? news.count : 0,
      renew: () => void renew().catch(() => undefined),
    },
    hold: setHeld,
    error,
  }
}

function taken(number: number, ended: number | undefined): Snapshot {
  // What ends within this millisecond is in it.
  return { number, asOf: Date.now() + 1, ended, starts: [undefined], end: undefined }
}

/** The last page that could be read was: there is a next one, or it is the end. */
function grown(
  snapshot: Snapshot,
  { rows, next }: { readonly rows: readonly HistoryRow[]; readonly next: HistoryCursor | undefined },
): Snapshot {
  return next === undefined
    ? { ...snapshot, end: (snapshot.starts.length - 1) * PAGE_ROWS + rows.length }
    : { ...snapshot, starts: [...snapshot.starts, next] }
}

/** Rows of the pages that are known, and as many as the next one may have. */
function rowsToScroll({ starts, end }: Snapshot, counted: number | undefined): number {
  if (end !== undefined) return end
  const known = (starts.length - 1) * PAGE_ROWS
  if (known === 0) return Math.min(counted ?? firstSkeletons, PAGE_ROWS)
  return known + Math.max(1, Math.min(PAGE_ROWS, (counted ?? known + PAGE_ROWS) - known))
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}
