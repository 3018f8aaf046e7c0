import { describe, expect, it } from 'vitest'
import { createBackgroundProcessor } from '../../src/processor/create-background-processor'
import { KeyholdError } from '../../src/processor/errors'
import { newNamespace, nothing } from './fleet'
import { onSharedRedis } from './on-redis'
import { quietClock } from './quiet-clock'
import { waitFor } from '../support/wait-for'

const redis = onSharedRedis()
const month = 30 * 24 * 3_600_000

/** More than one word, and a full stop. */
const sentence = /^\S.* .*\.$/

const everyCommand = ['evalsha', 'eval', 'fcall', 'set', 'get', 'del', 'unlink', 'incr', 'exists', 'pexpire']

describe('a schedule with bad input is refused before Redis is touched', () => {
  it.each([
    ['an empty key', '', 0, 'bad-key'],
    ['a key over 1,024 bytes', 'k'.repeat(1_025), 0, 'bad-key'],
    ['a key of 1,025 bytes in 513 characters', `${'ü'.repeat(512)}k`, 0, 'bad-key'],
    ['a key with a lone high surrogate', 'key \ud83d!', 0, 'bad-key'],
    ['a key with a lone low surrogate', '\ude00', 0, 'bad-key'],
    ['a key that ends in a high surrogate', 'key\ud83d', 0, 'bad-key'],
    ['a negative backoff', 'key', -1, 'bad-backoff'],
    ['a fractional backoff', 'key', 1.5, 'bad-backoff'],
    ['a backoff that is not a number', 'key', Number.NaN, 'bad-backoff'],
    ['an infinite backoff', 'key', Number.POSITIVE_INFINITY, 'bad-backoff'],
    ['a backoff over 30 days', 'key', month + 1, 'bad-backoff'],
  ])('%s', async (_name, key, backoffMs, code) => {
    const namespace = newNamespace()
    const { processor, dedup } = await redis.member({ namespace, paused: true, dedupClock: quietClock })
    await waitFor(() => dedup.generation() === '0', { what: 'the generation was read' })
    let refusals = 0
    processor.on('refused', () => (refusals += 1))
    const before = await redis.look.calls(...everyCommand)
    for (const refused of [
      processor.schedule(key, backoffMs, nothing),
      processor.scheduleWithReason(key, backoffMs, nothing),
    ]) {
      const error: unknown = await refused.catch((reason: unknown) => reason)
      if (!(error instanceof KeyholdError)) throw new Error('Expected a KeyholdError', { cause: error })
      expect(error.code).toBe(code)
      expect(error.message).toMatch(sentence)
      expect(error.remedy).toMatch(sentence)
    }
    expect(await redis.look.calls(...everyCommand)).toBe(before)
    expect(await redis.look.holdNames(namespace)).toEqual([])
    expect(processor.queueLength()).toBe(0)
    expect(refusals).toBe(0)
    // The key was not reserved either, and the processor lives on.
    expect(await processor.schedule('fine', 0, nothing)).toBe(true)
  })

  it('takes what lies just inside: 1,024 bytes, a pair of surrogates, 0 ms, 30 days', async () => {
    const { processor } = await redis.member({ paused: true })
    expect(await processor.schedule('ü'.repeat(512), 0, nothing)).toBe(true)
    expect(await processor.schedule('k'.repeat(1_024), month, nothing)).toBe(true)
    expect(await processor.schedule('\u{1f600}', 1, nothing)).toBe(true)
    expect(await processor.schedule(' ', 0, nothing)).toBe(true)
    expect(await processor.schedule('a:jobKey:b\n"\u0000', 0, nothing)).toBe(true)
    expect(processor.queueLength()).toBe(5)
  })
})

describe('a processor with bad options is refused', () => {
  it.each([0, -1, 2.5, Number.NaN, Number.POSITIVE_INFINITY])('capacity %s', async (initialCapacity) => {
    await expect(redis.member({ initialCapacity })).rejects.toMatchObject({
      name: 'KeyholdError',
      code: 'bad-capacity',
    })
  })

  it.each([0, -1, 1.5, 1_025, Number.NaN])('concurrency %s', async (concurrency) => {
    await expect(redis.member({ concurrency })).rejects.toMatchObject({ code: 'bad-option' })
  })

  it.each([0, -1, Number.NaN])('a time limit of %s ms', async (timeoutMs) => {
    await expect(redis.member({ timeoutMs })).rejects.toMatchObject({ code: 'bad-option' })
  })

  it('takes 1 and 1,024 lanes', async () => {
    const { dedup } = await redis.member({ concurrency: 1_024 })
    const other = createBackgroundProcessor({ initialCapacity: 1, dedup, handler: nothing, concurrency: 1 })
    await other.stop()
  })
})
