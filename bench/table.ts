import { isMet, type Mark, type Result } from './benchmark'
import type { Row } from './row'

/** Of Markdown, for a terminal: without the date, which is now. */
export function tableOf(results: readonly Result[]): string {
  return table(COLUMNS, results.map(cellsOf))
}

/** Of Markdown, for the report. */
export function datedTableOf(rows: readonly Row[]): string {
  return table(
    [...COLUMNS, 'date'],
    rows.map((row) => [...cellsOf(row), row.date.slice(0, 10)]),
  )
}

/** How each row was measured: one line where all are alike, else one for each that differs, with its rows. */
export function conditionsOf(rows: readonly Row[]): string {
  const groups = new Map<string, string[]>()
  for (const row of rows) {
    const condition = conditionOf(row)
    const names = groups.get(condition)
    if (names) names.push(row.name)
    else groups.set(condition, [row.name])
  }
  const [first] = groups.keys()
  if (first === undefined) return ''
  if (groups.size === 1) return `Measured with ${first}.`
  return [...groups].map(([condition, names]) => `- ${condition}: ${names.join('; ')}`).join('\n')
}

/** `0.95 ×`, `16 ms` */
export function valueOf({ value, unit }: Result): string {
  return `${value.toLocaleString('en-US')} ${unit}`
}

export function markOf(mark: Mark): string {
  return 'least' in mark
    ? `≥ ${mark.least.toLocaleString('en-US')}`
    : `≤ ${mark.most.toLocaleString('en-US')}`
}

const COLUMNS = ['work', 'measured', 'against', 'value', 'mark', 'met']

function cellsOf(result: Result): string[] {
  const { name, measured, against, mark } = result
  const met = isMet(result)
  return [
    ...[name, measured, against, valueOf(result), mark === undefined ? '' : markOf(mark)],
    met === undefined ? '' : met ? 'yes' : '**no**',
  ]
}

function conditionOf({ command, rounds, machine, node, redis, electron }: Row): string {
  const versions = [`Node ${node}`, redis && `Redis ${redis}`, electron && `Electron ${electron}`]
  return [`\`${command}\``, `${rounds} rounds`, machine, ...versions.filter(Boolean)].join(', ')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
