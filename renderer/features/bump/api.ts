import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { request } from '../../api/client'

/** Ms between two looks at the preview, while it is counted and after. */
const whileCounting = 250
const afterwards = 1_000

/**
 * What a bump would do. It is there at once; its counts grow while the dialog is open, and end with it.
 *
 * @param opening names one opening of the dialog; undefined while it is closed
 */
export function useBumpPreview(profileId: string, opening: string | undefined) {
  useEffect(() => {
    if (opening === undefined) return undefined
    return () => void request('bump.stop-preview', { profileId }).catch(() => undefined)
  }, [profileId, opening])
  return useQuery({
    queryKey: ['bump-preview', profileId, opening],
    queryFn: () => request('bump.preview', { profileId, opening: opening ?? '' }),
    refetchInterval: ({ state }) => (state.data?.state === 'counting' ? whileCounting : afterwards),
    gcTime: 0,
    enabled: opening !== undefined,
  })
}

/** Bumps only while the generation is still the one that was shown. */
export function useBump(profileId: string) {
  return useMutation({
    mutationFn: (bump: { readonly from: string; readonly reason: string }) =>
      request('bump.confirm', { profileId, ...bump }),
  })
}

export function useDismissNotice(profileId: string) {
  return useMutation({
    mutationFn: (noticeId: number) => request('bump.dismiss', { profileId, noticeId }),
  })
}
