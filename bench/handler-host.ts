import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createForkLauncher } from '../src/handlers/fork-launcher'
import { RedisDedup } from '../src/index'
import { systemClock } from '../src/processor/clock'
import { scriptedProcessor } from '../src/runtime/handlers/scripted-processor'
import type { BenchServer } from './bench-redis'
import type { Benchmark } from './benchmark'
import { callersAtWork, type Contender } from './comparison'
import { againstBullMq, BACKOFF_MS, CALLERS, JOBS } from './end-to-end'

/** Built beside the benchmarks by the script that starts them. */
const hostEntry = resolve(import.meta.dirname, '../dist-electron/handler-host.cjs')
const handler = 'empty.js'

/** The same jobs run by a script in the handler host, which is up and has loaded it when the clock starts. */
function throughHost(server: BenchServer): Contender {
  return {
    name: 'keyhold, handler host',
    async run(scale) {
      const count = Math.ceil(JOBS * scale)
      const handlerFolder = mkdtempSync(join(tmpdir(), 'keyhold-bench-'))
      writeFileSync(join(handlerFolder, handler), 'export default () => 0\n')
      const dedup = new RedisDedup({ redis: await server.connect(), namespace: 'bench', layout: 'go-io' })
      const {
        processor,
        runs,
        runner,
        handler: active,
      } = scriptedProcessor(
        {
          profile: { handler, concurrency: 1 },
          hostLauncher: createForkLauncher({ hostEntry }),
          handlerFolder,
          versionsFolder: join(handlerFolder, 'versions'),
          log: (level, code, fields) => {
            throw new Error(`The handler host says ${level} ${code}: ${JSON.stringify(fields)}`)
          },
        },
        { dedup, clock: systemClock, changed: () => undefined },
      )
      let failed = 0
      let ended: () => void = () => undefined
      processor.on('finished', ({ jobId, outcome }) => {
        runs.takeScript(jobId)
        if (outcome !== 'done') failed++
        ended()
      })
      const endToEnd = async (name: string, jobs: number): Promise<void> => {
        let left = jobs
        const ran = new Promise<void>((resolve) => (ended = () => --left === 0 && resolve()))
        await callersAtWork(CALLERS, jobs, (n) => processor.schedule(`${name}:${n}`, BACKOFF_MS, String(n)))
        await ran
        await dedup.flush(60_000)
      }
      // The host is as warm as this process is after its first round.
      const warming = Math.ceil(count / 5)
      await endToEnd('warm', warming)
      const startedAt = performance.now()
      await endToEnd('key', count)
      const perSecond = count / ((performance.now() - startedAt) / 1_000)
      if (failed > 0) throw new Error(`${String(failed)} of ${String(count)} jobs were not done.`)
      await server.expectKeysThenFlush(warming + count, 'bench:goio.bgProcessor.dedupKey')
      await processor.stop()
      active.close()
      await runner.close()
      dedup.close()
      rmSync(handlerFolder, { recursive: true })
      return perSecond
    },
  }
}

export function handlerHostBenchmarks(server: BenchServer): Benchmark[] {
  return [againstBullMq(server, 'end to end, handler host', throughHost(server), 2.5)]
}
