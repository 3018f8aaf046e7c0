import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { appBenchmarks } from './app/index'
import { startBenchServer, type BenchServer } from './bench-redis'
import type { Benchmark, Effort, Result } from './benchmark'
import { duplicateBenchmarks } from './duplicates'
import { endToEndBenchmarks } from './end-to-end'
import { growthBenchmarks } from './growth'
import { handlerHostBenchmarks } from './handler-host'
import { journalCost } from './journal'
import { queuedJobMemory } from './memory'
import { CpuProfile } from './profile'
import { queueBenchmarks } from './queue'
import { writeReport } from './report'
import { rowsOf } from './row'
import { scanBenchmarks } from './scan'
import { scheduleBenchmarks } from './schedule'
import { tableOf } from './table'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    scale: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    minutes: { type: 'string', default: '3' },
    profile: { type: 'string' },
    write: { type: 'boolean', default: false },
    names: { type: 'boolean', default: false },
  },
})
const effort: Effort = {
  rounds: Number(options.rounds),
  scale: Number(options.scale),
  minutes: Number(options.minutes),
}

function benchmarks(server: BenchServer): Benchmark[] {
  return [
    ...scheduleBenchmarks(server),
    ...duplicateBenchmarks(server),
    ...endToEndBenchmarks(server),
    ...handlerHostBenchmarks(server),
    ...queueBenchmarks(),
    ...scanBenchmarks(server),
    ...growthBenchmarks(server),
    queuedJobMemory(server),
    journalCost(),
    ...appBenchmarks(),
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

if (options.write && (effort.scale !== 1 || options.profile !== undefined))
  throw new Error('Only what was measured at scale 1, and without a profiler, is written down.')

const server = await startBenchServer()
try {
  const wanted = options.profile ?? options.only
  const all = benchmarks(server)
  const chosen = all.filter(({ name }) => name.includes(wanted))
  if (chosen.length === 0) throw new Error(`No benchmark has "${wanted}" in its name.`)
  if (options.names) process.stdout.write(chosen.map(({ name }) => `${name}\n`).join(''))
  else if (options.profile !== undefined) await profile(chosen)
  else {
    const results = await runAll(chosen)
    process.stderr.write(`\n${tableOf(results)}\n`)
    const given = process.argv.slice(2).filter((option) => option !== '--write')
    const rows = rowsOf(results, effort, given)
    process.stdout.write(`${JSON.stringify({ scale: effort.scale, rows }, null, 2)}\n`)
    if (options.write) {
      const names = all.map(({ name }) => name)
      await writeReport(resolve(import.meta.dirname, '../bench'), rows, names)
    }
  }
} finally {
  await server.stop()
}
