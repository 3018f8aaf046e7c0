import type { Query, QueryClient } from '@tanstack/react-query'
import { listVersion, readLive } from './live'
import { listOfKey } from './list-queries'
import { isRefreshedWhenAsked, onRefreshAsked, onRefreshRate, refreshIntervalMs } from './refresh'

/** Ms before a page that could not be fetched is tried again. */
const retryInterval = 2_000
const checkInterval = 100

function isOutdated(client: QueryClient, query: Query): boolean {
  const owner = listOfKey(query.queryKey)
  if (!owner || !query.isActive()) return false
  const data: unknown = query.state.data
  const version = typeof data === 'object' && data !== null && 'version' in data ? data.version : undefined
  return version !== listVersion(readLive(client, owner.profileId), owner.list)
}

function isDue(query: Query, now: number, refreshInterval: number): boolean {
  if (query.state.fetchStatus === 'fetching') return false
  const { dataUpdatedAt, errorUpdatedAt } = query.state
  return now - dataUpdatedAt >= refreshInterval && now - errorUpdatedAt >= retryInterval
}

export interface ListFreshness {
  /** Fetches again what is in view and outdated. */
  readonly check: () => void
  readonly dispose: () => void
}

/**
 * Keeps the pages in view at the version that the live state tells. Cost follows what is visible: pages out of
 * view are left as they are, and a list that changes a thousand times a second is fetched four times a second, or
 * as seldom as the operator asked for.
 */
export function createListFreshness(client: QueryClient): ListFreshness {
  let timer: ReturnType<typeof setTimeout> | undefined

  const check = (): void => {
    clearTimeout(timer)
    timer = undefined
    const interval = refreshIntervalMs()
    if (interval === undefined) return
    const outdated = client
      .getQueryCache()
      .findAll({ type: 'active' })
      .filter((query) => isOutdated(client, query))
    const now = Date.now()
    for (const query of outdated) {
      if (isDue(query, now, interval)) void query.fetch().catch(() => undefined)
    }
    // What is on its way or too young is looked at again, since no further message may come.
    if (outdated.length > 0) timer = setTimeout(check, checkInterval)
  }

  const readAll = (): void => {
    const inView = client.getQueryCache().findAll({
      type: 'active',
      predicate: ({ queryKey, meta }) => listOfKey(queryKey) !== undefined || isRefreshedWhenAsked(meta),
    })
    for (const query of inView) void query.fetch().catch(() => undefined)
  }

  const unsubscribes = [onRefreshRate(check), onRefreshAsked(readAll)]
  const dispose = (): void => {
    clearTimeout(timer)
    for (const unsubscribe of unsubscribes) unsubscribe()
  }
  return { check, dispose }
}
