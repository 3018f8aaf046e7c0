import { describe, expect, it } from 'vitest'
import type { BumpNotice, BumpPreview } from '../../src/contract/bump'
import {
  asksForTarget,
  consequencesOf,
  linkObstacle,
  countInWords,
  heldKeysHref,
  ownersInWords,
  targetWarning,
} from '../../renderer/features/bump/model'
import {
  agoInWords,
  bumpInWords,
  heldAgainInWords,
  keysInWords,
  takenCount,
} from '../../renderer/features/bump/notice-model'

const preview: BumpPreview = {
  profileName: 'Test',
  namespace: 'orders',
  address: 'redis://127.0.0.1',
  from: '7',
  to: '8',
  state: 'done',
  scanned: 1_000_000,
  approximateTotal: 1_000_000,
  holds: 1_204,
  owners: { here: 1, keyhold: 3, 'go-io': 1_200, unknown: 0 },
  sample: [],
  staleHolds: 30,
  stale: [
    { generation: '6', holds: 20 },
    { generation: '5', holds: 4 },
  ],
  targetHolds: 0,
  waiting: 0,
  running: 0,
  instances: 2,
  hosts: ['api-7'],
}

const sentences = (changes: Partial<BumpPreview>) =>
  consequencesOf({ ...preview, ...changes }).map(({ count, words, more }) =>
    [count, words, more].filter((part) => part !== undefined).join(' | '),
  )

describe('what a bump does, in words', () => {
  it('names each with its number, and what it consists of', () => {
    expect(sentences({})).toEqual([
      '1,204 | holds of the current generation stop counting, on every instance | 1 by this app, 3 by other Keyhold instances, 1,200 by go-io, 0 unknown',
      '30 | stale holds remain until they expire: they take memory only | 20 of generation 6, 4 of generation 5, 6 of other generations',
      '0 | jobs wait or run here, so none goes on without protection',
      '2 | Keyhold instances are seen, this one included; go-io clients cannot be | others on api-7',
    ])
  })

  it('says "at least" until all is counted, and how far it is', () => {
    const counting = { ...preview, state: 'counting', scanned: 620_000 } as const
    expect(sentences(counting)[0]).toMatch(/^at least 1,204 \| holds/)
    expect(sentences(counting)[1]).toMatch(/^at least 30 \|/)
    expect(countInWords(counting)).toBe(
      'Counted 620,000 of about 1,000,000 keys. You need not wait for the rest.',
    )
    expect(countInWords(preview)).toBeUndefined()
  })

  it('warns of holds that the target has', () => {
    expect(targetWarning(preview)).toBeUndefined()
    expect(targetWarning({ ...preview, targetHolds: 1 })).toMatch(
      /^Generation 8 already has 1 hold: it counts/,
    )
  })

  it('asks for the target in production alone', () => {
    expect((['development', 'staging', 'production'] as const).filter(asksForTarget)).toEqual(['production'])
  })
})

describe('what happened after a bump, in words', () => {
  const at = new Date(2026, 2, 1, 14, 3, 22).getTime()
  const notice: BumpNotice = { noticeId: 1, from: '7', to: '8', at, by: 'here', state: 'counting' }
  const counted = {
    at,
    taken: { here: 22, keyhold: 0, 'go-io': 12, unknown: 0 },
    before: 0,
    heldAgain: 12,
    complete: true,
  }

  it('says who bumped and when', () => {
    expect(bumpInWords(notice)).toBe('Generation 7 → 8, bumped here at 14:03:22')
    expect(bumpInWords({ ...notice, by: 'elsewhere' })).toBe(
      'The generation went from 7 to 8 by someone else at 14:03:22',
    )
    expect(bumpInWords({ ...notice, by: 'in-doubt' })).toContain('by the bump that got no answer')
    const ages = [59_999, 120_000, 3_840_000].map(agoInWords)
    expect(ages).toEqual(['a moment ago', '2 minutes ago', '1h 4m ago'])
  })

  it('counts what was taken, and what is held again', () => {
    expect(keysInWords(takenCount(counted), counted)).toBe('34 keys')
    expect(keysInWords(34, { ...counted, complete: false })).toBe('at least 34 keys')
    expect(ownersInWords(counted.taken).map(({ words }) => words)).toEqual([
      '22 by this app',
      '12 by go-io clients',
    ])
    expect(heldAgainInWords(12)).toBe(
      'that were held before the bump are held again by go-io clients (new or carried over: Redis can’t tell).',
    )
  })

  it('leads to the page of just these keys', () => {
    expect(heldKeysHref('8', 'go-io')).toBe('#/held-keys?generation=8&owner=go-io')
    expect(heldKeysHref('stale')).toBe('#/held-keys?generation=stale')
  })
})

describe('linkObstacle', () => {
  it('is why Redis is away, and nothing while it answers', () => {
    const error = { code: 'not-connected', message: 'There is no connection to Redis.', remedy: 'Wait.' }
    expect(linkObstacle({ state: 'away', since: 0, error })).toBe(error)
    expect(linkObstacle({ state: 'connecting' })?.code).toBe('not-connected')
    expect(linkObstacle({ state: 'ready', address: '', serverVersion: '7' })).toBeUndefined()
  })
})
