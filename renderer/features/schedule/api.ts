import { useMutation } from '@tanstack/react-query'
import { request } from '../../api/client'
import { notifyError } from '../../api/notices'
import type { ScheduleRequest } from './model'

export function useScheduleJob(profileId: string) {
  return useMutation({
    mutationFn: ({ key, backoffMs, argument }: ScheduleRequest) =>
      request('schedule.job', { profileId, key, backoffMs, argument }),
  })
}

/** Answers when the work has begun; how far it is, the live state tells. */
export function useScheduleRepeat(profileId: string) {
  return useMutation({
    mutationFn: (job: ScheduleRequest) => request('schedule.repeat', { profileId, ...job }),
  })
}

export function useCancelRepeat(profileId: string) {
  return useMutation({
    mutationFn: (repeatId: string) => request('schedule.cancel-repeat', { profileId, repeatId }),
    onError: (error) => notifyError('The repeat was not cancelled', error),
  })
}
