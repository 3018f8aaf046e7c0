import { useMutation, useQuery } from '@tanstack/react-query'
import type { HeldKeyRow, HeldKeysFilter, HeldKeysSort } from '../../../src/contract/held-keys'
import { request } from '../../api/client'
import type { ListSource } from '../../api/list-queries'
import { notifyError } from '../../api/notices'
import { expiryShown } from './model'

/**
 * Starts a scan for this filter. The key holds a count, so that "Scan again" is a scan of its own.
 */
export function useScan(profileId: string, filter: HeldKeysFilter, round: number, enabled: boolean) {
  return useQuery({
    queryKey: ['held-keys-scan', profileId, filter, round],
    queryFn: () => request('held-keys.scan', { profileId, filter }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    enabled,
  })
}

export function useStopScan(profileId: string) {
  return useMutation({
    mutationFn: (scanId: string) => request('held-keys.stop-scan', { profileId, scanId }),
    onError: (error) => notifyError('The scan was not stopped', error),
  })
}

export function heldKeysSource(
  profileId: string,
  scanId: string,
  sort: HeldKeysSort,
): ListSource<HeldKeyRow> {
  return {
    list: 'held-keys',
    profileId,
    parameters: [scanId, sort.by, String(sort.descending)],
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
}

/** Deletes the hold that was shown, and no other: main compares before it deletes. */
export function useRelease(profileId: string) {
  return useMutation({
    mutationFn: ({ row, job }: ReleaseRequest) =>
      request('held-keys.release', {
        profileId,
        nameBytes: row.nameBytes,
        valueBytes: row.valueBytes ?? '',
        expiresAt: expiryShown(row),
        job,
      }),
  })
}
