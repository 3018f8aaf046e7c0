import { queryOptions, useMutation } from '@tanstack/react-query'
import type { FinishedFilter } from '../../../src/contract/queue-filter'
import type { FinishedRow, ProblemRow, RefusedRow, WaitingRow } from '../../../src/contract/queue'
import { request } from '../../api/client'
import type { ListSource, Range } from '../../api/list-queries'
import { notify, notifyError } from '../../api/notices'
import { usePutAwayFirstSteps } from '../../api/preferences'
import { cancelInWords, type TimedWaitingRow } from './model'

export function waitingSource(profileId: string): ListSource<TimedWaitingRow> {
  return {
    list: 'waiting',
    profileId,
    parameters: [],
    // The expected wait grows while the job before it runs.
    agesInMs: 5_000,
    fetch: async (range) => {
      const { total, rows } = await request('queue.waiting', { profileId, ...range })
      const readAt = Date.now()
      return { total, rows: rows.map((row: WaitingRow) => ({ ...row, readAt })) }
    },
  }
}

/**
 * Waiting jobs that a search has found.
 * @param searchId empty until it has begun
 * @param readWhen rows that were read at another time are others
 */
export function matchesSource(
  profileId: string,
  searchId: string,
  readWhen: string,
): ListSource<TimedWaitingRow> {
  return {
    list: 'waiting-matches',
    profileId,
    parameters: [searchId, readWhen],
    agesInMs: 5_000,
    fetch: async (range) => {
      if (searchId === '') return { total: 0, rows: [] }
      const { total, rows } = await request('queue.matches', { profileId, searchId, ...range })
      const readAt = Date.now()
      return { total, rows: rows.map((row: WaitingRow) => ({ ...row, readAt })) }
    },
  }
}

/** @param filter undefined: all that are kept */
export function finishedSource(profileId: string, filter?: FinishedFilter): ListSource<FinishedRow> {
  return {
    list: 'finished',
    profileId,
    parameters: filter ? [JSON.stringify(filter)] : [],
    fetch: (range) => request('queue.finished', { profileId, ...range, ...(filter ? { filter } : {}) }),
  }
}

function slice<Row>(rows: readonly Row[], { offset, limit }: Range) {
  return { total: rows.length, rows: rows.slice(offset, offset + limit) }
}

export function refusedSource(profileId: string): ListSource<RefusedRow> {
  return {
    list: 'refused',
    profileId,
    parameters: [],
    fetch: async (range) => slice((await request('queue.refused', { profileId })).rows, range),
  }
}

export function problemsSource(profileId: string): ListSource<ProblemRow> {
  return {
    list: 'problems',
    profileId,
    parameters: [],
    fetch: async (range) => slice((await request('queue.problems', { profileId })).rows, range),
  }
}

/** The whole argument of a job; null once the job is forgotten. */
export function argumentQuery(profileId: string, jobId: number) {
  return queryOptions({
    queryKey: ['job-argument', profileId, jobId],
    queryFn: async () => (await request('queue.argument', { profileId, jobId })).argument,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30_000,
  })
}

export function usePause(profileId: string) {
  return useMutation({
    mutationFn: ({ act, reason }: { readonly act: 'pause' | 'resume'; readonly reason?: string }) =>
      act === 'pause'
        ? request('queue.pause', { profileId, reason })
        : request('queue.resume', { profileId }),
    onError: (error, { act }) => notifyError(act === 'pause' ? 'Not paused' : 'Not resumed', error),
  })
}

export function useCancelJob(profileId: string) {
  return useMutation({
    mutationFn: (jobId: number) => request('queue.cancel', { profileId, jobId }),
    onSuccess: ({ outcome }, jobId) => {
      const { title, text } = cancelInWords(outcome, jobId)
      notify(title, text)
    },
    onError: (error) => notifyError('Not cancelled', error),
  })
}

export function useScheduleSamples(profileId: string) {
  const putAwayFirstSteps = usePutAwayFirstSteps()
  return useMutation({
    mutationFn: () => request('schedule.samples', { profileId }),
    onSuccess: putAwayFirstSteps,
    onError: (error) => notifyError('No sample jobs were scheduled', error),
  })
}
