import type { HoldsPreview, StalePreview } from '../../../src/contract/held-keys-acts'
import type { ScanView } from '../../../src/contract/held-keys'
import { countOf, formatCount } from '../../ui/format'
import { isEverything, type FilterForm } from './filter-model'
import type { Consequence } from './where'

export type ManyKind = 'release' | 'extend'

/**
 * What an act on many would reach and leave, line by line.
 * @param reached holds that it is for, after what was chosen of those of jobs here
 */
export function consequencesOf(
  preview: HoldsPreview,
  kind: ManyKind,
  reached: number,
): readonly Consequence[] {
  const { count, current, queuedHere, othersLive, orphaned, gone, changed } = preview
  const stale = count - current
  const done = kind === 'release' ? 'would be deleted' : 'would be kept for longer'
  /** How many, and what is said of one and of many. */
  const lines: readonly (readonly [number, string, string])[] = [
    [reached, `hold ${done}`, `holds ${done}`],
    [
      othersLive,
      'is a live hold of another: its job may wait or run elsewhere',
      'are live holds of others: their jobs may wait or run elsewhere',
    ],
    [
      queuedHere,
      'belongs to a job that waits or runs in this app',
      'belong to jobs that wait or run in this app',
    ],
    [orphaned, 'looks orphaned', 'look orphaned'],
    [stale, 'is of another generation and no longer counts', 'are of another generation and no longer count'],
    [
      changed,
      'is no longer as it was shown: left as it is',
      'are no longer as they were shown: left as they are',
    ],
    [gone, 'is gone already', 'are gone already'],
  ]
  return lines
    .filter(([of], index) => index === 0 || of > 0)
    .map(([of, one, many]) => ({ count: formatCount(of), words: of === 1 ? one : many }))
}

/** What the release of all rows is called: without a filter it is for everything, and says so. */
export function releaseAllLabel(scan: ScanView | undefined, filtered: boolean): string {
  const rows = scan?.rows ?? 0
  if (rows === 0) return filtered ? 'Release all matching' : 'Release all'
  if (rows < (scan?.matches ?? 0))
    return `Release the first ${formatCount(rows)}${filtered ? ' matching' : ''}`
  return filtered ? `Release all matching (${formatCount(rows)})` : `Release all ${formatCount(rows)}`
}

/** Whether a scan that is over has looked for stale holds and found none. */
export function foundNoneStale(scan: ScanView | undefined, filter: FilterForm): boolean {
  const looked =
    isEverything({ ...filter, generation: 'all' }) && ['all', 'stale'].includes(filter.generation)
  return looked && scan?.state === 'done' && scan.matches === 0
}

/** Whether what was typed confirms. */
export function isTyped(typed: string, count: number, profileName: string): boolean {
  const text = typed.trim()
  return text === profileName || text.replaceAll(',', '') === String(count)
}

export function actLabel(kind: ManyKind, count: number): string {
  return kind === 'release' ? `Release ${countOf(count, 'key')}` : `Extend ${countOf(count, 'hold')}`
}

export function staleConsequences({
  generations,
  furtherGenerations,
  holds,
  complete,
}: StalePreview): readonly Consequence[] {
  const listed = generations.reduce((sum, { holds: of }) => sum + of, 0)
  const atLeast = complete ? '' : '≥ '
  const lines = generations.map(({ generation, holds: of }) => ({
    count: `${atLeast}${formatCount(of)}`,
    words: `of generation ${generation}`,
  }))
  if (furtherGenerations === 0) return lines
  const further = countOf(furtherGenerations, 'further generation')
  return [...lines, { count: `${atLeast}${formatCount(holds - listed)}`, words: `of ${further}` }]
}
