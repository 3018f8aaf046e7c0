import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import type { LiveState } from '../../../../src/contract/live'
import type { RecurringEntry, RecurringTimes } from '../../../../src/contract/recurring'
import { request } from '../../../api/client'
import { useLive } from '../../../api/live'
import { notifyError } from '../../../api/notices'

const selectVersion = (live: LiveState) => live.recurringVersion

/** Read again when the live state says that something came of them. */
export function useRecurring(profileId: string) {
  const version = useLive(selectVersion)
  return useQuery({
    queryKey: ['recurring', profileId, version],
    queryFn: () => request('recurring.list', { profileId }),
    placeholderData: keepPreviousData,
    gcTime: 10_000,
  })
}

/** The next times of what is being typed. Rejects with what is wrong with it. */
export function useNextTimes(profileId: string, times: RecurringTimes | undefined) {
  return useQuery({
    queryKey: ['recurring-preview', profileId, times],
    queryFn: () => (times ? request('recurring.preview', { profileId, times }) : undefined),
    enabled: times !== undefined,
    retry: false,
    staleTime: 0,
    gcTime: 0,
  })
}

export type SavedEntry = Omit<RecurringEntry, 'id'> & { readonly id: string | null }

export function useSaveRecurring(profileId: string) {
  return useMutation({
    mutationFn: (entry: SavedEntry) => request('recurring.save', { profileId, entry }),
  })
}

export function useSwitchRecurring(profileId: string) {
  return useMutation({
    mutationFn: (change: { readonly id: string; readonly on: boolean }) =>
      request('recurring.switch', { profileId, ...change }),
    onError: (error) => notifyError('The recurring job was not switched', error),
  })
}

export function useRemoveRecurring(profileId: string) {
  return useMutation({ mutationFn: (id: string) => request('recurring.remove', { profileId, id }) })
}

/** With its whole argument. */
export function useReadRecurring(profileId: string, then: (entry: RecurringEntry) => void) {
  return useMutation({
    mutationFn: (id: string) => request('recurring.read', { profileId, id }),
    onSuccess: then,
    onError: (error) => notifyError('The recurring job could not be read', error),
  })
}
