import { queryOptions, useQuery } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import type { AppInfo } from '../../src/contract/channels/app'
import { request } from './client'

export const appInfoQuery = queryOptions({
  queryKey: ['app-info'],
  queryFn: () => request('app.info', null),
  staleTime: Number.POSITIVE_INFINITY,
})

const AppInfoContext = createContext<AppInfo | null>(null)
export const AppInfoProvider = AppInfoContext.Provider

/** What the app is and which profile it works for; known before any page is drawn. */
export function useAppInfo(): AppInfo {
  const info = useContext(AppInfoContext)
  if (!info) throw new Error('useAppInfo is called outside the shell')
  return info
}

export function useProfile() {
  return useAppInfo().profile
}

export function useAppInfoQuery() {
  return useQuery(appInfoQuery)
}
