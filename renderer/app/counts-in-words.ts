import type { LiveState } from '../../src/contract/live'
import { countOf, formatCount } from '../ui/format'

/** The counts that an operator listens for: `12 jobs wait, 1 runs, 3 failed`. */
export function countsInWords({ waiting, running, failed }: LiveState['counters']): string {
  const waits =
    waiting === 0 ? 'no job waits' : `${countOf(waiting, 'job')} ${waiting === 1 ? 'waits' : 'wait'}`
  const parts = [
    waits,
    ...(running > 0 ? [`${formatCount(running)} ${running === 1 ? 'runs' : 'run'}`] : []),
    ...(failed > 0 ? [`${formatCount(failed)} failed`] : []),
  ]
  return parts.join(', ')
}
