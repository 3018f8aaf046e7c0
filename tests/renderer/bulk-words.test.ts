import { describe, expect, it } from 'vitest'
import type { BulkActView } from '../../src/contract/bulk'
import { bulkSentence, bulkShortfall, shortfallCount } from '../../renderer/ui/bulk/bulk-words'

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
