import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { Profile } from '../../../src/contract/profile'
import { appInfoQuery } from '../../api/app-info'
import { request } from '../../api/client'

/** Saves the profile and connects with it; all that was known through the old connection is forgotten. */
export function useSaveProfile() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (profile: Profile) => request('profile.save', { profile }),
    onSuccess: async () => {
      await client.refetchQueries({ queryKey: appInfoQuery.queryKey })
      await client.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== appInfoQuery.queryKey[0] })
    },
  })
}

/** The folder of the scripts that is in use. */
export function handlerFolderQuery(profileId: string) {
  return queryOptions({
    queryKey: ['handler-folder', profileId],
    queryFn: async () => (await request('handlers.list', { profileId })).folder,
  })
}
