import type { BumpPreview } from '../../../src/contract/held-keys'
import { countOf, formatCount } from '../../ui/format'

/** One thing that the bump does: how many of what. */
export interface Consequence {
  readonly count: string
  readonly words: string
}

/** All that the bump does, each with its number. */
export function consequencesOf(preview: BumpPreview): readonly Consequence[] {
  return [holdsOf(preview), jobsOf(preview), instancesOf(preview)]
}

function holdsOf({ holds, complete }: BumpPreview): Consequence {
  const one = holds === 1 && complete
  return {
    count: complete ? formatCount(holds) : `at least ${formatCount(holds)}`,
    words: `${one ? 'hold' : 'holds'} of the current generation ${one ? 'stops' : 'stop'} counting, on every instance`,
  }
}

function jobsOf({ waiting, running }: BumpPreview): Consequence {
  const jobs = waiting + running
  const apart =
    waiting > 0 && running > 0 ? `: ${formatCount(waiting)} waiting, ${formatCount(running)} running` : ''
  if (jobs === 0) return { count: '0', words: 'jobs wait or run here, so none goes on without protection' }
  return {
    count: formatCount(jobs),
    words: `${jobs === 1 ? 'job that waits or runs here goes' : 'jobs that wait or run here go'} on without protection${apart}`,
  }
}

function instancesOf({ instances }: BumpPreview): Consequence {
  return {
    count: formatCount(instances),
    words: `${instances === 1 ? 'Keyhold instance is' : 'Keyhold instances are'} seen, this one included; go-io clients cannot be`,
  }
}

/** The warning where the target generation is not empty; undefined where it is. */
export function targetWarning({ to, targetHolds }: BumpPreview): string | undefined {
  if (targetHolds === 0) return undefined
  const them = targetHolds === 1 ? 'it counts' : 'they count'
  const keys = targetHolds === 1 ? 'its key stays' : 'their keys stay'
  return `Generation ${to} already has ${countOf(targetHolds, 'hold')}: ${them} again after the bump, and ${keys} unschedulable until the expiry.`
}
