import { cpus, totalmem } from 'node:os'
import { startBenchServer } from './bench-redis'
import { compare } from './comparison'
import { endToEndComparisons } from './end-to-end'
import { handlerHostComparisons } from './handler-host'
import { journalCost } from './journal'
import { bytesAQueuedJob } from './memory'
import { queueComparisons } from './queue'
import { scheduleComparisons } from './schedule'

/** `--rounds N` (default 5), `--scale F` (default 1: the sizes of the marks), `--only TEXT` (names that hold it). */
function option(name: string, fallback: string): string {
  const at = process.argv.indexOf(`--${name}`)
  return at === -1 ? fallback : (process.argv[at + 1] ?? fallback)
}

const rounds = Number(option('rounds', '5'))
const scale = Number(option('scale', '1'))
const only = option('only', '')

const server = await startBenchServer()
try {
  const comparisons = [
    ...scheduleComparisons(server, scale),
    ...endToEndComparisons(server, scale),
    ...handlerHostComparisons(server, scale),
    ...queueComparisons(scale),
  ].filter(({ name }) => name.includes(only))
  const results: object[] = []
  for (const comparison of comparisons) {
    process.stderr.write(`${comparison.name} …\n`)
    results.push(await compare(comparison, rounds))
  }
  if ('bytes a queued job'.includes(only)) results.push(await bytesAQueuedJob(server, scale))
  if ('journal'.includes(only)) results.push(await journalCost(scale))
  const report = {
    date: new Date().toISOString(),
    machine: `${String(cpus().length)} × ${cpus()[0]?.model ?? 'unknown'}, ${String(Math.round(totalmem() / 2 ** 30))} GiB`,
    node: process.version,
    rounds,
    scale,
    results,
  }
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
} finally {
  await server.stop()
}
