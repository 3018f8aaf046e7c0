import { describe, expect, it } from 'vitest'
import type { EarlierHold, FoundHold } from '../../src/dedup/earlier-holds'
import type { RedisDedup } from '../../src/dedup/redis-dedup'
import type { Hold } from '../../src/processor/dedup'
import { newNamespace, nothing, type Member } from '../processor/fleet'
import { generationName, holdName } from '../processor/look'
import { onSharedRedis } from '../processor/on-redis'
import { waitFor } from '../support/wait-for'

const redis = onSharedRedis()
const leaseMs = 1_500

/** Jobs that waited when their process died, and the instance that comes after it. */
async function afterCrash(
  ...jobs: readonly { readonly key: string; readonly backoffMs: number }[]
): Promise<{ namespace: string; died: string; next: Member }> {
  const namespace = newNamespace()
  const first = await redis.member({ namespace, leaseMs, paused: true })
  await Promise.all(jobs.map(({ key, backoffMs }) => first.processor.schedule(key, backoffMs, nothing)))
  first.kill()
  const next = await redis.member({ namespace, leaseMs, paused: true })
  await waitFor(() => next.dedup.link().state === 'ready', { what: 'it is connected' })
  return { namespace, died: first.dedup.instance, next }
}

const find = async (
  dedup: RedisDedup,
  key: string,
  died: string,
  generation?: string,
): Promise<FoundHold> => {
  const [found] = (await dedup.findEarlier([key], new Set([died]), generation)).holds
  if (!found) throw new Error('One answer a key')
  return found
}

const earlier = (found: FoundHold): EarlierHold => {
  if (found.state !== 'ours') throw new Error(`It is ${found.state}`)
  return found
}

const answered = (act: 'settle' | 'release', dedup: RedisDedup, hold: Hold): Promise<unknown> =>
  new Promise((resolve) => dedup[act](hold, resolve))

describe('looking for holds that an earlier instance has left', () => {
  it('tells what is free, what is its, and what others hold', async () => {
    const { namespace, died, next } = await afterCrash(
      { key: 'a', backoffMs: 60_000 },
      { key: 'b', backoffMs: 0 },
    )
    const stranger = await redis.member({ namespace, paused: true })
    await stranger.processor.schedule('theirs', 60_000, nothing)
    await redis.look.redis.set(holdName(namespace, 0, 'go-io'), '"go-io"', 'PX', 60_000)
    await redis.look.redis.set(holdName(namespace, 0, 'endless'), 'x')
    await redis.look.redis.lpush(holdName(namespace, 0, 'list'), 'x')
    const keys = ['free', 'a', 'b', 'theirs', 'go-io', 'endless', 'list']
    const { generation, holds } = await next.dedup.findEarlier(keys, new Set([died]))
    expect(generation).toBe('0')
    const { value } = (await redis.look.hold(namespace, 0, 'a')) ?? { value: '' }
    expect(holds).toMatchObject([
      { state: 'free' },
      { state: 'ours', key: 'a', generation: '0', value, instance: died, number: 1, backoffMs: 60_000 },
      { state: 'ours', key: 'b', number: 2, backoffMs: 0 },
      { state: 'held', owner: { kind: 'keyhold', instance: stranger.dedup.instance } },
      { state: 'held', owner: { kind: 'go-io' } },
      { state: 'held', owner: { kind: 'unknown' }, remainingMs: undefined },
      { state: 'held', owner: { kind: 'unknown' }, remainingMs: undefined },
    ])
    const { at, remainingMs, expiresAt } = earlier(holds[1] ?? { state: 'free' })
    expect(at).toBe((JSON.parse(value) as { at: number }).at)
    expect(remainingMs).toBeGreaterThan(50_000)
    expect(expiresAt).toBeGreaterThan(at + 59_000)
  })

  it('asks once for 500 keys, and changes nothing', async () => {
    const { died, next } = await afterCrash()
    const keys = Array.from({ length: 1_001 }, (_, n) => `key${n}`)
    const writes = await redis.look.calls('set', 'pexpire', 'pexpireat', 'del')
    const asked = await redis.look.calls('get')
    expect((await next.dedup.findEarlier(keys, new Set([died]))).holds).toHaveLength(1_001)
    // The keys, and the generation of three batches; a look of each second may come between.
    expect((await redis.look.calls('get')) - asked).toBeLessThanOrEqual(1_001 + 3 + 2)
    expect(await redis.look.calls('set', 'pexpire', 'pexpireat', 'del')).toBe(writes)
  })

  it('tells all of the generation that counts; what a bump has passed is found by its own', async () => {
    const { namespace, died, next } = await afterCrash({ key: 'a', backoffMs: 60_000 })
    await redis.look.redis.incr(generationName(namespace))
    expect(await next.dedup.findEarlier(['a'], new Set([died]))).toEqual({
      generation: '1',
      holds: [{ state: 'free' }],
    })
    const old = await find(next.dedup, 'a', died, '0')
    expect(old).toMatchObject({ state: 'ours', generation: '0' })
    await answered('release', next.dedup, next.dedup.adopt(earlier(old)))
    expect(await redis.look.hold(namespace, 0, 'a')).toBeUndefined()
  })

  it('says so where the generation cannot be read', async () => {
    const { namespace, next } = await afterCrash()
    await redis.look.redis.set(generationName(namespace), 'none')
    await expect(next.dedup.findEarlier(['a'], new Set())).rejects.toMatchObject({ code: 'bad-generation' })
  })
})

