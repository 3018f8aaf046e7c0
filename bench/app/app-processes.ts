import { readFileSync } from 'node:fs'
import type { Keyhold } from '../../e2e/support/launch-keyhold'

/** Ids of the processes of one app, by what they are. */
export interface AppProcesses {
  readonly main: number
  readonly page: number
  readonly host: number
  readonly gpu: number | undefined
}

export async function appProcesses({ app }: Keyhold): Promise<AppProcesses> {
  const metrics = await app.evaluate(({ app: electron }) =>
    electron.getAppMetrics().map(({ pid, type, name }) => ({ pid, type, name })),
  )
  const find = (is: (of: (typeof metrics)[number]) => boolean, what: string): number => {
    const found = metrics.find(is)
    if (!found) throw new Error(`No ${what} among ${JSON.stringify(metrics)}`)
    return found.pid
  }
  return {
    main: find(({ type }) => type === 'Browser', 'main process'),
    page: find(({ type }) => type === 'Tab', 'page'),
    host: find(({ name }) => name?.includes('handler') ?? false, 'handler host'),
    gpu: metrics.find(({ type }) => type === 'GPU')?.pid,
  }
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
