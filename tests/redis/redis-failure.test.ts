import { describe, expect, it } from 'vitest'
import { redisFailureOf } from '../../src/redis/redis-failure'

const systemError = (code: string, message = `connect ${code} 127.0.0.1:1`) =>
  Object.assign(new Error(message), { code })

describe('a failure of Redis in words', () => {
  it.each([
    ['WRONGPASS invalid username-password pair or user is disabled.', 'wrong-password'],
    ['NOAUTH Authentication required.', 'wrong-password'],
    ['ERR invalid password', 'wrong-password'],
    ["NOPERM this user has no permissions to run the 'set' command", 'no-permission'],
    ["READONLY You can't write against a read only replica.", 'read-only'],
    ['LOADING Redis is loading the dataset in memory', 'loading'],
    ["OOM command not allowed when used memory > 'maxmemory'.", 'out-of-memory'],
    ['WRONGTYPE Operation against a key holding the wrong kind of value', 'wrong-type'],
    ['WRONGTYPE Operation against a key script: 2f, on @user_script:3.', 'wrong-type'],
    ['ERR Error running script (call to f_1): @user_script:1: -READONLY You can not write', 'read-only'],
    ['MOVED 3999 127.0.0.1:6381', 'moved'],
    ['ASK 3999 127.0.0.1:6381', 'moved'],
    ['BUSY Redis is busy running a script.', 'refused'],
    ["Stream isn't writeable and enableOfflineQueue options is false", 'not-connected'],
    ['Connection is closed.', 'not-connected'],
    ['Command aborted due to connection close', 'not-connected'],
    ['Reached the max retries per request limit (which is 0).', 'not-connected'],
    ['Command timed out', 'not-answering'],
    ["Socket timeout. Expecting data, but didn't receive any in 30000ms.", 'not-answering'],
  ])('%s is %s', (message, code) => {
    const failure = redisFailureOf(new Error(message))
    expect(failure).toMatchObject({ outcome: 'redis-error', code })
    expect(failure.message).toMatch(/^[A-Z].*\.$/)
    expect(redisFailureOf(message)).toEqual(failure)
  })

  it.each(['ECONNREFUSED', 'ENOENT', 'EACCES', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'ECONNRESET', 'EPIPE'])(
    '%s is no connection, and says what is missing',
    (code) => {
      expect(redisFailureOf(systemError(code)).code).toBe('not-connected')
      expect(redisFailureOf(systemError(code)).message).not.toContain(code)
    },
  )

  it('tells the ways of having no connection apart', () => {
    const codes = [
      'ECONNREFUSED',
      'ENOENT',
      'ENOTFOUND',
      'ETIMEDOUT',
      'ECONNRESET',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
    ]
    const sentences = codes.map((code) => redisFailureOf(systemError(code)).message)
    expect(new Set(sentences).size).toBe(codes.length)
  })

  it('looks at the first of several addresses that were tried', () => {
    const error = new AggregateError([systemError('ECONNREFUSED'), systemError('ENETUNREACH')])
    expect(redisFailureOf(error).message).toBe('Nothing listens at the address of Redis.')
  })

  it('quotes what it does not know, without the arguments of the command', () => {
    const failure = redisFailureOf(
      new Error("ERR unknown command 'AUTH', with args beginning with: 's3cret' "),
    )
    expect(failure.code).toBe('refused')
    expect(failure.message).toBe("Redis refused: ERR unknown command 'AUTH'.")
    expect(redisFailureOf(new Error(`ERR ${'x'.repeat(5_000)}`)).message.length).toBeLessThan(300)
  })

  it('has a sentence for what is no error at all', () => {
    for (const nothing of [undefined, null, 7, {}, '']) {
      expect(redisFailureOf(nothing).code).toBe('refused')
      expect(redisFailureOf(nothing).message).toMatch(/\.$/)
    }
  })
})
