import { describe, expect, it } from 'vitest'
import { gate, newNamespace, nothing, type Member } from '../processor/fleet'
import { generationName, holdName } from '../processor/look'
import { onOwnRedis } from '../processor/on-redis'
import { startTcpProxy } from '../support/tcp-proxy'
import { waitFor } from '../support/wait-for'

const outcomeOf = async (member: Member, key: string, backoffMs = 60_000): Promise<string> => {
  const answer = await member.processor.scheduleWithReason(key, backoffMs, nothing)
  return answer.outcome === 'redis-error' ? answer.code : answer.outcome
}

const answering = (member: Member): Promise<unknown> =>
  waitFor(async () => (await outcomeOf(member, 'probe')) !== 'not-answering', {
    timeoutMs: 15_000,
    what: 'schedules are answered again',
  })

describe('a Redis that hangs (SIGSTOP)', () => {
  it('gets each call an answer, holds nothing for it later, and is used again once it answers', async () => {
    const redis = await onOwnRedis()
    const namespace = newNamespace()
    const member = await redis.member({ namespace, paused: true })
    const watch = await redis.watch(namespace)
    redis.server.suspend()
    const answers = await Promise.all(['a', 'b', 'c'].map((key) => outcomeOf(member, key)))
    // One call is overdue now: these are not even sent.
    for (let n = 0; n < 50; n += 1) answers.push(await outcomeOf(member, `later${n}`))
    expect(new Set(answers)).toEqual(new Set(['not-answering']))
    expect(member.processor.queueLength()).toBe(0)
    redis.server.continue()
    await answering(member)
    expect(await outcomeOf(member, 'a')).toBe('scheduled')
    await watch.caughtUp()
    const written = watch.writes.map((write) => write.name.slice(write.name.lastIndexOf(':') + 1))
    expect(new Set(written)).toEqual(new Set(['probe', 'a']))
    expect(member.processor.queueLength()).toBe(2)
  })

  it('is told once, however many commands are overdue', async () => {
    const redis = await onOwnRedis()
    const member = await redis.member({ paused: true })
    await member.processor.schedule('first', 0, nothing)
    const told: string[] = []
    member.dedup.on('link', (link) => told.push(link.state === 'away' ? link.failure.code : link.state))
    redis.server.suspend()
    const bumps = await Promise.allSettled(Array.from({ length: 50 }, () => member.dedup.bump()))
    expect(bumps.every((bump) => bump.status === 'rejected')).toBe(true)
    expect(told).toEqual(['not-answering'])
    redis.server.continue()
    await answering(member)
    expect(told).toEqual(['not-answering', 'ready'])
  })

  it('lets jobs that wait go on, and their settles follow', async () => {
    const redis = await onOwnRedis()
    const namespace = newNamespace()
    const member = await redis.member({ namespace, paused: true })
    await Promise.all(['a', 'b', 'c'].map((key) => member.processor.schedule(key, 0, nothing)))
    redis.server.suspend()
    member.processor.resume()
    for (const key of ['a', 'b', 'c']) expect(await member.finishedOf(key)).toMatchObject({ outcome: 'done' })
    redis.server.continue()
    for (const key of ['a', 'b', 'c']) await redis.look.until(namespace, 0, key, 'gone')
    await answering(member)
    expect(await outcomeOf(member, 'a')).toBe('scheduled')
  })

  it('makes a bump unknown: never done twice, and what became of it is said', async () => {
    const redis = await onOwnRedis()
    const namespace = newNamespace()
    const member = await redis.member({ namespace })
    await member.processor.schedule('first', 0, nothing)
    redis.server.suspend()
    const said: string[] = []
    member.dedup.on('problem', (problem) => said.push(problem.code))
    const bumps = [member.processor.bumpRemoteDedupKey(), member.processor.bumpRemoteDedupKey()]
    const ends = await Promise.allSettled(bumps)
    for (const end of ends)
      expect(end).toMatchObject({ status: 'rejected', reason: { code: 'bump-unknown' } })
    redis.server.continue()
    await answering(member)
    // What became of them is said once it is known; from then on nothing changes.
    await waitFor(() => said.includes('bump-unknown'), { what: 'what happened is said' })
    const settled = Number(await redis.look.redis.get(generationName(namespace)))
    expect([0, 1, 2]).toContain(settled)
    expect(member.dedup.generation()).toBe(String(settled))
    expect(await member.processor.bumpRemoteDedupKey()).toBe(String(settled + 1))
    expect(await redis.look.redis.get(generationName(namespace))).toBe(String(settled + 1))
  })
})

