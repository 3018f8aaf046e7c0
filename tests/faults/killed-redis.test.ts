import { expect, it } from 'vitest'
import { gate, newNamespace } from '../processor/fleet'
import { holdName } from '../processor/look'
import { onOwnRedis } from '../processor/on-redis'
import { waitFor } from '../support/wait-for'
import { everyHoldBelongs, Ledger, liveHolds, report, runsDry, schedulesAgain, turn } from './ledger'

const SETTLES = 1_000
const SCHEDULES = 5_000

it.each([true, false])(
  'kill -9 of Redis during 5,000 schedules and 1,000 settles; its data comes back: %s',
  async (keepData) => {
    const redis = await onOwnRedis({ args: ['--appendfsync', 'always'] })
    const namespace = newNamespace()
    const ledger = new Ledger(await redis.member({ namespace, concurrency: SETTLES }))
    const { processor, finished } = ledger.member
    const first = gate()
    for (let n = 0; n < SETTLES; n += 1) void ledger.schedule(`first${n}`, n % 2 && 60_000, first.work)
    await ledger.answered()
    await waitFor(() => processor.runningCount() === SETTLES, { what: 'all of the first run' })

    const second = gate()
    let killed: Promise<void> | undefined
    for (let n = 0; n < SCHEDULES; n += 1) {
      void ledger.schedule(`second${n}`, n % 2 && 60_000, second.work)
      if (n === SCHEDULES / 2) first.open()
      // The settles of all 1,000 and the takes of up to 1,000 are on their way.
      if (finished.length >= SETTLES / 2) killed ??= redis.server.kill('SIGKILL')
      if (n % 50 === 0) await turn()
      while (ledger.open > 1_000) await turn()
    }
    await ledger.answered()
    await (killed ??= redis.server.kill('SIGKILL'))
    const { scheduled = 0, ...refused } = ledger.counts()
    report(`Redis killed, data kept ${keepData}`, ledger.counts())
    expect(scheduled).toBeGreaterThan(2 * SETTLES)
    expect(refused['not-connected']).toBeGreaterThan(0)
    expect(Object.keys(refused)).toEqual(['not-connected'])
    ledger.addsUp()

    await redis.server.restart({ keepData })
    await everyHoldBelongs(redis, namespace, ledger)
    ledger.addsUp()
    if (keepData) {
      const held = new Set((await liveHolds(redis, namespace)).map(({ name }) => name))
      const waiting = ledger.accepted().filter((key) => processor.findJob({ key }))
      expect(waiting.filter((key) => !held.has(holdName(namespace, 0, key)))).toEqual([])
    }

    await schedulesAgain(ledger)
    second.open()
    await runsDry(ledger)
    ledger.addsUp()
    expect(new Set(finished.map((job) => job.outcome))).toEqual(new Set(['done']))
    await everyHoldBelongs(redis, namespace, ledger)
  },
)
