import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { LiveState } from '../../src/contract/live'
import { createListFreshness, type ListFreshness } from '../../renderer/api/list-freshness'
import { pageQuery, type ListSource } from '../../renderer/api/list-queries'
import { liveQuery } from '../../renderer/api/live'
import { refreshNow, setRefreshRate } from '../../renderer/api/refresh'
import { quietLiveState } from './quiet-live-state'

const profileId = 'p'

function liveAt(queueVersion: number): LiveState {
  const counters = { ...quietLiveState.counters, waiting: 100 }
  return { ...quietLiveState, profileId, sequence: queueVersion, counters, queueVersion }
}

describe('the pages of a list that are in view', () => {
  let client: QueryClient
  let freshness: ListFreshness
  let leave: () => void
  let fetches = 0
  let failing = false

  const source: ListSource<number> = {
    list: 'waiting',
    profileId,
    parameters: [],
    fetch: async () => {
      fetches += 1
      if (failing) throw new Error('no answer')
      return { total: 1, rows: [fetches] }
    },
  }
  const change = (version: number): void => {
    client.setQueryData(liveQuery(profileId).queryKey, liveAt(version))
    freshness.check()
  }
  const show = (): void => {
    leave = new QueryObserver(client, pageQuery(client, source, 0)).subscribe(() => undefined)
  }

  beforeEach(async () => {
    vi.useFakeTimers()
    fetches = 0
    failing = false
    client = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: 'always' } } })
    freshness = createListFreshness(client)
    change(1)
    show()
    await vi.advanceTimersByTimeAsync(1_000)
  })

  afterEach(() => {
    setRefreshRate('live')
    leave()
    freshness.dispose()
    client.clear()
    vi.useRealTimers()
  })

  it('are fetched once while nothing changes', async () => {
    await vi.advanceTimersByTimeAsync(10_000)
    expect(fetches).toBe(1)
  })

  it('are fetched again at the last change, even where no further message comes', async () => {
    change(2)
    change(3)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(client.getQueryData(pageQuery(client, source, 0).queryKey)?.version).toBe('3')
  })

  it('are fetched at most four times a second while the list keeps changing', async () => {
    for (let version = 2; version < 2 + 5_000 / 20; version += 1) {
      change(version)
      await vi.advanceTimersByTimeAsync(20)
    }
    expect(fetches).toBeGreaterThan(10)
    expect(fetches).toBeLessThanOrEqual(1 + 20)
  })

  it('are left alone once they are out of view', async () => {
    leave()
    change(2)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(fetches).toBe(1)
  })

  it('are tried again every two seconds where they cannot be fetched', async () => {
    failing = true
    change(2)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(fetches).toBeGreaterThan(3)
    expect(fetches).toBeLessThan(8)
    failing = false
    await vi.advanceTimersByTimeAsync(3_000)
    expect(client.getQueryData(pageQuery(client, source, 0).queryKey)?.version).toBe('2')
  })

  it('are fetched as seldom as the operator asked for', async () => {
    setRefreshRate(5)
    for (let version = 2; version < 2 + 20_000 / 100; version += 1) {
      change(version)
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(fetches).toBeGreaterThanOrEqual(4)
    expect(fetches).toBeLessThanOrEqual(1 + 4)
  })

  it('are not fetched by themselves while refresh is off, and at once when asked or live again', async () => {
    setRefreshRate('off')
    change(2)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(fetches).toBe(1)
    refreshNow()
    await vi.advanceTimersByTimeAsync(0)
    expect(fetches).toBe(2)
    change(3)
    await vi.advanceTimersByTimeAsync(60_000)
    setRefreshRate('live')
    await vi.advanceTimersByTimeAsync(0)
    expect(fetches).toBe(3)
  })
})
