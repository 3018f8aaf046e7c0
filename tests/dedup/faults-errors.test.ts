import { describe, expect, it } from 'vitest'
import { gate, newNamespace, nothing, type Member } from '../processor/fleet'
import { generationName, holdName } from '../processor/look'
import { onOwnRedis, onSharedRedis } from '../processor/on-redis'
import { waitFor } from '../support/wait-for'
import { connectRedis } from '../../src/redis/connect'

const shared = onSharedRedis()

const codeOf = async (member: Member, key: string): Promise<string> => {
  const answer = await member.processor.scheduleWithReason(key, 60_000, nothing)
  if (answer.outcome !== 'redis-error') return answer.outcome
  expect(answer.message).toMatch(/^\S.* .*\.$/)
  return answer.code
}

describe('an error of one key stays with that call', () => {
  it('a hold whose name is a list, in the middle of 500', async () => {
    const namespace = newNamespace()
    const { processor } = await shared.member({ namespace, paused: true })
    const name = holdName(namespace, 0, 'key250')
    await shared.look.redis.rpush(name, 'x')
    const answers = await Promise.all(
      Array.from({ length: 500 }, (_, n) => processor.scheduleWithReason(`key${n}`, 0, nothing)),
    )
    for (const [n, answer] of answers.entries()) {
      if (n === 250) expect(answer).toMatchObject({ outcome: 'redis-error', code: 'wrong-type' })
      else expect(answer.outcome).toBe('scheduled')
    }
    expect(processor.queueLength()).toBe(499)
    expect(await shared.look.redis.lrange(name, 0, -1)).toEqual(['x'])
  })

  it('a hold without an expiry refuses, and says so', async () => {
    const namespace = newNamespace()
    const { processor } = await shared.member({ namespace })
    const name = holdName(namespace, 0, 'key')
    await shared.look.redis.set(name, 'whatever this is')
    expect(await processor.scheduleWithReason('key', 0, nothing)).toEqual({
      outcome: 'held',
      remainingMs: undefined,
      redisKey: name,
      generation: '0',
      owner: { kind: 'unknown' },
    })
  })
})

describe('a generation that is not an integer', () => {
  it.each(['', 'abc', '1.5', '1e3', '0x10', '3 ', '--1'])(
    '%j: an error to see; nothing is scheduled',
    async (value) => {
      const namespace = newNamespace()
      await shared.look.redis.set(generationName(namespace), value)
      const member = await shared.member({ namespace })
      expect(await codeOf(member, 'key')).toBe('bad-generation')
      expect(await shared.look.holdNames(namespace)).toEqual([])
      expect(member.processor.queueLength() + member.processor.runningCount()).toBe(0)
      await expect(member.processor.bumpRemoteDedupKey()).rejects.toMatchObject({ name: 'KeyholdError' })
      expect(await shared.look.redis.get(generationName(namespace))).toBe(value)
      await shared.look.redis.set(generationName(namespace), '5')
      expect(await codeOf(member, 'key')).toBe('scheduled')
    },
  )

  it('because it is a list: an error to see', async () => {
    const namespace = newNamespace()
    await shared.look.redis.rpush(generationName(namespace), '1')
    const { processor } = await shared.member({ namespace })
    expect(await processor.scheduleWithReason('key', 0, nothing)).toMatchObject({ outcome: 'redis-error' })
    expect(await shared.look.holdNames(namespace)).toEqual([])
  })

  it('while a job runs: the job ends, and its own hold is settled', async () => {
    const namespace = newNamespace()
    const { processor, finishedOf } = await shared.member({ namespace })
    const running = gate()
    await processor.schedule('key', 0, running.work)
    await running.started
    await shared.look.redis.set(generationName(namespace), 'abc')
    running.open()
    expect(await finishedOf('key')).toMatchObject({ outcome: 'done' })
    await shared.look.until(namespace, 0, 'key', 'gone')
  })
})

describe('a Redis that refuses', () => {
  it('for want of memory: each call of the batch is out-of-memory, settles work, and so does all afterwards', async () => {
    const redis = await onOwnRedis({ args: ['--maxmemory-policy', 'noeviction'] })
    const namespace = newNamespace()
    const member = await redis.member({ namespace })
    const running = gate()
    await member.processor.schedule('runs', 0, running.work)
    await running.started
    await redis.look.redis.config('SET', 'maxmemory', '1')
    const codes = await Promise.all(Array.from({ length: 500 }, (_, n) => codeOf(member, `key${n}`)))
    expect(new Set(codes)).toEqual(new Set(['out-of-memory']))
    expect(await redis.look.holdNames(namespace)).toEqual([holdName(namespace, 0, 'runs')])
    expect(member.processor.queueLength()).toBe(0)
    running.open()
    await member.finishedOf('runs')
    await redis.look.until(namespace, 0, 'runs', 'gone')
    await redis.look.redis.config('SET', 'maxmemory', '0')
    expect(await codeOf(member, 'key0')).toBe('scheduled')
  })

  it('as a read-only replica: read-only, for schedules and bumps, until it is a master again', async () => {
    const redis = await onOwnRedis()
    const namespace = newNamespace()
    const member = await redis.member({ namespace })
    await redis.look.redis.replicaof('127.0.0.1', 1)
    expect(await codeOf(member, 'key')).toBe('read-only')
    await expect(member.processor.bumpRemoteDedupKey()).rejects.toMatchObject({ code: 'redis-error' })
    await redis.look.redis.replicaof('NO', 'ONE')
    expect(await codeOf(member, 'key')).toBe('scheduled')
  })

  it('the password, from the start: no connection, and the reason', async () => {
    const redis = await onOwnRedis({ password: 'right' })
    const url = redis.server.url.replace('right', 'wrong')
    await expect(connectRedis(url)).rejects.toMatchObject({
      name: 'KeyholdError',
      code: 'redis-error',
      message: expect.stringMatching(/password/i) as string,
    })
  })

  it('the password, after it was changed: wrong-password, and all is well once it is right again', async () => {
    const redis = await onOwnRedis({ password: 'right' })
    const member = await redis.member({ paused: true })
    await redis.look.redis.config('SET', 'requirepass', 'other')
    await redis.look.redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
    await waitFor(async () => (await codeOf(member, 'key')) === 'wrong-password', {
      timeoutMs: 15_000,
      what: 'the refusal names the password',
    })
    expect(member.processor.queueLength()).toBe(0)
    await redis.look.redis.config('SET', 'requirepass', 'right')
    await waitFor(async () => (await codeOf(member, 'key')) === 'scheduled', {
      timeoutMs: 15_000,
      what: 'it schedules again',
    })
  })

  it('the permission for these names', async () => {
    const redis = await onOwnRedis()
    await redis.look.redis.call('ACL', 'SETUSER', 'guest', 'on', '>pw', '~elsewhere:*', '+@all')
    const url = `redis://guest:pw@127.0.0.1:${redis.server.port}`
    expect(await codeOf(await redis.member({ url }), 'key')).toBe('no-permission')
    expect(await codeOf(await redis.member({ url, namespace: 'elsewhere' }), 'key')).toBe('scheduled')
  })
})
