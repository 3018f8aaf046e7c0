import { describe, expect, it } from 'vitest'
import { canLookUp, forecastHold, keyStateInWords } from '../../renderer/features/schedule/forecast-model'

const lease = { worstCaseMs: 0, leaseMs: 30_000 }
const busy = { worstCaseMs: 760_000, leaseMs: 30_000 }
const day = 24 * 3_600_000

describe('the forecast of a hold', () => {
  it.each([
    ['is the backoff', 300_000, lease, 0, 300_000, 'Will be held 5m 0s (backoff).'],
    [
      'is the worst case where many are ahead',
      300_000,
      busy,
      380,
      760_000,
      'Will be held 5m 0s (backoff) or until it has run, whichever is longer; at first 12m 40s, because 380 jobs are ahead.',
    ],
    [
      'speaks of one job ahead',
      300_000,
      busy,
      1,
      760_000,
      'Will be held 5m 0s (backoff) or until it has run, whichever is longer; at first 12m 40s, because 1 job is ahead.',
    ],
    [
      'is the longest run where none is ahead',
      300_000,
      busy,
      0,
      760_000,
      'Will be held 5m 0s (backoff) or until it has run, whichever is longer; at first 12m 40s, as long as the longest recent run.',
    ],
    [
      'is the lease where all else is shorter',
      5_000,
      lease,
      3,
      30_000,
      'Will be held 5.0 s (backoff) or until it has run, whichever is longer; at first 30s, the shortest hold.',
    ],
    [
      'ends with the run where there is no backoff',
      0,
      lease,
      0,
      30_000,
      'Will be held until it has run; at first 30s, the shortest hold.',
    ],
    [
      'is 30 days at most',
      day,
      { worstCaseMs: 60 * day, leaseMs: 30_000 },
      9,
      30 * day,
      'Will be held 1d 0h (backoff) or until it has run, whichever is longer; at first 30d 0h, because 9 jobs are ahead.',
    ],
  ])('%s', (_what, backoffMs, life, ahead, holdMs, sentence) => {
    expect(forecastHold(backoffMs, life, { ahead, paused: false })).toEqual({ holdMs, sentence })
  })

  it('says that a paused queue holds on', () => {
    expect(forecastHold(300_000, lease, { ahead: 0, paused: true })?.sentence).toBe(
      'Will be held 5m 0s (backoff). The queue is paused: held on while it waits.',
    )
  })

  it.each([-1, 0.5, 30 * day + 1])('says nothing of a backoff of %d ms, which is refused', (backoffMs) => {
    expect(forecastHold(backoffMs, lease, { ahead: 0, paused: false })).toBeUndefined()
  })
})

describe('the state of a key before it is scheduled', () => {
  const owner = { kind: 'keyhold', instance: 'f00d', host: 'api-7', at: 0, here: false } as const
  const held = { state: 'held', remainingMs: 252_900, readAt: 1_000, owner } as const

  it.each([
    [{ state: 'free' } as const, undefined],
    [{ state: 'here', jobId: 12, job: 'waiting' } as const, 'This key waits here now (job 12).'],
    [{ state: 'here', jobId: 7, job: 'running' } as const, 'This key runs here now (job 7).'],
    [held, 'Held for another 4m 12s by api-7.'],
    [
      { state: 'held', readAt: 0, owner: { kind: 'unknown' } } as const,
      'Held without an expiry by an unknown owner.',
    ],
  ])('%j', (state, words) => {
    expect(keyStateInWords(state, 1_000)).toBe(words)
  })

  it('ticks, and ends with the hold', () => {
    expect(keyStateInWords(held, 11_000)).toBe('Held for another 4m 2s by api-7.')
    expect(keyStateInWords(held, 253_900)).toBeUndefined()
  })

  it('is not asked about keys that no schedule would take', () => {
    expect(canLookUp('')).toBe(false)
    expect(canLookUp('é'.repeat(512))).toBe(true)
    expect(canLookUp('é'.repeat(513))).toBe(false)
  })
})
