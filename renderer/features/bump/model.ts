import type { BumpPreview } from '../../../src/contract/held-keys'
import { countOf } from '../../ui/format'

/** What the bump does to the holds. */
export function holdsInWords({ holds, complete }: BumpPreview): string {
  const count = complete ? countOf(holds, 'hold') : `at least ${countOf(holds, 'hold')}`
  return `${count} of the current generation ${holds === 1 && complete ? 'stops' : 'stop'} counting`
}

/** What it does to the jobs of this app. */
export function jobsInWords({ waiting, running }: Pick<BumpPreview, 'waiting' | 'running'>): string {
  const parts = [
    ...(waiting > 0 ? [`${countOf(waiting, 'job')} that ${waiting === 1 ? 'waits' : 'wait'}`] : []),
    ...(running > 0 ? [`${countOf(running, 'job')} that ${running === 1 ? 'runs' : 'run'}`] : []),
  ]
  if (parts.length === 0) return 'No job waits or runs here'
  return `${parts.join(' and ')} here ${waiting + running === 1 ? 'goes' : 'go'} on without protection`
}

/** Where it is felt. */
export function instancesInWords({ instances }: BumpPreview): string {
  const seen =
    instances === 1 ? 'this app alone is seen' : `${countOf(instances, 'Keyhold instance')} are seen`
  return `It counts for every instance: ${seen}, go-io clients cannot be`
}
