import { describe, expect, it } from 'vitest'
import {
  attemptInWords,
  attemptsKept,
  withAttempt,
  type Attempt,
} from '../../renderer/features/schedule/attempt-log'
import { emptyDraft } from '../../renderer/features/schedule/model'

const draft = { ...emptyDraft, key: 'seller:42', argument: '{"seller": 42}' }
const scheduled = { outcome: 'scheduled', jobId: 1 } as const

describe('the attempts of a session', () => {
  it('keep what was sent, so that it can be sent again', () => {
    const [attempt] = withAttempt([], { draft, key: draft.key, outcome: scheduled, at: 5 })
    expect(attempt).toEqual({ number: 1, at: 5, key: 'seller:42', outcome: scheduled, draft })
  })

  it('do not keep an argument that is too long', () => {
    const long = { ...draft, argument: `"${'x'.repeat(65_536)}"` }
    expect(withAttempt([], { draft: long, key: long.key, outcome: scheduled, at: 5 })[0]).toMatchObject({
      key: 'seller:42',
      draft: undefined,
    })
  })

  it('are the last 50, the newest first, each with a number of its own', () => {
    let attempts: readonly Attempt[] = []
    for (let n = 0; n < 60; n += 1)
      attempts = withAttempt(attempts, { draft, key: draft.key, outcome: scheduled, at: n })
    expect(attempts).toHaveLength(attemptsKept)
    expect(attempts[0]).toMatchObject({ number: 60, at: 59 })
    expect(attempts.at(-1)).toMatchObject({ number: 11 })
  })

  it('tell of a repeat how far it is, and of one long ago that it was', () => {
    const [attempt] = withAttempt([], {
      draft,
      key: draft.key,
      outcome: { outcome: 'repeat', repeatId: 'r', total: 1_200 },
      at: 5,
    })
    const repeat = {
      repeatId: 'r',
      keyTemplate: 'a:{n}',
      total: 1_200,
      attempted: 500,
      scheduled: 500,
      queuedHere: 0,
      held: 0,
      redisErrors: 0,
      state: 'scheduling',
    } as const
    if (!attempt) throw new Error('It was not kept.')
    expect(attemptInWords(attempt, [repeat])).toMatchObject({
      title: 'Repeat of 1,200 jobs',
      text: 'Scheduling: 500 of 1,200 jobs tried.',
    })
    expect(attemptInWords(attempt, []).text).toContain('under Progress')
  })
})
