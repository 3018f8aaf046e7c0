import type { HeldKeysFilter, OwnerFilter, RemainingFilter } from '../../contract/held-keys'
import type { HoldDepth, HoldExpiry, HoldsScanOptions, InspectedHold } from '../../dedup/key-inspector'

/** What only this app knows of a hold. */
export interface FilterContext {
  /** This app's own processor. */
  readonly instance: string
  readonly isQueuedHere: (hold: InspectedHold) => boolean
  readonly looksOrphaned: (hold: InspectedHold) => boolean
  /** Wall clock; ms since the epoch. */
  readonly now: () => number
}

export interface CompiledFilter {
  /** What the names tell: all of it is done before a hold is read. */
  readonly names: Pick<HoldsScanOptions, 'match' | 'text' | 'generation'>
  /** How much of a hold must be read to be counted. */
  readonly needs: HoldDepth
  /** What the expiries tell. */
  readonly lastsAsAsked: (expiry: HoldExpiry) => boolean
  /** What the values, the expiries and this app tell. */
  readonly isMatch: (hold: InspectedHold) => boolean
}

/** @returns the filter, cut in what names tell and what must be read */
export function compileFilter(filter: HeldKeysFilter, context: FilterContext): CompiledFilter {
  const { text, generation, owner, remaining, queuedHere, orphaned } = filter
  const needsValue = owner.kind !== 'all' || queuedHere || orphaned
  const lastsAsAsked = (expiry: HoldExpiry): boolean => hasRemaining(expiry, remaining, context.now())
  return {
    names: {
      ...(text === '' ? {} : /[*?[]/.test(text) ? { match: text } : { text }),
      ...(generation === 'all' ? {} : { generation }),
    },
    needs: needsValue ? 'value' : remaining.kind === 'all' ? 'name' : 'expiry',
    lastsAsAsked,
    isMatch: (hold) =>
      lastsAsAsked(hold) &&
      (!needsValue ||
        (isOwnedAs(hold, owner, context.instance) &&
          (!queuedHere || context.isQueuedHere(hold)) &&
          (!orphaned || context.looksOrphaned(hold)))),
  }
}

function isOwnedAs({ owner }: InspectedHold, wanted: OwnerFilter, here: string): boolean {
  switch (wanted.kind) {
    case 'all':
      return true
    case 'here':
      return owner.kind === 'keyhold' && owner.instance === here
    case 'named':
      return (
        owner.kind === 'keyhold' && (owner.host === wanted.name || owner.instance.startsWith(wanted.name))
      )
    default:
      return owner.kind === wanted.kind
  }
}

function hasRemaining({ remainingMs, readAt }: HoldExpiry, wanted: RemainingFilter, now: number): boolean {
  switch (wanted.kind) {
    case 'all':
      return true
    case 'no-expiry':
      return remainingMs === undefined
    case 'less':
      return remainingMs !== undefined && remainingMs - (now - readAt) < wanted.ms
    case 'more':
      return remainingMs === undefined || remainingMs - (now - readAt) > wanted.ms
  }
}
