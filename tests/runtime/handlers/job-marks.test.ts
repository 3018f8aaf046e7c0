import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readLeftMarks } from '../../../src/handlers/left-marks'
import { ActiveHandler } from '../../../src/runtime/handlers/active-handler'
import { JobRuns } from '../../../src/runtime/jobs/job-runs'
import { buildHost, openBench, temporaryFolder, type BuiltHost } from '../../handlers/handler-host'

let host: BuiltHost
beforeAll(async () => {
  host = await buildHost()
})
afterAll(() => host.remove())

const job = (jobId: number) => ({
  ...{ jobId, key: String(jobId), lane: 0, behind: undefined, attempt: 1, scheduledAt: 0, backoffMs: 0 },
  signal: new AbortController().signal,
})

it('a job’s runs are marked with its number, where it has one', async () => {
  const folder = await temporaryFolder('keyhold-marks-')
  const bench = await openBench(host, { marksFolder: join(folder, 'marks'), marksName: 'app' })
  await bench.write('go.js', 'export default () => 5')
  const nothing = (): void => undefined
  const { runner } = bench
  const active = new ActiveHandler({
    ...{ runner, file: 'go.js', concurrency: 1, changed: nothing, bounded: nothing },
  })
  const runs = new JobRuns(runner, active, (jobId) => jobId + 100)
  await runs.run('null', job(1))
  await new JobRuns(runner, active).run('null', job(2))
  // As after a crash: it ends the host too.
  const left = await readLeftMarks({ folder: join(folder, 'marks'), isLeft: () => true })
  expect(left.markOf('app', 101)).toEqual({ kind: 'ended', pauseMs: 5 })
  expect([1, 2, 102].map((mark) => left.markOf('app', mark))).toEqual([undefined, undefined, undefined])
  active.close()
  await bench.dispose()
  rmSync(folder, { recursive: true })
})
