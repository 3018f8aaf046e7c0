import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { TemplateView } from '../../../../src/contract/templates'
import { request } from '../../../api/client'
import { notifyError } from '../../../api/notices'
import type { Draft } from '../model'

const keyOf = (profileId: string) => ['templates', profileId]

/** Read again whenever they come on the screen; each change answers the list as it then is. */
export function useTemplates(profileId: string) {
  return useQuery({
    queryKey: keyOf(profileId),
    queryFn: () => request('templates.list', { profileId }),
    staleTime: 0,
    refetchOnMount: 'always',
  })
}

function useChange<Change>(profileId: string, send: (change: Change) => Promise<TemplateView[]>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: (list) => client.setQueryData(keyOf(profileId), list),
    // It may have been the file alone that failed.
    onError: () => client.invalidateQueries({ queryKey: keyOf(profileId) }),
  })
}

export function useSaveTemplate(profileId: string) {
  return useChange(profileId, (template: { name: string; form: Draft; replace: boolean }) =>
    request('templates.save', { profileId, ...template }),
  )
}

export function usePinTemplate(profileId: string) {
  return useChange(profileId, async (change: { name: string; pinned: boolean }) => {
    try {
      return await request('templates.pin', { profileId, ...change })
    } catch (error) {
      notifyError('The template was not pinned', error)
      throw error
    }
  })
}

export function useRenameTemplate(profileId: string) {
  return useChange(profileId, (change: { name: string; to: string }) =>
    request('templates.rename', { profileId, ...change }),
  )
}

export function useRemoveTemplate(profileId: string) {
  return useChange(profileId, (name: string) => request('templates.remove', { profileId, name }))
}

/** The whole form of a template, once it is wanted. */
export function useReadTemplate(profileId: string, then: (form: Draft) => void) {
  return useMutation({
    mutationFn: (name: string) => request('templates.read', { profileId, name }),
    onSuccess: ({ form }) => then(form),
    onError: (error) => notifyError('The template could not be read', error),
  })
}
