import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createForkLauncher } from '../../src/handlers/fork-launcher'
import type { HostLauncher } from '../../src/handlers/host-launcher'
import { createHandlerRunner } from '../../src/handlers/hosted-runner'
import { systemClock } from '../../src/processor/clock'
import { scriptedProcessor } from '../../src/runtime/handlers/scripted-processor'
import { buildHost, temporaryFolder, type BuiltHost } from '../handlers/handler-host'
import { onSharedRedis } from '../processor/on-redis'
import { endWithTest } from '../support/clean-up'
import { waitFor } from '../support/wait-for'
import { expectAtMost } from './counted-redis'

const FILE = 'empty.js'
const OTHER_FILE = 'other.js'
/** As many as a lane has handed over at most. */
const A_TURN = 256

const redis = onSharedRedis()
let host: BuiltHost
let folder: string
beforeAll(async () => {
  host = await buildHost()
  folder = await temporaryFolder('keyhold-counts-')
  for (const file of [FILE, OTHER_FILE]) await writeFile(join(folder, file), 'export default () => 0\n')
})
afterAll(() => Promise.all([host.remove(), rm(folder, { recursive: true })]))

/** Counts the messages between this process and the host. */
function countedLauncher() {
  const messages = { toHost: 0, fromHost: 0 }
  const launcher: HostLauncher = {
    launch() {
      const child = createForkLauncher({ hostEntry: host.hostEntry }).launch()
      child.onMessage(() => (messages.fromHost += 1))
      const send = (message: object): void => {
        messages.toHost += 1
        child.send(message)
      }
      return Object.assign(Object.create(child) as typeof child, { send })
    },
  }
  const during = async (work: () => Promise<unknown>): Promise<typeof messages> => {
    Object.assign(messages, { toHost: 0, fromHost: 0 })
    await work()
    return { ...messages }
  }
  return { launcher, during }
}

/** How many answers come along depends on how fast host and worker are beside this process: by far not one a job. */
const FEW = 1 / 8

describe('messages to the handler host and back', () => {
  it('all runs of a turn are one message, of whatever script', async () => {
    const { launcher, during } = countedLauncher()
    const runner = endWithTest(createHandlerRunner({ launcher, folder }))
    const run = (file: string, jobId: number, behind?: number): Promise<unknown> => {
      const lane = file === FILE ? 0 : 1
      const job = { argument: 'null', key: `key:${jobId}`, attempt: 1, scheduledAt: 0, backoffMs: 0 }
      return runner.run({ file, ...job, jobId, lane, behind })
    }
    const runAll = (file: string, first: number, jobs: number): Promise<unknown>[] =>
      Array.from({ length: jobs }, (_, n) => run(file, first + n, n === 0 ? undefined : first + n - 1))
    await Promise.all([...runAll(FILE, 0, 1), ...runAll(OTHER_FILE, 1, 1)])
    const messages = await during(() =>
      Promise.all([...runAll(FILE, 1_000, A_TURN / 2), ...runAll(OTHER_FILE, 2_000, A_TURN / 2)]),
    )
    expectAtMost(messages, { toHost: 1, fromHost: A_TURN * FEW })
  })

  it('a run alone is one message each way', async () => {
    const { launcher, during } = countedLauncher()
    const runner = endWithTest(createHandlerRunner({ launcher, folder }))
    const run = {
      file: FILE,
      argument: 'null',
      key: 'key',
      lane: 0,
      attempt: 1,
      scheduledAt: 0,
      backoffMs: 0,
    }
    await runner.run({ ...run, jobId: 1 })
    expectAtMost(await during(() => runner.run({ ...run, jobId: 2 })), { toHost: 1, fromHost: 1 })
  })

  it('jobs of a queue cross in few messages', async () => {
    const JOBS = 2_000
    const { launcher: hostLauncher, during } = countedLauncher()
    const { dedup } = await redis.member({ paused: true })
    const { processor, runner, handler, runs } = scriptedProcessor(
      {
        profile: { handler: FILE, concurrency: 1 },
        ...{ hostLauncher, handlerFolder: folder, versionsFolder: join(folder, 'versions') },
        log: (_, code, fields) => expect.fail(`${code}: ${JSON.stringify(fields)}`),
      },
      { dedup, clock: systemClock, changed: () => undefined },
    )
    endWithTest(runner)
    endWithTest(handler)
    endWithTest(processor)
    const outcomes: string[] = []
    processor.on('finished', ({ jobId, outcome }) => {
      runs.takeScript(jobId)
      outcomes.push(outcome)
    })
    const through = async (name: string, jobs: number): Promise<void> => {
      outcomes.length = 0
      const keys = Array.from({ length: jobs }, (_, n) => `${name}:${n}`)
      await Promise.all(keys.map((key) => processor.schedule(key, 60_000, 'null')))
      await waitFor(() => outcomes.length >= jobs, { what: 'all have ended' })
    }
    // Until then nothing is known of how long its jobs take.
    await through('warm', 300)
    const messages = await during(() => through('key', JOBS))
    expectAtMost(messages, { toHost: JOBS * FEW, fromHost: JOBS * FEW })
    expect(new Set(outcomes)).toEqual(new Set(['done']))
  })
})
