import { queryOptions, useMutation, useQuery } from '@tanstack/react-query'
import type { HeldKeyRow, HeldKeysFilter, HeldKeysSort } from '../../../src/contract/held-keys'
import type { ExtensionRequest, HoldTargets, JobsHereChoice } from '../../../src/contract/held-keys-acts'
import { request } from '../../api/client'
import type { ListSource } from '../../api/list-queries'
import { notifyError } from '../../api/notices'

/**
 * Starts a scan for this filter. The key holds a count, so that "Scan again" is a scan of its own.
 */
export function useScan(profileId: string, filter: HeldKeysFilter, round: number, enabled: boolean) {
  return useQuery({
    queryKey: ['held-keys-scan', profileId, filter, round],
    queryFn: () => request('held-keys.scan', { profileId, filter }),
    // A scan that was shown before says nothing of now: it begins anew, also when Redis is back.
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    enabled,
  })
}

export function useStopScan(profileId: string) {
  return useMutation({
    mutationFn: (scanId: string) => request('held-keys.stop-scan', { profileId, scanId }),
    onError: (error) => notifyError('The scan was not stopped', error),
  })
}

interface ScanRows {
  readonly scanId: string
  readonly sort: HeldKeysSort
  /** Rows are read anew when it changes. */
  readonly readWhen: string
}

export function heldKeysSource(
  profileId: string,
  { scanId, sort, readWhen }: ScanRows,
): ListSource<HeldKeyRow> {
  return {
    list: 'held-keys',
    profileId,
    parameters: [scanId, sort.by, String(sort.descending), readWhen],
    fetch: async (range) =>
      scanId === ''
        ? { total: 0, rows: [] }
        : request('held-keys.rows', { profileId, scanId, sort, ...range }),
  }
}

export function useLookUp(profileId: string) {
  return useMutation({ mutationFn: (key: string) => request('held-keys.look-up', { profileId, key }) })
}

export interface ReleaseRequest {
  readonly row: HeldKeyRow
  readonly job: 'ask' | 'cancel' | 'leave'
  readonly reason: string
}

/** Deletes the hold that was shown, and no other: main compares before it deletes. */
export function useRelease(profileId: string) {
  return useMutation({
    mutationFn: ({ row, job, reason }: ReleaseRequest) =>
      request('held-keys.release', {
        profileId,
        nameBytes: row.nameBytes,
        valueBytes: row.valueBytes ?? '',
        expiresAt: row.expiresAt ?? null,
        job,
        reason,
      }),
  })
}

/** Ms between two readings of the hold that is shown closely. */
const REREAD = 3_000

/** One hold as it is now, read again every few seconds; null: it is gone. */
export function holdQuery(profileId: string, nameBytes: string) {
  return queryOptions({
    queryKey: ['held-key', profileId, nameBytes],
    queryFn: async () => (await request('held-keys.read', { profileId, nameBytes })).row,
    refetchInterval: REREAD,
    gcTime: 0,
  })
}

/** What an act on many would reach. The key holds the number of the question: each reads anew. */
export function previewQuery(profileId: string, question: number, targets: HoldTargets) {
  return queryOptions({
    queryKey: ['held-keys-preview', profileId, question],
    queryFn: () => request('held-keys.preview', { profileId, targets }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  })
}

export function staleQuery(profileId: string, question: number) {
  return queryOptions({
    queryKey: ['held-keys-stale', profileId, question],
    queryFn: () => request('held-keys.stale', { profileId }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  })
}

export interface ManyRequest {
  readonly previewId: string
  readonly typed: string
  readonly reason: string
  readonly act:
    | { readonly kind: 'release'; readonly jobsHere: JobsHereChoice }
    | { readonly kind: 'extend'; readonly extension: ExtensionRequest }
}

/** Begins an act on many; the live state tells how far it is. */
export function useChangeMany(profileId: string) {
  return useMutation({
    mutationFn: ({ act, ...of }: ManyRequest) =>
      act.kind === 'release'
        ? request('held-keys.release-many', { profileId, ...of, jobsHere: act.jobsHere })
        : request('held-keys.extend', { profileId, ...of, extension: act.extension }),
  })
}

export function usePurge(profileId: string) {
  return useMutation({
    mutationFn: (purge: { readonly previewId: string; readonly typed: string; readonly reason: string }) =>
      request('held-keys.purge', { profileId, ...purge }),
  })
}
