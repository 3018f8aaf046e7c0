import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { request } from '../../../api/client'
import { notify, notifyError } from '../../../api/notices'
import { mergeLines, noLines, runNextInWords, type KnownLines } from './model'

/**
 * What a job has written so far: fetched from where the last fetch ended.
 *
 * @param mark changes whenever there may be more
 */
export function useJobLines(profileId: string, jobId: number, mark: string): KnownLines | undefined {
  const { data, refetch } = useQuery<KnownLines>({
    queryKey: ['job-lines', profileId, jobId],
    queryFn: async ({ client, queryKey }) => {
      const known = client.getQueryData<KnownLines>(queryKey) ?? noLines
      const offset = known.leftOut + known.lines.length
      return mergeLines(known, await request('queue.lines', { profileId, jobId, offset }))
    },
    enabled: false,
    gcTime: 0,
    structuralSharing: false,
  })
  useEffect(() => {
    // One that is under way was asked before there were more.
    void refetch({ cancelRefetch: true })
  }, [refetch, mark])
  return data
}

export function useRunNext(profileId: string) {
  return useMutation({
    mutationFn: (jobId: number) => request('queue.run-next', { profileId, jobId }),
    onSuccess: ({ outcome }, jobId) => {
      const { title, text } = runNextInWords(outcome, jobId)
      notify(title, text)
    },
    onError: (error) => notifyError('Not moved', error),
  })
}
