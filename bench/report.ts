import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chartOf } from './chart'
import type { Row } from './row'
import { conditionsOf, datedTableOf } from './table'

const BEGIN = '<!-- results: written by npm run bench -- --write -->'
const END = '<!-- end of the results -->'

/**
 * Keeps what a run has measured in `results.json`, and shows all that is kept in `README.md` and `chart.svg`.
 * @param names of all benchmarks, in their order; a row of none of them is dropped
 */
export async function writeReport(
  folder: string,
  measured: readonly Row[],
  names: readonly string[],
): Promise<void> {
  const file = join(folder, 'results.json')
  const kept = JSON.parse(await readFile(file, 'utf8').catch(() => '[]')) as Row[]
  const rows = mergedRows(kept, measured, names)
  const readme = join(folder, 'README.md')
  await writeFormatted(file, JSON.stringify(rows))
  await writeFormatted(readme, withResults(await readFile(readme, 'utf8'), rows))
  await writeFile(join(folder, 'chart.svg'), chartOf(rows))
}

/** The newest of each, in the order of the benchmarks. @throws Error where a row was measured that none of them names */
export function mergedRows(kept: readonly Row[], measured: readonly Row[], names: readonly string[]): Row[] {
  const stranger = measured.find(({ name }) => !names.includes(name))
  if (stranger) throw new Error(`No benchmark has the name of the row "${stranger.name}".`)
  const newest = new Map([...kept, ...measured].map((row) => [row.name, row]))
  return names.flatMap((name) => newest.get(name) ?? [])
}

/** Puts table, conditions and chart between their two marks. @throws Error where the marks are not there */
export function withResults(readme: string, rows: readonly Row[]): string {
  const begin = readme.indexOf(BEGIN)
  const end = readme.indexOf(END)
  if (begin === -1 || end < begin) throw new Error(`The README needs the lines ${BEGIN} and ${END}.`)
  const chart = '![Each value beside its mark: a bar beyond the line has met it](chart.svg)'
  const results = [BEGIN, datedTableOf(rows), conditionsOf(rows), chart]
  return `${readme.slice(0, begin)}${results.join('\n\n')}\n\n${readme.slice(end)}`
}

async function writeFormatted(file: string, text: string): Promise<void> {
  const { format, resolveConfig } = await import('prettier')
  await writeFile(file, await format(text, { ...(await resolveConfig(file)), filepath: file }))
}
