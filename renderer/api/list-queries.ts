import { keepPreviousData, queryOptions, type QueryClient, type QueryKey } from '@tanstack/react-query'
import { ageIntervalMs } from './refresh'
import { listVersion, readLive, type ListName } from './live'

/** Rows of one fetch: a screenful or two, so that a refresh of what is in view stays small. */
export const PAGE_ROWS = 50

export interface Range {
  readonly offset: number
  readonly limit: number
}

/** Rows of a list as they were at one version of it. */
export interface Page<Row> {
  readonly version: string
  /** Ms since the epoch when the answer came: what the ages in its rows count from. */
  readonly readAt: number
  readonly total: number
  readonly rows: readonly Row[]
}

/** Where the rows of a list come from. */
export interface ListSource<Row> {
  readonly list: ListName
  readonly profileId: string
  /** What else selects the rows (a scan, an order); part of the cache's key. */
  readonly parameters: readonly string[]
  /** Ms after which a page in view is asked for anew though the list has not changed: what its rows say ages. */
  readonly agesInMs?: number
  readonly fetch: (range: Range) => Promise<{ readonly total: number; readonly rows: readonly Row[] }>
}

const prefix = 'list'

/** The list that a cache entry belongs to, if it is a page of one. */
export function listOfKey(
  key: QueryKey,
): { readonly list: ListName; readonly profileId: string } | undefined {
  const [kind, list, profileId] = key
  if (kind !== prefix || typeof list !== 'string' || typeof profileId !== 'string') return undefined
  return isListName(list) ? { list, profileId } : undefined
}

const listNames: readonly string[] = [
  'waiting',
  'waiting-matches',
  'finished',
  'refused',
  'problems',
  'held-keys',
  'left-jobs',
] satisfies ListName[]

function isListName(name: string): name is ListName {
  return listNames.includes(name)
}

export function pagesKey<Row>(source: ListSource<Row>): QueryKey {
  return [prefix, source.list, source.profileId, ...source.parameters]
}

function versionNow<Row>(client: QueryClient, { profileId, list }: ListSource<Row>): string {
  return listVersion(readLive(client, profileId), list)
}

async function fetchPage<Row>(
  client: QueryClient,
  source: ListSource<Row>,
  page: number,
): Promise<Page<Row>> {
  // Read before the call: rows newer than their version cost one more fetch, older ones would stay.
  const version = versionNow(client, source)
  const { total, rows } = await source.fetch({ offset: page * PAGE_ROWS, limit: PAGE_ROWS })
  return { version, readAt: Date.now(), total, rows }
}

/** One page of a list; fresh for as long as the list's version stays. */
export function pageQuery<Row>(client: QueryClient, source: ListSource<Row>, page: number) {
  return queryOptions({
    queryKey: [...pagesKey(source), page],
    queryFn: () => fetchPage(client, source, page),
    staleTime: (query) =>
      query.state.data?.version === versionNow(client, source) ? Number.POSITIVE_INFINITY : 0,
    gcTime: 15_000,
    refetchInterval: () => ageIntervalMs(source.agesInMs),
    structuralSharing: false,
  })
}

/** Where a page that is held still is kept: no list's version makes it outdated. */
const heldPrefix = 'held-list'

/**
 * A page of a list as it was when it was first shown while the list is held still.
 * @param hold which hold; another one has pages of its own
 * @param renewed what the list showed before is too old for it
 */
export function heldPageQuery<Row>(
  client: QueryClient,
  source: ListSource<Row>,
  page: number,
  { number, renewed }: { readonly number: number; readonly renewed: boolean },
) {
  const liveKey = [...pagesKey(source), page]
  const known = renewed ? undefined : client.getQueryState<Page<Row>>(liveKey)
  return queryOptions({
    queryKey: [heldPrefix, number, ...liveKey],
    queryFn: () => fetchPage(client, source, page),
    // Until the new rows are there, those before them are.
    placeholderData: keepPreviousData,
    ...(known?.data ? { initialData: known.data, initialDataUpdatedAt: known.dataUpdatedAt } : {}),
    staleTime: Number.POSITIVE_INFINITY,
    // While the list is held, what was scrolled away is the same when it comes back.
    gcTime: 60_000,
    structuralSharing: false,
  })
}

/**
 * The rows of one page: those that are shown while the list is held still, else those of the list as it is now. What
 * was fetched before, and has not changed since, is not fetched again.
 */
export function readPage<Row>(
  client: QueryClient,
  source: ListSource<Row>,
  page: number,
  hold: number | undefined,
): Promise<Page<Row>> {
  const live = pageQuery(client, source, page)
  if (hold === undefined) return client.query(live)
  return client.query({
    queryKey: [heldPrefix, hold, ...live.queryKey],
    queryFn: () => fetchPage(client, source, page),
    staleTime: Number.POSITIVE_INFINITY,
  })
}
