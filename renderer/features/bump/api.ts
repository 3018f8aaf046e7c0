import { useMutation, useQuery } from '@tanstack/react-query'
import { request } from '../../api/client'

/**
 * What a bump would do, counted anew each time that the dialog opens and for each generation.
 *
 * @param round which opening of the dialog this is; 0 while it has never been open
 * @param generation the one that the live state tells; another one asks again
 */
export function useBumpPreview(profileId: string, round: number, generation: string | undefined) {
  return useQuery({
    queryKey: ['bump-preview', profileId, round, generation],
    queryFn: () => request('bump.preview', { profileId }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    enabled: round > 0,
  })
}

/** Bumps only while the generation is still the one that was shown. */
export function useBump(profileId: string) {
  return useMutation({ mutationFn: (from: string) => request('bump.confirm', { profileId, from }) })
}
