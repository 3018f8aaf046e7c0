import { useMutation } from '@tanstack/react-query'
import type { ExportFormat } from '../../../src/contract/exports'
import { request } from '../../api/client'
import { notify, notifyError } from '../../api/notices'
import { usePutAwayFirstSteps } from '../../api/preferences'
import type { ScheduleRequest } from './model'

export function useScheduleJob(profileId: string) {
  const putAwayFirstSteps = usePutAwayFirstSteps()
  return useMutation({
    mutationFn: ({ key, backoffMs, argument }: ScheduleRequest) =>
      request('schedule.job', { profileId, key, backoffMs, argument }),
    onSuccess: ({ outcome }) => {
      if (outcome === 'scheduled') putAwayFirstSteps()
    },
  })
}

/** Answers when the work has begun; how far it is, the live state tells. */
export function useScheduleRepeat(profileId: string) {
  const putAwayFirstSteps = usePutAwayFirstSteps()
  return useMutation({
    mutationFn: (job: ScheduleRequest) => request('schedule.repeat', { profileId, ...job }),
    onSuccess: putAwayFirstSteps,
  })
}

export function useCancelRepeat(profileId: string) {
  return useMutation({
    mutationFn: (repeatId: string) => request('schedule.cancel-repeat', { profileId, repeatId }),
    onError: (error) => notifyError('It was not cancelled', error),
  })
}

export function usePauseRepeat(profileId: string) {
  return useMutation({
    mutationFn: (repeatId: string) => request('repeat.pause', { profileId, repeatId }),
    onError: (error) => notifyError('It was not paused', error),
  })
}

export function useResumeRepeat(profileId: string) {
  return useMutation({
    mutationFn: (repeatId: string) => request('repeat.resume', { profileId, repeatId }),
    onError: (error) => notifyError('It was not resumed', error),
  })
}

/** Asks for a file and writes into it what became of each job. */
export function useExportRepeat(profileId: string) {
  return useMutation({
    mutationFn: (what: { readonly repeatId: string; readonly format: ExportFormat }) =>
      request('repeat.export', { profileId, ...what }),
    onSuccess: ({ path }) => path !== null && notify('Outcomes saved', path),
    onError: (error) => notifyError('The outcomes were not saved', error),
  })
}
