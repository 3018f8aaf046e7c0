import { describe, expect, it } from 'vitest'
import type { RepeatView } from '../../src/contract/queue'
import { emptyDraft } from '../../renderer/features/schedule/model'
import { repeatHint, repeatInWords, withValues } from '../../renderer/features/schedule/repeat-words'

describe('repeatHint', () => {
  it('shows the first and the last key', () => {
    expect(repeatHint({ ...emptyDraft, key: 'a:{n}:{n}', repeat: '30' })).toBe('a:1:1 … a:30:30')
  })

  it('warns where all keys would be one', () => {
    expect(repeatHint({ ...emptyDraft, key: 'a', repeat: '30' })).toContain('same key')
    expect(repeatHint({ ...emptyDraft, key: 'a:{{n}}', repeat: '30' })).toContain('same key')
  })

  it('knows that a {uuid} makes each key another', () => {
    expect(repeatHint({ ...emptyDraft, key: 'a:{uuid}', repeat: '30' })).toContain('of its own')
  })
})

describe('repeatInWords', () => {
  const repeat: RepeatView = {
    repeatId: 'r',
    keyTemplate: 'a:{n}',
    total: 100_000,
    attempted: 42_500,
    scheduled: 41_200,
    queuedHere: 800,
    held: 500,
    redisErrors: 0,
    state: 'cancelled',
  }

  it('says while it is paused that the rest waits', () => {
    expect(repeatInWords({ ...repeat, state: 'paused' })).toBe(
      'Paused after 42,500 of 100,000 jobs: the rest waits for Resume.',
    )
  })

  it('says after a cancel how many were tried, and that what was scheduled stays', () => {
    expect(repeatInWords(repeat)).toBe(
      'Cancelled after 42,500 of 100,000 jobs: the 41,200 that were scheduled stay.',
    )
  })
})

describe('a job that is scheduled once', () => {
  it('gets its values at once: 1, a UUID that key and argument share, and the moment', () => {
    const once = withValues({
      key: 'order:{n}:{uuid}',
      argument: '{"id":"{uuid}","at":"{now}","as it is":"{{n}}"}',
      backoffMs: 5,
      count: 1,
    })
    const uuid = once.key.slice('order:1:'.length)
    expect(uuid).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
    expect(JSON.parse(once.argument)).toEqual({
      id: uuid,
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/) as string,
      'as it is': '{n}',
    })
  })
})
