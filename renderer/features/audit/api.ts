import { infiniteQueryOptions, useMutation } from '@tanstack/react-query'
import type { AuditFilter } from '../../../src/contract/audit'
import type { ExportFormat } from '../../../src/contract/exports'
import { request } from '../../api/client'
import { notifyError } from '../../api/notices'

/** Acts that one request reads. */
const PAGE = 100
const FIRST: { readonly after?: number } = {}

/**
 * What is noted, newest first.
 * @param version grows with each act: what was read before is read anew
 */
export function auditQuery(profileId: string, filter: AuditFilter, version: number) {
  return infiniteQueryOptions({
    queryKey: ['audit', profileId, filter, version],
    queryFn: ({ pageParam }) => request('audit.page', { profileId, filter, limit: PAGE, ...pageParam }),
    initialPageParam: FIRST,
    getNextPageParam: ({ next }) => (next === null ? undefined : { after: next }),
    gcTime: 15_000,
    retry: false,
  })
}

export function useExportAudit(profileId: string, filter: AuditFilter) {
  return useMutation({
    mutationFn: (format: ExportFormat) => request('audit.export', { profileId, filter, format }),
    onError: (error) => notifyError('Not exported', error),
  })
}
