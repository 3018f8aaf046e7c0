import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { HandlerLine, TryView } from '../../../../src/contract/handlers'
import { request } from '../../../api/client'
import { notifyError } from '../../../api/notices'

export interface TryRequest {
  readonly file: string
  readonly text: string
  /** JSON text. */
  readonly argument: string
}

export function useStartTry(profileId: string) {
  return useMutation({
    mutationFn: (wanted: TryRequest) => request('handlers.try', { profileId, ...wanted }),
  })
}

export function useStopTry(profileId: string) {
  return useMutation({
    mutationFn: (tryId: string) => request('handlers.stop-try', { profileId, tryId }),
    onError: (error) => notifyError('Not stopped', error),
  })
}

const none: readonly HandlerLine[] = []

/** What a run wrote so far: fetched from where the last fetch ended, as often as its version says that there is more. */
export function useTryLines(profileId: string, view: TryView | undefined): readonly HandlerLine[] {
  const tryId = view?.tryId ?? ''
  const { data, refetch, isFetching, isError } = useQuery<readonly HandlerLine[]>({
    queryKey: ['try-lines', profileId, tryId],
    queryFn: async ({ client, queryKey }) => {
      const known = client.getQueryData<readonly HandlerLine[]>(queryKey) ?? none
      const { lines } = await request('handlers.try-lines', { profileId, tryId, offset: known.length })
      return lines.length === 0 ? known : [...known, ...lines]
    },
    enabled: false,
    gcTime: 600_000,
    structuralSharing: false,
  })
  const behind = (data?.length ?? 0) < (view?.lineCount ?? 0)
  const version = view?.version
  useEffect(() => {
    if (behind && !isFetching && !isError) void refetch()
  }, [behind, isFetching, isError, refetch, version])
  return data ?? none
}
