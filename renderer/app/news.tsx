import { useEffect, useRef } from 'react'
import type { LiveState } from '../../src/contract/live'
import { useAppInfo } from '../api/app-info'
import { ApiError } from '../api/client'
import { useLive } from '../api/live'
import { notify, notifyError } from '../api/notices'

const selectGeneration = (live: LiveState) => live.generation

/** Says what happened elsewhere: a bump, here or by another instance, and what the start could not do. */
export function useNews(): void {
  const { startProblems } = useAppInfo()
  const generation = useLive(selectGeneration)
  const known = useRef(generation)

  useEffect(() => {
    const before = known.current
    known.current = generation ?? before
    if (before === undefined || generation === undefined || before === generation) return
    notify(`Generation ${generation}`, `It was ${before}. The holds of that one no longer count.`)
  }, [generation])

  useEffect(() => {
    for (const problem of startProblems) {
      if (problem.code !== noRedisCode) notifyError('At the start', new ApiError(problem))
    }
  }, [startProblems])
}

/** The problem that has a screen of its own. */
export const noRedisCode = 'no-redis-server'
