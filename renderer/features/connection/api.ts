import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { isAdjustment, type Profile } from '../../../src/contract/profile'
import { appInfoQuery, useProfile } from '../../api/app-info'
import { request } from '../../api/client'

/** Saves the profile. Where it is connected anew, all that was known through the old connection is forgotten. */
export function useSaveProfile() {
  const client = useQueryClient()
  const working = useProfile()
  return useMutation({
    mutationFn: (save: { readonly profile: Profile; readonly reason: string }) =>
      request('profile.save', save),
    onSuccess: async (_saved, { profile }) => {
      await client.refetchQueries({ queryKey: appInfoQuery.queryKey })
      if (isAdjustment(working, profile)) return
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
