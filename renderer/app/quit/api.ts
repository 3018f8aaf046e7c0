import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { QuitAnswer } from '../../../src/contract/quit'
import { request } from '../../api/client'
import { notifyError } from '../../api/notices'

/** Tells the app that the question is on the screen: else the system's own dialog asks it. */
export function useTellShown(isAsked: boolean): void {
  useEffect(() => {
    if (isAsked) request('app.quit-shown', null).catch(() => undefined)
  }, [isAsked])
}

export function answerQuit(answer: QuitAnswer): void {
  request('app.answer-quit', { answer }).catch((error: unknown) => notifyError('Keyhold did not quit', error))
}

/**
 * Ms until the last waiting job is likely to start; undefined where that is not known.
 * @param waiting undefined: nothing is asked
 */
export function useLastWait(profileId: string, waiting: number | undefined): number | undefined {
  const { data } = useQuery({
    queryKey: ['quit-last-wait', profileId],
    queryFn: () => request('queue.waiting', { profileId, offset: Math.max(0, (waiting ?? 0) - 1), limit: 1 }),
    enabled: waiting !== undefined,
    refetchInterval: 1_000,
    gcTime: 0,
  })
  return waiting === undefined ? undefined : data?.rows[0]?.expectedWaitMs
}
