import { describe, expect, it } from 'vitest'
import type { BulkActView } from '../../src/contract/bulk'
import { bulkSentence, isBarren } from '../../renderer/ui/bulk/bulk-words'

const act: BulkActView = {
  actId: 'a',
  kind: 'schedule-again',
  state: 'done',
  total: 3,
  reached: 3,
  changed: 0,
  failed: 3,
  startedAt: 0,
}

describe('an act on many that has ended', () => {
  it('does not call itself done where it changed nothing', () => {
    expect(isBarren(act)).toBe(true)
    expect(bulkSentence(act)).toBe('None of 3 jobs was scheduled again.')
  })

  it('is done where it changed some, or had nothing to change', () => {
    expect(bulkSentence({ ...act, changed: 1, failed: 2 })).toBe('Done: 1 job scheduled again, 2 not.')
    expect(isBarren({ ...act, reached: 0, failed: 0 })).toBe(false)
    expect(isBarren({ ...act, state: 'working' })).toBe(false)
  })
})