describe('a network that loses replies', () => {
  it('late replies: what they took is released, and no job runs for it', async () => {
    const redis = await onOwnRedis()
    const namespace = newNamespace()
    const proxy = redis.end(await startTcpProxy(redis.server.port))
    const member = await redis.member({ url: proxy.url, namespace, redisTimeoutMs: 300 })
    await member.processor.schedule('first', 0, nothing)
    await member.finishedOf('first')
    proxy.hold('to-client')
    const answer = outcomeOf(member, 'key')
    await redis.look.until(namespace, 0, 'key', 'there')
    expect(await answer).toBe('not-answering')
    proxy.release()
    await redis.look.until(namespace, 0, 'key', 'gone')
    expect(member.finished.map((job) => job.key)).toEqual(['first'])
  })

  it('a connection cut before the reply: what the call took is released', async () => {
    const redis = await onOwnRedis()
    const namespace = newNamespace()
    const proxy = redis.end(await startTcpProxy(redis.server.port))
    const member = await redis.member({ url: proxy.url, namespace, paused: true })
    const other = await redis.member({ namespace, paused: true })
    await member.processor.schedule('first', 0, nothing)
    proxy.hold('to-client')
    const answers = Promise.all(['a', 'b'].map((key) => outcomeOf(member, key)))
    await redis.look.until(namespace, 0, 'b', 'there')
    proxy.cut()
    proxy.release()
    expect(await answers).toEqual(['not-connected', 'not-connected'])
    for (const key of ['a', 'b']) await redis.look.until(namespace, 0, key, 'gone')
    expect(await outcomeOf(other, 'a')).toBe('scheduled')
    expect(member.processor.queueLength()).toBe(1)
    expect(await redis.look.hold(namespace, 0, 'first')).toBeDefined()
  })

  it('a bump cut before the reply is unknown and done once; one that was never read is not done', async () => {
    const redis = await onOwnRedis()
    const namespace = newNamespace()
    const proxy = redis.end(await startTcpProxy(redis.server.port))
    const member = await redis.member({ url: proxy.url, namespace })
    await member.processor.schedule('first', 0, nothing)
    const generation = (): Promise<string | null> => redis.look.redis.get(generationName(namespace))
    for (const direction of ['to-client', 'to-server'] as const) {
      proxy.hold(direction)
      const bump = member.processor.bumpRemoteDedupKey()
      const rejected = expect(bump).rejects.toMatchObject({ name: 'KeyholdError', code: 'bump-unknown' })
      if (direction === 'to-client')
        await waitFor(async () => (await generation()) === '1', { what: 'INCR ran' })
      proxy.cut()
      proxy.release()
      await rejected
      await waitFor(async () => (await outcomeOf(member, `probe ${direction}`)) === 'scheduled', {
        timeoutMs: 15_000,
        what: 'it is connected again',
      })
      expect(await generation()).toBe('1')
    }
  })

  it('a settle whose reply was cut is not lost', async () => {
    const redis = await onOwnRedis()
    const namespace = newNamespace()
    const proxy = redis.end(await startTcpProxy(redis.server.port))
    const member = await redis.member({ url: proxy.url, namespace })
    const running = gate()
    await member.processor.schedule('key', 0, running.work)
    await running.started
    proxy.hold('to-server')
    running.open()
    await member.finishedOf('key')
    proxy.cut()
    proxy.release()
    await redis.look.until(namespace, 0, 'key', 'gone')
    await waitFor(async () => (await outcomeOf(member, 'key')) === 'scheduled', { what: 'the key is free' })
  })
})

