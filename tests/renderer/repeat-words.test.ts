import { describe, expect, it } from 'vitest'
import type { RepeatView } from '../../src/contract/queue'
import { emptyDraft } from '../../renderer/features/schedule/model'
import {
  asksBefore,
  repeatHint,
  repeatInWords,
  sameKeyWarning,
  scheduleVerb,
  withValues,
} from '../../renderer/features/schedule/repeat-words'

describe('repeatHint', () => {
  it('shows the first and the last key', () => {
    expect(repeatHint({ ...emptyDraft, key: 'a:{n}:{n}', repeat: '30' })).toBe('a:1:1 … a:30:30')
  })

  it('warns where all keys would be one', () => {
    const warning = 'Without {n} in the key only the first of 5,000 can be scheduled'
    for (const key of ['a', 'a:{{n}}', 'a:{now}'])
      expect(sameKeyWarning({ key, repeat: '5,000' })).toBe(warning)
    for (const key of ['a:{n}', 'a:{uuid}']) expect(sameKeyWarning({ key, repeat: '5000' })).toBeUndefined()
    expect(sameKeyWarning({ key: 'a', repeat: '1' })).toBeUndefined()
  })

  it('names the button after what it schedules, and asks before more than a thousand', () => {
    expect(scheduleVerb({ repeat: '1' })).toBe('Schedule job')
    expect(scheduleVerb({ repeat: '5000' })).toBe('Schedule 5,000 jobs')
    expect(scheduleVerb({ repeat: 'many' })).toBe('Schedule job')
    expect(asksBefore({ repeat: '1000' })).toBe(false)
    expect(asksBefore({ repeat: '1001' })).toBe(true)
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
