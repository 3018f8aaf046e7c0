import { queryOptions, useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Preferences } from '../../src/contract/preferences'
import { setTimeZone } from '../ui/time-zone'
import { request } from './client'
import { notifyError } from './notices'

export const preferencesQuery = queryOptions({
  queryKey: ['preferences'],
  queryFn: () => request('shell.preferences', null),
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
})

/** What the operator chose for the whole app. */
export function usePreferences(): Preferences {
  return useSuspenseQuery(preferencesQuery).data
}

/** Changes a part of the preferences; it counts at once. */
export function useChangePreferences(): (change: Partial<Preferences>) => void {
  const client = useQueryClient()
  const { mutate } = useMutation({
    mutationFn: (wanted: Preferences) => request('shell.set-preferences', wanted),
    onError: (error) => notifyError('The preference is not kept', error),
  })
  return (change) => {
    const known = client.getQueryData(preferencesQuery.queryKey)
    if (!known) return
    const wanted = { ...known, ...change }
    client.setQueryData(preferencesQuery.queryKey, wanted)
    mutate(wanted)
  }
}

/** For whoever has scheduled something: the first steps have been taken. */
export function usePutAwayFirstSteps(): () => void {
  const { tourDone } = usePreferences()
  const change = useChangePreferences()
  return () => {
    if (!tourDone) change({ tourDone: true })
  }
}

/** Lets the page follow what was chosen; the theme comes with the system's own word for it. */
export function useFollowPreferences(): void {
  const { data } = useQuery(preferencesQuery)
  const zone = data?.timeZone ?? 'local'
  const motion = data?.motion ?? 'system'
  useEffect(() => setTimeZone(zone), [zone])
  useEffect(() => {
    document.documentElement.dataset['motion'] = motion
  }, [motion])
}
