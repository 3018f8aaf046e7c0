import { environmentManager, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { ChartView } from '../../src/contract/charts'
import { createListFreshness, type ListFreshness } from '../../renderer/api/list-freshness'
import { createQueryClient } from '../../renderer/api/query-client'
import { refreshNow, setRefreshRate } from '../../renderer/api/refresh'
import { chartsQuery } from '../../renderer/features/activity/api'

const none: ChartView['waiting'] = []
const noPercentiles = { p50: none, p95: none, p99: none }
const view: ChartView = {
  ...{ span: '15m', since: 0, until: 0, stepMs: 5_000, at: [], waiting: none, running: none },
  outcomes: {
    done: none,
    failed: none,
    cancelled: none,
    lost: none,
    refusedHere: none,
    held: none,
    redisErrors: none,
  },
  ...{ wait: noPercentiles, run: noPercentiles, whole: { wait: null, run: null } },
}
const client = createQueryClient()
let freshness: ListFreshness
let leave: (() => void) | undefined
let asked = 0

/** As the page does: a rate that was chosen draws it again. */
function show(): void {
  leave?.()
  leave = new QueryObserver(client, chartsQuery('p', '15m')).subscribe(() => undefined)
}

beforeEach(() => {
  vi.useFakeTimers()
  // Without a window nothing is asked for again.
  environmentManager.setIsServer(() => false)
  asked = 0
  const request = () => {
    asked += 1
    return Promise.resolve({ ok: true, value: view })
  }
  vi.stubGlobal('window', { keyhold: { request } })
  freshness = createListFreshness(client)
})

afterEach(() => {
  leave?.()
  leave = undefined
  freshness.dispose()
  client.clear()
  setRefreshRate('live')
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

it('charts are read each 5 s, or as seldom as was asked for', async () => {
  show()
  await vi.advanceTimersByTimeAsync(20_100)
  expect(asked).toBe(5)
  setRefreshRate(30)
  show()
  await vi.advanceTimersByTimeAsync(100)
  asked = 0
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toBe(2)
})

it('charts stand still while nothing is to be read, and are read when that is asked for', async () => {
  setRefreshRate('off')
  show()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toBe(1)
  refreshNow()
  await vi.advanceTimersByTimeAsync(100)
  expect(asked).toBe(2)
})
