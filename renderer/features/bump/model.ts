import type { BumpPreview, OwnerCounts } from '../../../src/contract/bump'
import type { ErrorEnvelope } from '../../../src/contract/errors'
import type { ConnectionView } from '../../../src/contract/live'
import type { Environment } from '../../../src/contract/profile'
import { countOf, formatCount } from '../../ui/format'

/** One thing that the bump does: how many of what. */
export interface Consequence {
  readonly name: 'holds' | 'stale' | 'jobs' | 'instances'
  readonly count: string
  readonly words: string
  /** What it consists of. */
  readonly more?: string
}

/** All that the bump does, each with its number. */
export function consequencesOf(preview: BumpPreview): readonly Consequence[] {
  return [holdsOf(preview), staleOf(preview), jobsOf(preview), instancesOf(preview)]
}

/** `1,204`, or `at least 1,204` where not all is counted. */
function atLeast(count: number, { state }: BumpPreview): string {
  return state === 'done' ? formatCount(count) : `at least ${formatCount(count)}`
}

function holdsOf(preview: BumpPreview): Consequence {
  const { holds, state, owners } = preview
  const one = holds === 1 && state === 'done'
  return {
    name: 'holds',
    count: atLeast(holds, preview),
    words: `${one ? 'hold' : 'holds'} of the current generation ${one ? 'stops' : 'stop'} counting, on every instance`,
    // All four, always: their line keeps its place while they grow.
    more: [
      `${formatCount(owners.here)} by this app`,
      `${formatCount(owners.keyhold)} by other Keyhold instances`,
      `${formatCount(owners['go-io'])} by go-io`,
      `${formatCount(owners.unknown)} unknown`,
    ].join(', '),
  }
}

function staleOf(preview: BumpPreview): Consequence {
  const { staleHolds, state, stale } = preview
  const one = staleHolds === 1 && state === 'done'
  const shown = stale.map(({ generation, holds }) => `${formatCount(holds)} of generation ${generation}`)
  const further = staleHolds - stale.reduce((sum, { holds }) => sum + holds, 0)
  return {
    name: 'stale',
    count: atLeast(staleHolds, preview),
    words: `stale ${one ? 'hold remains until it expires: it takes' : 'holds remain until they expire: they take'} memory only`,
    ...(staleHolds === 0
      ? {}
      : {
          more: [...shown, ...(further > 0 ? [`${formatCount(further)} of other generations`] : [])].join(
            ', ',
          ),
        }),
  }
}

function jobsOf({ waiting, running }: BumpPreview): Consequence {
  const jobs = waiting + running
  const apart =
    waiting > 0 && running > 0 ? `: ${formatCount(waiting)} waiting, ${formatCount(running)} running` : ''
  if (jobs === 0)
    return { name: 'jobs', count: '0', words: 'jobs wait or run here, so none goes on without protection' }
  return {
    name: 'jobs',
    count: formatCount(jobs),
    words: `${jobs === 1 ? 'job that waits or runs here goes' : 'jobs that wait or run here go'} on without protection${apart}`,
  }
}

function instancesOf({ instances, hosts }: BumpPreview): Consequence {
  if (instances === undefined)
    return { name: 'instances', count: '…', words: 'Keyhold instances: they are looked for' }
  return {
    name: 'instances',
    count: formatCount(instances),
    words: `${instances === 1 ? 'Keyhold instance is' : 'Keyhold instances are'} seen, this one included; go-io clients cannot be`,
    ...(hosts.length === 0 ? {} : { more: `others on ${hosts.join(', ')}` }),
  }
}

/** How far the count is; undefined once all is counted. */
export function countInWords(preview: BumpPreview): string | undefined {
  const { state, scanned, approximateTotal } = preview
  const far = `${formatCount(scanned)} of about ${countOf(approximateTotal, 'key')}`
  switch (state) {
    case 'counting':
      return approximateTotal === 0
        ? 'Counting … You need not wait for it.'
        : `Counted ${far}. You need not wait for the rest.`
    case 'stopped':
      return `Counted ${far}: there may be more of each.`
    case 'failed':
    case 'done':
      return undefined
  }
}

/** The warning where the target generation is not empty; undefined where it is. */
export function targetWarning({ to, targetHolds }: BumpPreview): string | undefined {
  if (targetHolds === 0) return undefined
  const them = targetHolds === 1 ? 'it counts' : 'they count'
  const keys = targetHolds === 1 ? 'its key stays' : 'their keys stay'
  return `Generation ${to} already has ${countOf(targetHolds, 'hold')}: ${them} again after the bump, and ${keys} unschedulable until the expiry.`
}

/** Why nothing can be bumped while Redis does not answer; undefined while it does. */
export function linkObstacle(connection: ConnectionView): ErrorEnvelope | undefined {
  switch (connection.state) {
    case 'ready':
      return undefined
    case 'away':
      return connection.error
    case 'connecting':
      return {
        code: 'not-connected',
        message: 'Keyhold is connecting to Redis.',
        remedy: 'Wait until the header says that Redis is ready.',
      }
  }
}

/** Whether the target generation has to be typed before the bump. */
export function asksForTarget(environment: Environment): boolean {
  return environment === 'production'
}

export type Owner = keyof OwnerCounts

const ownerWords: readonly (readonly [Owner, string, string])[] = [
  ['here', 'this app', 'this app'],
  ['keyhold', 'another Keyhold instance', 'other Keyhold instances'],
  ['go-io', 'go-io clients', 'go-io clients'],
  ['unknown', 'an unknown owner', 'unknown owners'],
]

/** `22 by this app`, `12 by go-io clients`; nothing of those that hold none. */
export function ownersInWords(
  counts: OwnerCounts,
): readonly { readonly owner: Owner; readonly words: string }[] {
  return ownerWords.flatMap(([owner, one, many]) =>
    counts[owner] === 0
      ? []
      : [{ owner, words: `${formatCount(counts[owner])} by ${counts[owner] === 1 ? one : many}` }],
  )
}

/** The address of the Held keys page, filtered. @param generation `current`, `stale`, or a number */
export function heldKeysHref(generation: string, owner?: Owner): string {
  const parameters = new URLSearchParams({ generation, ...(owner === undefined ? {} : { owner }) })
  return `#/held-keys?${parameters.toString()}`
}
