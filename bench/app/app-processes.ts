import { readFileSync } from 'node:fs'
import type { ProbedKeyhold } from './probed-keyhold'

/** Ids of the processes of one app, by what they are. */
export interface AppProcesses {
  readonly main: number
  readonly page: number
  readonly host: number
  /** Chromium's own, by its names for them. */
  readonly others: Readonly<Record<string, number>>
}

export async function processesOf(keyhold: ProbedKeyhold): Promise<AppProcesses> {
  const metrics = await keyhold.inMain(({ electron }) =>
    // `name` of one that has none is its type.
    electron.app.getAppMetrics().map(({ pid, type, name = type }) => ({ pid, type, name })),
  )
  const rest = new Set(metrics)
  const take = (is: (of: (typeof metrics)[number]) => boolean, what: string): number => {
    const found = metrics.find(is)
    if (!found) throw new Error(`No ${what} among ${JSON.stringify(metrics)}`)
    rest.delete(found)
    return found.pid
  }
  const main = take(({ type }) => type === 'Browser', 'main process')
  const page = take(({ type }) => type === 'Tab', 'page')
  const host = take(({ name }) => name.includes('handler'), 'handler host')
  return { main, page, host, others: Object.fromEntries([...rest].map(({ name, pid }) => [name, pid])) }
}

/** What lies in memory of one process, in MB. */
export interface ResidentMemory {
  readonly all: number
  /** With its share alone of what other processes map too. */
  readonly share: number
  /** No file's. */
  readonly own: number
}

export function residentMemory(pid: number): ResidentMemory {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  const mb = (field: string): number =>
    Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1] ?? Number.NaN) / 1_024
  return { all: mb('Rss'), share: mb('Pss'), own: mb('Anonymous') }
}
