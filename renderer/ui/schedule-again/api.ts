import { useMutation } from '@tanstack/react-query'
import type { HeldKeyRow } from '../../../src/contract/held-keys'
import { request } from '../../api/client'

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
