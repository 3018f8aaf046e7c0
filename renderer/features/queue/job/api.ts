import { queryOptions, useMutation, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { HeldKeyRow } from '../../../../src/contract/held-keys'
import { request } from '../../../api/client'
import { notify, notifyError } from '../../../api/notices'
import { mergeLines, noLines, runNextInWords, type KnownLines } from './model'

/** How often a hold is read again while it is looked at: between two readings its remaining time ticks here. */
const holdAgesInMs = 2_000

/**
 * What Redis holds under the key of a job.
 *
 * @param state where the job is in its life: a job that has ended has settled its hold
 */
export function holdQuery(profileId: string, jobId: number, state: string) {
  return queryOptions({
    queryKey: ['job-hold', profileId, jobId, state],
    queryFn: () => request('queue.hold', { profileId, jobId }),
    refetchInterval: holdAgesInMs,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
}

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

export interface JobAgain {
  readonly key: string
  readonly backoffMs: number
  readonly argument: string
}

export function useScheduleAgain(profileId: string) {
  return useMutation({
    mutationFn: (job: JobAgain) => request('schedule.job', { profileId, ...job }),
  })
}

/** Releases the hold that a job which has ended left behind, if it is still that one, and schedules its key. */
export function useReleaseAndSchedule(profileId: string) {
  return useMutation({
    mutationFn: async ({ hold, job }: { readonly hold: HeldKeyRow; readonly job: JobAgain }) => {
      const released = await request('held-keys.release', {
        profileId,
        nameBytes: hold.nameBytes,
        valueBytes: hold.valueBytes ?? '',
        // The value of a job's own hold has a token: nothing else needs to be compared.
        expiresAt: null,
        job: 'ask',
      })
      // Gone is as good; where another took the key meanwhile, the schedule says who.
      return { released: released.outcome, outcome: await request('schedule.job', { profileId, ...job }) }
    },
  })
}