describe('a settle that has no answer', () => {
  it('is kept when the expiry known here has passed: the hold may have been extended', async () => {
    const redis = await onOwnRedis()
    const namespace = newNamespace()
    const proxy = redis.end(await startTcpProxy(redis.server.port))
    const member = await redis.member({ url: proxy.url, namespace, leaseMs: 1_000 })
    const running = gate()
    await member.processor.schedule('key', 0, running.work)
    await running.started
    proxy.refuse()
    running.open()
    await member.finishedOf('key')
    // Past what this instance can have learned of it.
    await redis.look.redis.pexpire(holdName(namespace, 0, 'key'), 3_600_000)
    await redis.look.passed((await redis.look.time()) + 1_000 + 2_000)
    proxy.accept()
    await redis.look.until(namespace, 0, 'key', 'gone')
    await member.dedup.flush(2_000)
  })

  it('is tried again while Redis refuses it, until the hold has gone', async () => {
    const redis = await onOwnRedis()
    const namespace = newNamespace()
    const member = await redis.member({ namespace, leaseMs: 1_000 })
    const running = gate()
    await member.processor.schedule('key', 0, running.work)
    await running.started
    const problems: string[] = []
    member.dedup.on('problem', (problem) => problems.push(problem.code))
    await redis.look.redis.call('ACL', 'SETUSER', 'default', '-del')
    running.open()
    await member.finishedOf('key')
    await redis.look.redis.pexpire(holdName(namespace, 0, 'key'), 3_600_000)
    await waitFor(() => problems.length > 3, {
      timeoutMs: 10_000,
      what: 'it was refused for longer than its lease',
    })
    await redis.look.redis.call('ACL', 'SETUSER', 'default', '+del')
    await redis.look.until(namespace, 0, 'key', 'gone')
  })
})

describe('a renewal that has no answer', () => {
  it('is asked again once Redis answers', async () => {
    const redis = await onOwnRedis()
    const namespace = newNamespace()
    const proxy = redis.end(await startTcpProxy(redis.server.port))
    const member = await redis.member({
      url: proxy.url,
      namespace,
      leaseMs: 3_000,
      redisTimeoutMs: 10_000,
      paused: true,
    })
    await member.processor.schedule('key', 0, nothing)
    proxy.hold('to-client')
    const renewals = (): Promise<number> => redis.look.calls('pexpire')
    await waitFor(async () => (await renewals()) === 1, { what: 'the renewal has run' })
    const { expiresAt = Number.NaN } = (await redis.look.hold(namespace, 0, 'key')) ?? {}
    proxy.cut()
    proxy.release()
    await redis.look.passed(expiresAt)
    expect(await renewals()).toBeGreaterThan(1)
    expect(await redis.look.hold(namespace, 0, 'key')).toBeDefined()
  })
})

describe('a Redis that is killed (SIGKILL)', () => {
  it('is not-connected; jobs go on; after its restart their holds are settled and schedules work', async () => {
    const redis = await onOwnRedis({ args: ['--appendfsync', 'always'] })
    const namespace = newNamespace()
    const member = await redis.member({ namespace, paused: true })
    await Promise.all(['a', 'b'].map((key) => member.processor.schedule(key, 0, nothing)))
    await member.processor.schedule('long', 60_000, nothing)
    await redis.server.kill('SIGKILL')
    await waitFor(async () => (await outcomeOf(member, 'lost')) === 'not-connected', {
      what: 'the loss is seen',
    })
    member.processor.resume()
    for (const key of ['a', 'b', 'long'])
      expect(await member.finishedOf(key)).toMatchObject({ outcome: 'done' })
    await redis.server.restart()
    for (const key of ['a', 'b']) await redis.look.until(namespace, 0, key, 'gone')
    await waitFor(async () => (await outcomeOf(member, 'a', 0)) === 'scheduled', {
      timeoutMs: 15_000,
      what: 'it schedules again',
    })
    expect(await outcomeOf(member, 'long')).toBe('held')
    expect(await redis.look.hold(namespace, 0, 'lost')).toBeUndefined()
  })

  it('and comes back empty: jobs that wait run once, and every key can be scheduled', async () => {
    const redis = await onOwnRedis()
    const namespace = newNamespace()
    await redis.look.redis.set(generationName(namespace), '3')
    const member = await redis.member({ namespace, paused: true })
    await member.processor.schedule('waits', 60_000, nothing)
    await redis.server.restart({ keepData: false })
    await waitFor(async () => (await outcomeOf(member, 'new')) === 'scheduled', {
      timeoutMs: 15_000,
      what: 'it schedules again',
    })
    expect(await redis.look.hold(namespace, 0, 'new')).toBeDefined()
    expect(await outcomeOf(member, 'waits')).toBe('queued-here')
    member.processor.resume()
    await member.finishedOf('new')
    expect(member.finished.map((job) => [job.key, job.outcome])).toEqual([
      ['waits', 'done'],
      ['new', 'done'],
    ])
  })
})
