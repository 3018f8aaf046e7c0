import { QueryClientProvider } from '@tanstack/react-query'
import { createElement, useState, type ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, it } from 'vitest'
import type { AppInfo } from '../../src/contract/channels/app'
import { AppInfoProvider } from '../../renderer/api/app-info'
import { pageQuery, type ListSource } from '../../renderer/api/list-queries'
import { liveQuery } from '../../renderer/api/live'
import { createQueryClient } from '../../renderer/api/query-client'
import { useListRows } from '../../renderer/api/use-list-rows'
import { quietLiveState } from './quiet-live-state'

const info: AppInfo = {
  ...{ version: '1', electron: '1', chrome: '1', node: '1', platform: 'linux', electronSource: '' },
  ...{ userData: '/data', logFile: '/log', startProblems: [] },
  profile: {
    ...{ id: 'default', name: 'Test', namespace: 'orders', layout: 'go-io', handler: 'echo.js' },
    ...{ concurrency: 1, environment: 'development', readOnly: false, address: 'here', embedded: true },
  },
}

it('a list whose source is made anew at each drawing is the same list', () => {
  const client = createQueryClient()
  client.setQueryData(liveQuery('default').queryKey, quietLiveState)
  const source = (): ListSource<string> => ({
    ...{ list: 'waiting', profileId: 'default', parameters: ['one'] },
    fetch: () => Promise.resolve({ total: 7, rows: [] }),
  })
  client.setQueryData(pageQuery(client, source(), 0).queryKey, {
    version: '0',
    readAt: 0,
    total: 7,
    rows: [],
  })
  function Count(): ReactNode {
    const [drawn, setDrawn] = useState(0)
    if (drawn < 2) setDrawn(drawn + 1)
    return String(useListRows(source()).total)
  }
  const app = createElement(AppInfoProvider, { value: info }, createElement(Count))
  expect(renderToString(createElement(QueryClientProvider, { client }, app))).toBe('7')
})
