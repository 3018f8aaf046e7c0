import { expect, it } from 'vitest'
import { countsInWords } from '../../renderer/app/counts-in-words'
import { quietLiveState } from './quiet-live-state'

const { counters } = quietLiveState

it('counts are told as one sentence, without what is none', () => {
  expect(countsInWords(counters)).toBe('no job waits')
  expect(countsInWords({ ...counters, waiting: 1, running: 1 })).toBe('1 job waits, 1 runs')
  expect(countsInWords({ ...counters, waiting: 1_200, failed: 3 })).toBe('1,200 jobs wait, 3 failed')
})
