import { randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { expect, it } from 'vitest'
import { newNamespace } from '../processor/fleet'
import { generationName } from '../processor/look'
import { onSharedRedis } from '../processor/on-redis'
import { endWithTest } from '../support/clean-up'
import { GoIoStyleProcessor } from '../support/go-io-client'
import { waitFor } from '../support/wait-for'
import { GO_IO, HoldRecord, type Taken } from './hold-record'
import type { RunRecord } from './instance-process'
import { onInstances } from './instances'
import { report } from './ledger'

const redis = onSharedRedis()
const instances = onInstances()
const KEYS = 200
const DURATION_MS = 1_000 * Number(process.env['KEYHOLD_FAULTS_SECONDS'] ?? 20)

/** A run, and the hold that was taken for it. */
interface HeldRun extends RunRecord {
  readonly owner: string
  readonly taken: Taken | undefined
}

const now = (): number => performance.timeOrigin + performance.now()

/** A service that uses go-io, for the time of the test. @returns its runs, and between which moments each was accepted */
async function workAsGoIo(namespace: string) {
  const client = endWithTest(new Redis(redis.server.url))
  const service = new GoIoStyleProcessor(client, namespace)
  const runs: (RunRecord & { readonly accepted: () => { from: number; to: number } })[] = []
  const calls: Promise<unknown>[] = []
  const end = now() + DURATION_MS
  while (now() < end) {
    const key = `key${randomInt(KEYS)}`
    const accepted = { from: now(), to: Number.POSITIVE_INFINITY }
    const runMs = randomInt(60)
    const call = service.schedule(key, 1_000 + randomInt(1_500), async () => {
      const startedAt = now()
      // Its queue outlasts its holds, as a busy service's does; in the end it is let go quickly.
      await pause(now() < end ? runMs : 0)
      runs.push({ key, startedAt, endedAt: now(), accepted: () => accepted })
    })
    calls.push(call.then(() => (accepted.to = now())))
    await pause(randomInt(15))
  }
  await Promise.all(calls)
  await waitFor(() => service.queueLength() === 0, { what: 'the go-io client has run its jobs' })
  return runs
}

/** Pairs of runs of one key that were under way at the same moment. */
function overlapping(runs: readonly HeldRun[]): (readonly [HeldRun, HeldRun])[] {
  const byKey = new Map<string, HeldRun[]>()
  for (const run of runs) byKey.set(run.key, [...(byKey.get(run.key) ?? []), run])
  return [...byKey.values()].flatMap((ofKey) =>
    ofKey.flatMap((one, n) =>
      ofKey
        .slice(n + 1)
        .filter((other) => one.startedAt < other.endedAt && other.startedAt < one.endedAt)
        .map((other) => [one, other] as const),
    ),
  )
}

it(
  'two instances and a go-io client on 200 keys with bumps: I1, I4, and each overlap is go-io’s',
  { timeout: DURATION_MS + 40_000 },
  async () => {
    const namespace = newNamespace()
    const record = endWithTest(await HoldRecord.start(redis.look.redis, namespace))
    const orders = { url: redis.server.url, namespace, keys: KEYS, leaseMs: 5_000 }
    const members = await Promise.all(
      [1, 2].map(() => instances.start({ ...orders, task: { kind: 'work' } })),
    )
    const goIoRuns = await workAsGoIo(namespace)
    const reports = await Promise.all(members.map((member) => member.finish()))
    await record.caughtUp()

    const runs: HeldRun[] = [
      ...reports.flatMap(({ runs: each }, n) => {
        const owner = members[n]?.instance ?? ''
        return each.map((run) => ({
          ...run,
          owner,
          taken: record.taken.findLast(
            (taken) => taken.owner === owner && taken.key === run.key && taken.at <= run.startedAt,
          ),
        }))
      }),
      ...goIoRuns.map(({ accepted, ...run }) => ({
        ...run,
        owner: GO_IO,
        taken: record.taken.find(
          ({ owner, key, at }) =>
            owner === GO_IO && key === run.key && at > accepted().from - 5 && at < accepted().to + 5,
        ),
      })),
    ]
    const pairs = overlapping(runs)
    const sameGeneration = pairs.filter(([one, other]) => one.taken?.name === other.taken?.name)
    report('two instances and a go-io client', {
      runs: runs.length,
      byGoIo: goIoRuns.length,
      bumps: await redis.look.redis.get(generationName(namespace)),
      overlaps: pairs.length,
      inOneGeneration: sameGeneration.length,
    })

    expect(runs.filter((run) => run.taken === undefined)).toEqual([])
    // I1
    expect(pairs.filter(([one, other]) => one.owner === other.owner)).toEqual([])
    // I4
    expect(record.violations).toEqual([])
    const unexplained = sameGeneration.filter(([one, other]) => {
      if (!one.taken || !other.taken) return true
      const [first, second] =
        one.taken.at < other.taken.at ? [one.taken, other.taken] : [other.taken, one.taken]
      return !record.explains(first, second)
    })
    expect(unexplained).toEqual([])
    expect(Number(await redis.look.redis.get(generationName(namespace)))).toBeGreaterThan(2)
    for (const { runs: each } of reports) expect(each.length).toBeGreaterThan(500)
    expect(goIoRuns.length).toBeGreaterThan(100)
  },
)
