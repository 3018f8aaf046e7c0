import { execFileSync } from 'node:child_process'
import { cpus, totalmem } from 'node:os'
import { isMet, type Effort, type Mark, type Result } from './benchmark'

/** Where and when it was measured, and with what. */
export function reportOf(results: readonly Result[], { rounds, scale }: Effort): object {
  return {
    date: new Date().toISOString(),
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    node: process.version,
    redis: /v=([\d.]+)/.exec(execFileSync('redis-server', ['--version'], { encoding: 'utf8' }))?.[1],
    rounds,
    scale,
    results: results.map((result) => ({ ...result, met: isMet(result) })),
  }
}

/** Of Markdown. */
export function tableOf(results: readonly Result[]): string {
  const rows = results.map((result) => [
    result.name,
    result.measured,
    result.against,
    `${result.value.toLocaleString('en')} ${result.unit}`,
    markOf(result.mark),
    { true: 'met', false: '**not met**', undefined: '' }[String(isMet(result))] ?? '',
  ])
  const head = ['work', 'measured', 'against', 'value', 'mark', '']
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function markOf(mark: Mark | undefined): string {
  if (mark === undefined) return ''
  return 'least' in mark ? `≥ ${mark.least}` : `≤ ${mark.most}`
}
