import { parseArgs } from 'node:util'
import { startBenchServer, type BenchServer } from './bench-redis'
import type { Benchmark, Effort, Result } from './benchmark'
import { endToEndBenchmarks } from './end-to-end'
import { growthBenchmarks } from './growth'
import { handlerHostBenchmarks } from './handler-host'
import { journalCost } from './journal'
import { queuedJobMemory } from './memory'
import { CpuProfile } from './profile'
import { queueBenchmarks } from './queue'
import { reportOf, tableOf } from './report'
import { scheduleBenchmarks } from './schedule'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    scale: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    profile: { type: 'string' },
  },
})
const effort: Effort = { rounds: Number(options.rounds), scale: Number(options.scale) }

function benchmarks(server: BenchServer): Benchmark[] {
  return [
    ...scheduleBenchmarks(server),
    ...endToEndBenchmarks(server),
    ...handlerHostBenchmarks(server),
    ...queueBenchmarks(),
    ...growthBenchmarks(server),
    queuedJobMemory(server),
    journalCost(),
  ]
}

async function runAll(chosen: readonly Benchmark[]): Promise<Result[]> {
  const results: Result[] = []
  for (const benchmark of chosen) {
    process.stderr.write(`${benchmark.name} …\n`)
    results.push(await benchmark.run(effort))
  }
  return results
}

async function profile(chosen: readonly Benchmark[]): Promise<void> {
  const cpu = new CpuProfile()
  await cpu.start()
  for (const { name, run } of chosen) {
    process.stderr.write(`${name} …\n`)
    await run({ ...effort, rounds: 1, profiled: (work) => cpu.during(name, work) })
  }
  cpu.stop()
}

const server = await startBenchServer()
try {
  const wanted = options.profile ?? options.only
  const chosen = benchmarks(server).filter(({ name }) => name.includes(wanted))
  if (chosen.length === 0) throw new Error(`No benchmark has "${wanted}" in its name.`)
  if (options.profile !== undefined) await profile(chosen)
  else {
    const results = await runAll(chosen)
    process.stderr.write(`\n${tableOf(results)}\n`)
    process.stdout.write(`${JSON.stringify(reportOf(results, effort), null, 2)}\n`)
  }
} finally {
  await server.stop()
}
