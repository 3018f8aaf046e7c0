import { describe, expect, it } from 'vitest'
import type { BulkActView } from '../../src/contract/bulk'
import { bulkSentence, bulkShortfall, isBarren, shortfallCount } from '../../renderer/ui/bulk/bulk-words'

const act: BulkActView = {
  actId: 'a',
  kind: 'release-holds',
  state: 'failed',
  total: 5_000,
  ...{ reached: 1_200, changed: 988, failed: 12, unknown: 200, unreached: 3_800 },
  startedAt: 0,
}

describe('an act on many in words', () => {
  it('tells what was changed, what was not, and what perhaps was', () => {
    expect(bulkSentence(act)).toBe('Failed after 1,200 of 5,000: 988 keys released, 12 not, 200 perhaps.')
    expect(bulkSentence({ ...act, state: 'done', failed: 0, unknown: 0 })).toBe('Done: 988 keys released.')
  })

  it('counts all that is not known to be changed', () => {
    expect(bulkShortfall(act)).toBe('12 not changed, 200 unknown, 3,800 not reached')
    expect(bulkShortfall({ ...act, unknown: 0, unreached: 0 })).toBe('12 not changed')
    expect(shortfallCount(act)).toBe(4_012)
  })
})

const barren: BulkActView = {
  ...act,
  kind: 'schedule-again',
  state: 'done',
  ...{ total: 3, reached: 3, changed: 0, failed: 3, unknown: 0, unreached: 0 },
}

describe('an act on many that has ended', () => {
  it('does not call itself done where it changed nothing', () => {
    expect(isBarren(barren)).toBe(true)
    expect(bulkSentence(barren)).toBe('None of 3 jobs was scheduled again.')
  })

  it('is done where it changed some, or had nothing to change', () => {
    expect(bulkSentence({ ...barren, changed: 1, failed: 2 })).toBe('Done: 1 job scheduled again, 2 not.')
    expect(isBarren({ ...barren, reached: 0, failed: 0 })).toBe(false)
    expect(isBarren({ ...barren, state: 'working' })).toBe(false)
  })
})
