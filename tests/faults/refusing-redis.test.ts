import { expect, it } from 'vitest'
import type { ScheduleOutcome } from '../../src/processor/outcomes'
import { gate, newNamespace, nothing, type Member } from '../processor/fleet'
import { onOwnRedis } from '../processor/on-redis'
import { startTcpProxy } from '../support/tcp-proxy'
import { waitFor } from '../support/wait-for'
import { everyHoldBelongs, Ledger, runsDry, schedulesAgain } from './ledger'
import { startRefusingRedis } from './stand-in-redis'

/** Schedules keys of its own until the refusal is the one that is expected. */
async function refusalOf(member: Member, code: string): Promise<ScheduleOutcome> {
  let probes = 0
  let seen: ScheduleOutcome | undefined
  await waitFor(
    async () => {
      seen = await member.processor.scheduleWithReason(`refused${(probes += 1)}`, 60_000, nothing)
      return seen.outcome === 'redis-error' && seen.code === code
    },
    { timeoutMs: 15_000, what: `a schedule is refused with ${code}` },
  ).catch((error: unknown) => {
    throw new Error(`${String(error)}; last seen: ${JSON.stringify(seen)}`)
  })
  if (seen === undefined) throw new Error('No answer')
  return seen
}

it('-LOADING after a restart: says that Redis is loading, and goes on by itself once it is done', async () => {
  // A key each 1 ms, and an answer to clients in between.
  const slowly = ['--key-load-delay', '1000', '--loading-process-events-interval-bytes', '1024']
  const redis = await onOwnRedis({ args: [...slowly, '--aof-use-rdb-preamble', 'yes'] })
  const namespace = newNamespace()
  const ledger = new Ledger(await redis.member({ namespace }))
  await schedulesAgain(ledger)
  await redis.look.redis.mset(Array.from({ length: 3_000 }, (_, n) => [`filler${n}`, 'x'.repeat(50)]).flat())
  await redis.look.redis.bgrewriteaof()
  await waitFor(async () => /aof_rewrite_in_progress:0/.test(await redis.look.redis.info('persistence')), {
    what: 'the data are written as one snapshot',
  })
  const restarted = redis.server.restart()
  expect(await refusalOf(ledger.member, 'loading')).toEqual({
    outcome: 'redis-error',
    code: 'loading',
    message: 'Redis is loading its data and answers nothing yet.',
  })
  await restarted
  await schedulesAgain(ledger)
  await runsDry(ledger)
  await everyHoldBelongs(redis, namespace, ledger)
  ledger.addsUp()
})

it('-NOAUTH, a password that this instance was not given: said so, and it goes on once none is asked for', async () => {
  const redis = await onOwnRedis()
  const namespace = newNamespace()
  const ledger = new Ledger(await redis.member({ namespace }))
  await schedulesAgain(ledger)
  await redis.look.redis.config('SET', 'requirepass', 'new')
  await redis.look.redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
  expect(await refusalOf(ledger.member, 'wrong-password')).toEqual({
    outcome: 'redis-error',
    code: 'wrong-password',
    message: 'Redis asks for a password and was given none.',
  })
  await redis.look.redis.config('SET', 'requirepass', '')
  await schedulesAgain(ledger)
  await runsDry(ledger)
  await everyHoldBelongs(redis, namespace, ledger)
  ledger.addsUp()
})

it('-MOVED from what has become part of a cluster: said so, jobs go on, and so do schedules afterwards', async () => {
  const redis = await onOwnRedis()
  const proxy = redis.end(await startTcpProxy(redis.server.port))
  const namespace = newNamespace()
  const ledger = new Ledger(await redis.member({ url: proxy.url, namespace }))
  const running = gate()
  for (const key of ['a', 'b', 'c']) await ledger.schedule(key, 0, running.work)
  const cluster = redis.end(await startRefusingRedis('MOVED 3999 127.0.0.1:6381'))
  proxy.turnTo(cluster.port)
  expect(await refusalOf(ledger.member, 'moved')).toEqual({
    outcome: 'redis-error',
    code: 'moved',
    message: 'This Redis is part of a cluster, and the key lives on another node.',
  })
  await expect(ledger.member.processor.bumpRemoteDedupKey()).rejects.toMatchObject({
    code: 'redis-error',
    message: expect.stringContaining('part of a cluster') as string,
  })
  running.open()
  await runsDry(ledger)
  proxy.turnTo(redis.server.port)
  await schedulesAgain(ledger)
  await runsDry(ledger)
  await everyHoldBelongs(redis, namespace, ledger)
  ledger.addsUp()
})

it('SCRIPT FLUSH under load: no call notices', async () => {
  const redis = await onOwnRedis()
  const namespace = newNamespace()
  const ledger = new Ledger(await redis.member({ namespace, concurrency: 4 }))
  for (let n = 0; n < 3_000; n += 1) {
    void ledger.schedule(`key${n}`, n % 2 && 60_000, nothing)
    if (n % 100 === 0) await redis.look.redis.script('FLUSH')
  }
  await ledger.answered()
  expect(ledger.counts()).toEqual({ scheduled: 3_000 })
  await runsDry(ledger)
  await everyHoldBelongs(redis, namespace, ledger)
  expect(ledger.member.finished).toHaveLength(3_000)
})
