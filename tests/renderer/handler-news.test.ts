import { describe, expect, it } from 'vitest'
import type { LiveState } from '../../src/contract/live'
import { lanesInWords } from '../../renderer/features/queue/lanes-in-words'
import { handlerNews } from '../../renderer/ui/handler-notice/handler-news'
import { queueStatus } from '../../renderer/features/queue/model'
import { quietLiveState } from './quiet-live-state'

const problem = {
  code: 'bad-script',
  message: 'mine.ts does not parse at line 3.',
  remedy: 'Mend it.',
  line: 3,
}
const version = 'abcdef0123456789'.repeat(4)

function liveWith(handler: LiveState['handler']): LiveState {
  return { ...quietLiveState, handler }
}

describe('a broken active handler', () => {
  it('is no news while it is whole', () => {
    expect(handlerNews(liveWith({ file: 'mine.ts', version, concurrency: 1 }))).toBeUndefined()
  })

  it('runs on with its last good version, which is named', () => {
    const live = liveWith({ file: 'mine.ts', version, problem, concurrency: 1 })
    expect(handlerNews(live)).toEqual({
      tone: 'warning',
      title: 'mine.ts is broken: jobs run with version abcdef01, the last good one',
      problem,
    })
    expect(queueStatus(live, 0).word).toBe('Ready')
  })

  it('fails every job where no version was ever good', () => {
    const live = liveWith({ file: 'mine.ts', problem, concurrency: 1 })
    expect(handlerNews(live)).toMatchObject({ tone: 'failure' })
    expect(queueStatus(live, 0).word).toBe('The handler cannot be used')
  })
})

describe('lanesInWords', () => {
  it('says why lanes of the profile are not in use', () => {
    expect(lanesInWords('mine.ts', 1, 3)).toBe('1 of 3 lanes: mine.ts runs one job at a time')
    expect(lanesInWords('mine.ts', 2, 3)).toBe('2 of 3 lanes: mine.ts runs 2 jobs at a time')
    expect(lanesInWords('mine.ts', 3, 3)).toBeUndefined()
  })
})
