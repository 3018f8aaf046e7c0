import { describe, expect, it } from 'vitest'
import { retryInWords, type Retry } from '../../renderer/features/queue/retry-words'

const retry: Retry = {
  attempt: 2,
  attempts: 3,
  dueAt: 10_000,
  error: { code: 'threw', message: 'm', remedy: 'r' },
}

describe('retryInWords', () => {
  it('counts down in whole seconds, and never says 0 before the moment', () => {
    expect(retryInWords(retry, 6_000).sentence).toBe('waiting to retry in 4s (attempt 2 of 3)')
    expect(retryInWords(retry, 6_001).when).toBe('in 4s')
    expect(retryInWords(retry, 9_999).when).toBe('in 1s')
    expect(retryInWords({ ...retry, dueAt: 100_000 }, 0).short).toBe('retry in 1m 40s (2 of 3)')
  })

  it('says that it is next once the moment has come', () => {
    expect(retryInWords(retry, 10_000).sentence).toBe('waiting to retry next (attempt 2 of 3)')
    expect(retryInWords(retry, 99_000).short).toBe('retry next (2 of 3)')
  })
})
