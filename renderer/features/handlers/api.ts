import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { LiveState } from '../../../src/contract/live'
import { request } from '../../api/client'
import { useLive } from '../../api/live'
import { notify, notifyError } from '../../api/notices'

const selectVersion = (live: LiveState) => live.handlersVersion

/** The scripts of the folder; read again when the live state says that the folder changed. */
export function useHandlers(profileId: string) {
  const version = useLive(selectVersion)
  return useQuery({
    queryKey: ['handlers', profileId, version],
    queryFn: () => request('handlers.list', { profileId }),
    placeholderData: keepPreviousData,
    gcTime: 10_000,
  })
}

export function useChooseHandler(profileId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (file: string) => request('handlers.use', { profileId, file }),
    onSuccess: (view, file) => {
      client.setQueriesData({ queryKey: ['handlers', profileId] }, view)
      notify(`${file} is the handler now`, 'It runs from the next job on.')
    },
    onError: (error, file) => notifyError(`${file} is not used`, error),
  })
}

export function useOpenFolder(profileId: string) {
  return useMutation({
    mutationFn: () => request('handlers.open-folder', { profileId }),
    onError: (error) => notifyError('The folder was not opened', error),
  })
}
