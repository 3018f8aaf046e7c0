import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileGlob } from '../../src/dedup/inspector/glob'
import { endWithTest } from '../support/clean-up'
import { connectRedis } from '../../src/redis/connect'
import { startRedisServer, type RedisServer } from '../support/redis-server'

let server: RedisServer
beforeAll(async () => {
  server = await startRedisServer()
})
afterAll(() => server.stop())

const piece = fc.constantFrom(...'ab-^]\\:'.split(''), 'é', '')
const anyText = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''))
const anyPattern = fc
  .array(fc.oneof(piece, fc.constantFrom('*', '?', '[', '[^', '[a-b]', '[b-a', '\\*', '[\\]]')), {
    maxLength: 6,
  })
  .map((pieces) => pieces.join(''))

const matches = (pattern: string, text: string) => compileGlob(Buffer.from(pattern))(Buffer.from(text))

describe('glob over keys', () => {
  it('reads stars, single characters, classes and escapes', () => {
    expect(matches('seller:*', 'seller:42')).toBe(true)
    expect(matches('seller:*', 'a seller:42')).toBe(false)
    expect(matches('*:4?', 'seller:42')).toBe(true)
    expect(matches('[^a-c]\\*', 'd*')).toBe(true)
    expect(matches('[^a-c]\\*', 'b*')).toBe(false)
    expect(matches('', '')).toBe(true)
    expect(matches('*', '')).toBe(true)
    // Bytes beyond ASCII come first in a range.
    expect(matches('[é-a]', ']')).toBe(true)
  })

  it('answers as Redis does', async () => {
    const redis = endWithTest(await connectRedis(server.url))
    const cases = fc.tuple(
      fc.array(anyPattern, { minLength: 5, maxLength: 5 }),
      fc.uniqueArray(anyText, { maxLength: 30 }),
    )
    await fc.assert(
      fc.asyncProperty(cases, async ([patterns, texts]) => {
        await redis.flushall()
        for (const text of texts) await redis.set(`k:${text}`, '')
        for (const pattern of patterns) {
          const [, found] = await redis.scan('0', 'MATCH', `k:${pattern}`, 'COUNT', 10_000)
          const ours = texts.filter((text) => matches(pattern, text)).map((text) => `k:${text}`)
          expect(ours.sort(), JSON.stringify(pattern)).toEqual(found.sort())
        }
      }),
      { numRuns: 150 },
    )
  })

  it('is soon done with a pattern of many stars', () => {
    expect(matches(`${'*a'.repeat(200)}b`, 'a'.repeat(1_000))).toBe(false)
  })
})