describe('an adopted hold', () => {
  it('is renewed for longer than its lease, and its value stays', async () => {
    const { namespace, died, next } = await afterCrash({ key: 'a', backoffMs: 0 })
    const found = earlier(await find(next.dedup, 'a', died))
    const hold = next.dedup.adopt(found)
    expect(next.dedup.isConfirmed(hold)).toBe(true)
    expect(next.dedup.tokenOf(hold)).toBe(`${died}.1`)
    await redis.look.passed((found.expiresAt ?? Number.NaN) + leaseMs)
    expect((await redis.look.hold(namespace, 0, 'a'))?.value).toBe(found.value)
    expect(next.dedup.isConfirmed(hold)).toBe(true)
  })

  it('is settled at what its backoff says from the moment when its job was scheduled', async () => {
    const { namespace, died, next } = await afterCrash({ key: 'a', backoffMs: 60_000 })
    const found = earlier(await find(next.dedup, 'a', died))
    await answered('settle', next.dedup, next.dedup.adopt(found))
    expect(await redis.look.hold(namespace, 0, 'a')).toEqual({
      value: found.value,
      expiresAt: found.at + 60_000,
    })
  })

  it('is released', async () => {
    const { namespace, died, next } = await afterCrash({ key: 'a', backoffMs: 60_000 })
    await answered('release', next.dedup, next.dedup.adopt(earlier(await find(next.dedup, 'a', died))))
    expect(await redis.look.hold(namespace, 0, 'a')).toBeUndefined()
  })

  it.each(['settle', 'release', 'check'] as const)(
    'is let alone, by a %s too, where another has the key since',
    async (act) => {
      const { namespace, died, next } = await afterCrash({ key: 'a', backoffMs: 60_000 })
      const hold = next.dedup.adopt(earlier(await find(next.dedup, 'a', died)))
      await redis.look.redis.set(holdName(namespace, 0, 'a'), '"a"', 'PX', 30_000)
      const theirs = await redis.look.hold(namespace, 0, 'a')
      if (act === 'check') {
        const outcome = await new Promise((resolve) => next.dedup.check(hold, resolve))
        expect(outcome).toEqual({ outcome: 'lost-to', owner: { kind: 'go-io' } })
      } else await answered(act, next.dedup, hold)
      expect(await redis.look.hold(namespace, 0, 'a')).toEqual(theirs)
    },
  )

  it('that lapses is taken anew by the check, with a token of its own and the same number', async () => {
    const { namespace, died, next } = await afterCrash({ key: 'a', backoffMs: 0 })
    const found = earlier(await find(next.dedup, 'a', died))
    await redis.look.until(namespace, 0, 'a', 'gone')
    const hold = next.dedup.adopt(found, 77)
    const outcome = await new Promise((resolve) => next.dedup.check(hold, resolve))
    expect(outcome).toMatchObject({ outcome: 'held-by-us', hold: { key: 'a', number: 77 } })
    const { value } = (await redis.look.hold(namespace, 0, 'a')) ?? { value: '{}' }
    expect(JSON.parse(value)).toMatchObject({ at: found.at, backoff: 0 })
    expect(value).toContain(next.dedup.instance)
  })
})
