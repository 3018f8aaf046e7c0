import { describe, expect, it } from 'vitest'
import {
  finishProgress,
  firstChoice,
  quitChoices,
  quitTitle,
  runningWords,
  type QuitChoiceName,
} from '../../renderer/app/quit/model'
import type { LiveState } from '../../src/contract/live'
import { quietLiveState } from './quiet-live-state'

const NOW = 1_000_000
const away = {
  state: 'away',
  since: NOW,
  error: { code: 'not-connected', message: 'Nothing listens.', remedy: 'Start it.' },
} as const

const live = (waiting: number, more: Partial<LiveState> = {}, running = 0): LiveState => ({
  ...quietLiveState,
  ...more,
  counters: { ...quietLiveState.counters, waiting, running },
})

function choiceOf(name: QuitChoiceName, state: LiveState, keeps = true, lastMs?: number) {
  const choice = quitChoices(state, keeps, lastMs, NOW).find((each) => each.name === name)
  if (!choice) throw new Error(`no choice ${name}`)
  return choice
}

describe('the question of a quit', () => {
  it('counts what waits, in the title and on the button that drops it', () => {
    expect(quitTitle(live(1_204))).toBe('Quit with 1,204 jobs waiting?')
    expect(quitTitle(live(1))).toBe('Quit with 1 job waiting?')
    expect(choiceOf('release', live(1_204)).act).toEqual({
      label: 'Drop 1,204 jobs and quit',
      tone: 'danger',
    })
    expect(choiceOf('release', live(1)).text).toContain('It will not run. Its hold is released')
  })

  it('chooses what loses nothing, and never to drop', () => {
    const broken = {
      file: 'bad.js',
      concurrency: 1,
      problem: { code: 'bad-script', message: 'It does not load.', remedy: 'Mend it.' },
    }
    expect(firstChoice(quitChoices(live(2), true, undefined, NOW))).toBe('keep')
    expect(firstChoice(quitChoices(live(2), false, undefined, NOW))).toBe('finish')
    const neither = quitChoices(live(2, { handler: broken }), false, undefined, NOW)
    expect(firstChoice(neither)).toBeUndefined()
    expect(neither.map(({ refused }) => refused)).toEqual([
      'bad.js cannot be loaded: every job would fail. Mend it in Handlers first.',
      'No journal is kept: jobs that wait are gone when Keyhold has ended.',
      undefined,
    ])
  })

  it('says how long to finish takes, and what holds it up', () => {
    expect(choiceOf('finish', live(2), true, 65_000).text).toContain('in about 1m 5s by the last runs')
    expect(choiceOf('finish', live(2)).text).not.toContain('about')
    const startWaits = { pausingLanes: 0, retrying: 1, retryDueAt: NOW + 39_500 }
    const held = live(3, { state: 'paused', connection: away, startWaits })
    expect(choiceOf('finish', held).cautions).toEqual([
      'The queue is paused: this resumes it.',
      'Redis is away: jobs start late, and each runs without its hold being checked.',
      'One of them waits 40s for its next attempt.',
    ])
    expect(choiceOf('release', held).cautions[0]).toContain('run out by themselves')
    expect(choiceOf('finish', live(2)).cautions).toEqual([])
  })

  it('says what becomes of those that run', () => {
    expect(runningWords(live(2))).toBeUndefined()
    expect(runningWords(live(2, {}, 1))).toContain('One job runs now')
    expect(runningWords(live(2, {}, 3))).toContain('3 jobs run now')
  })
})

describe('the progress of finishing', () => {
  const begun = { total: 10, begunAt: NOW - 6_000 }

  it('counts what has ended, and tells the time by the pace so far', () => {
    expect(finishProgress(live(6, {}, 1), begun, NOW)).toEqual({
      fraction: 0.3,
      words: '3 of 10 jobs ended, 7 left, about 14s.',
      cautions: [],
    })
  })

  it.each([
    ['before any has ended', live(10), NOW, 0],
    ['in the first moment', live(5), begun.begunAt + 100, 0.5],
  ])('tells no time %s', (_when, state, now, fraction) => {
    const progress = finishProgress(state, begun, now)
    expect(progress.fraction).toBe(fraction)
    expect(progress.words).not.toContain('about')
  })

  it('is never below nothing: a run may have come back to wait again', () => {
    expect(finishProgress(live(11), begun, NOW)).toMatchObject({
      fraction: 0,
      words: '0 of 10 jobs ended, 11 left.',
    })
  })
})
