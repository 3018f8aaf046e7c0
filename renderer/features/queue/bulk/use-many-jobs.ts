import { useMutation } from '@tanstack/react-query'
import type { CountedMatches, WaitingFilter } from '../../../../src/contract/queue-filter'
import { useProfile } from '../../../api/app-info'
import { request } from '../../../api/client'
import { notifyError } from '../../../api/notices'

/** An act on many jobs; how far it is comes with the live state. */
export type ManyJobsAct =
  | { readonly kind: 'cancel'; readonly jobIds: readonly number[] }
  | { readonly kind: 'cancel-matching'; readonly filter: WaitingFilter; readonly counted: CountedMatches }
  | { readonly kind: 'schedule-again'; readonly sequences: readonly number[] }

/** Begins an act on many jobs. */
export function useManyJobs() {
  const { id: profileId } = useProfile()
  return useMutation({
    mutationFn: ({ act, reason }: { readonly act: ManyJobsAct; readonly reason: string }) => {
      switch (act.kind) {
        case 'cancel':
          return request('queue.cancel-jobs', { profileId, jobIds: [...act.jobIds], reason })
        case 'cancel-matching':
          return request('queue.cancel-matching', {
            profileId,
            filter: act.filter,
            counted: act.counted,
            reason,
          })
        case 'schedule-again':
          return request('queue.schedule-again', { profileId, sequences: [...act.sequences] })
      }
    },
    onError: (error, { act }) =>
      notifyError(act.kind === 'schedule-again' ? 'Not scheduled again' : 'Not cancelled', error),
  })
}
