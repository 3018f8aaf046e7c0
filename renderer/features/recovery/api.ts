import { useMutation } from '@tanstack/react-query'
import type { LeftSelection } from '../../../src/contract/channels/journal'
import type { LeftJobRow } from '../../../src/contract/journal'
import { request } from '../../api/client'
import type { ListSource } from '../../api/list-queries'
import { notifyError } from '../../api/notices'

/** Jobs of earlier runs that wait for a decision. */
export function leftSource(profileId: string): ListSource<LeftJobRow> {
  return {
    list: 'left-jobs',
    profileId,
    parameters: [],
    fetch: (range) => request('journal.left', { profileId, ...range }),
  }
}

/** What is decided of jobs that were left. */
export interface Decision {
  readonly verb: 'run' | 'drop'
  readonly of: LeftSelection
}

/** Begins what was decided; how far it is comes with the live state. */
export function useDecide(profileId: string) {
  return useMutation({
    mutationFn: ({ verb, of }: Decision) =>
      request(verb === 'run' ? 'journal.run-left' : 'journal.drop-left', { profileId, of }),
    onError: (error, { verb }) => notifyError(verb === 'run' ? 'Not run' : 'Not dropped', error),
  })
}

export function useDismissRecovery(profileId: string) {
  return useMutation({
    mutationFn: () => request('journal.dismiss', { profileId }),
    onError: (error) => notifyError('Not dismissed', error),
  })
}

export function useTryJournalAgain(profileId: string) {
  return useMutation({
    mutationFn: () => request('journal.try-again', { profileId }),
    onError: (error) => notifyError('Not changed', error),
  })
}

export function useGoWithoutJournal(profileId: string) {
  return useMutation({
    mutationFn: () => request('journal.go-without', { profileId }),
    onError: (error) => notifyError('Not changed', error),
  })
}
