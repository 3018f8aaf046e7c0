import { describe, expect, it } from 'vitest'
import { awayBadge, awayDetails, awaySentence, type AwayView } from '../../renderer/ui/away-words'

const NOW = new Date(2026, 0, 2, 10, 5, 0).getTime()
const away = (code: string, more: Partial<AwayView> = {}): AwayView => ({
  state: 'away',
  since: NOW - 65_000,
  error: { code, message: 'Nothing listens at the address of Redis.', remedy: 'Start it.' },
  ...more,
})

describe('what is said of a Redis that is away', () => {
  it('tells since when, how long, why, how old the data is, and the next attempt', () => {
    expect(awayBadge(away('not-connected'))).toBe('Redis away since 10:03:55')
    expect(awayDetails(away('not-connected', { answeredAt: NOW - 66_400 }), NOW)).toBe(
      'for 1m 5s, last data 1m 6s ago, next attempt within 2s. Nothing listens at the address of Redis.',
    )
    expect(awayDetails(away('not-connected'), NOW)).toContain('no data yet')
  })

  it.each([
    ['wrong-password', 'Redis refuses the password'],
    ['read-only', 'Redis is a read-only replica'],
    ['no-permission', 'Redis refuses this user'],
    ['not-answering', 'Redis is away'],
  ])('%s has words of its own where it is no outage', (code, words) => {
    expect(awaySentence(away(code))).toBe(words)
  })
})
