import { expect, it } from 'vitest'
import { gate, newNamespace, nothing } from '../processor/fleet'
import { onOwnRedis } from '../processor/on-redis'
import { everyHoldBelongs, Ledger, report, runsDry, schedulesAgain } from './ledger'
import { probeWhile } from './probes'

it('SIGSTOP for 5 s, then SIGCONT: each call is answered in its time, and no key stays held without a job', async () => {
  const redis = await onOwnRedis()
  const namespace = newNamespace()
  const ledger = new Ledger(await redis.member({ namespace, concurrency: 4 }))
  const { processor, finished } = ledger.member
  const running = gate()
  for (let n = 0; n < 200; n += 1) void ledger.schedule(`before${n}`, n % 2 && 60_000, running.work)
  await ledger.answered()

  redis.server.suspend()
  running.open()
  const late = await probeWhile(5_000, (n) => ledger.schedule(`during${n}`, n % 2 && 60_000, nothing))
  report('SIGSTOP for 5 s', ledger.counts())
  expect(late).toEqual([])
  // Jobs that wait need no Redis to run.
  expect(finished).toHaveLength(200)
  redis.server.continue()

  await everyHoldBelongs(redis, namespace, ledger)
  const { scheduled, ...refused } = ledger.counts()
  expect(scheduled).toBe(200)
  expect(Object.keys(refused)).toEqual(['not-answering'])
  expect(processor.queueLength()).toBe(0)
  await schedulesAgain(ledger)
  await runsDry(ledger)
  ledger.addsUp()
})
