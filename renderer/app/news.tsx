import { useEffect } from 'react'
import { useAppInfo } from '../api/app-info'
import { ApiError } from '../api/client'
import { notifyError } from '../api/notices'

/** Says what the start could not do. */
export function useNews(): void {
  const { startProblems } = useAppInfo()
  useEffect(() => {
    for (const problem of startProblems) {
      if (problem.code !== noRedisCode) notifyError('At the start', new ApiError(problem))
    }
  }, [startProblems])
}

/** The problem that has a screen of its own. */
export const noRedisCode = 'no-redis-server'
