import { useMutation } from '@tanstack/react-query'
import type { ExportKind, ExportView } from '../../src/contract/exports'
import type { LiveState } from '../../src/contract/live'
import { useProfile } from './app-info'
import { request } from './client'
import { useLive } from './live'
import { notifyError } from './notices'

const selectExports = (live: LiveState) => live.exports

/** Files of this kind, on their way or just written; the newest first. */
export function useExports(kind: ExportKind): readonly ExportView[] {
  return useLive(selectExports)
    .filter((view) => view.kind === kind)
    .toReversed()
}

export function useCancelExport() {
  const { id: profileId } = useProfile()
  return useMutation({
    mutationFn: (exportId: string) => request('exports.cancel', { profileId, exportId }),
    onError: (error) => notifyError('Not cancelled', error),
  })
}

export function useDismissExport() {
  const { id: profileId } = useProfile()
  return useMutation({
    mutationFn: (exportId: string) => request('exports.dismiss', { profileId, exportId }),
    onError: (error) => notifyError('Not dismissed', error),
  })
}

export function useRevealExport() {
  const { id: profileId } = useProfile()
  return useMutation({
    mutationFn: (exportId: string) => request('exports.reveal', { profileId, exportId }),
    onError: (error) => notifyError('Not shown', error),
  })
}
