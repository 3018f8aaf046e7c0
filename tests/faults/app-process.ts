import { openSync, writeSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { LeftJobRow, RecoveryView } from '../../src/contract/journal'
import { createForkLauncher } from '../../src/handlers/fork-launcher'
import { createRuntime } from '../../src/runtime/create-runtime'
import type { Runtime } from '../../src/runtime/runtime'

/** What an app is told at its start. */
export interface AppOrders {
  readonly url: string
  /** Of the user: scripts, store, marks, and what was accepted. */
  readonly folder: string
  readonly hostEntry: string
  readonly storeEntry: string
  /** Keys of this life begin so. */
  readonly name: string
  readonly jobs: number
  readonly task: 'go-on' | 'finish'
}

export type AppReport =
  /** Its first jobs are accepted, or what it found is taken up. */
  | { readonly kind: 'at-work' }
  | { readonly kind: 'done'; readonly left: readonly LeftJobRow[]; readonly recovery: RecoveryView | null }

const report = (message: AppReport): Promise<unknown> =>
  new Promise((resolve) => process.send?.(message, resolve))

const BATCH = 250

/** Schedules, and writes down each key that was accepted once it was told so. */
async function schedule(runtime: Runtime, { name, jobs, folder }: AppOrders): Promise<void> {
  const accepted = openSync(join(folder, 'accepted'), 'a')
  for (let from = 0; from < jobs; from += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, jobs - from) }, async (_, index) => {
      const key = `${name}:${from + index}`
      const outcome = await runtime.schedule({ key, backoffMs: 0, argument: JSON.stringify(key) })
      if (outcome.outcome === 'scheduled') writeSync(accepted, `${key}\n`)
    })
    await Promise.all(batch)
  }
}

async function main(orders: AppOrders): Promise<void> {
  const { url, folder, hostEntry, storeEntry, jobs, task } = orders
  const runtime = await createRuntime({
    profile: {
      ...{
        id: 'test',
        name: 'Test',
        redisUrl: url,
        namespace: 'orders',
        layout: 'go-io',
        handler: 'mark.js',
      },
      ...{ concurrency: 2, environment: 'development', readOnly: false },
    },
    ...{ redisUrl: url, address: url, handlerFolder: join(folder, 'handlers') },
    versionsFolder: join(folder, 'versions'),
    hostLauncher: createForkLauncher({ hostEntry }),
    trash: (path) => rm(path),
    appVersion: '0.0.0',
    store: {
      file: join(folder, 'stores', 'test.sqlite'),
      entry: storeEntry,
      durability: 'normal',
      marksFolder: join(folder, 'marks'),
    },
    log: () => undefined,
  })
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await pause(5)
  }
  const isTakenUp = (): boolean => ['done', undefined].includes(runtime.live().recovery?.state)
  await until(() => runtime.live().connection.state === 'ready')
  await schedule(runtime, orders)
  if (jobs === 0) await until(isTakenUp)
  await report({ kind: 'at-work' })
  if (task === 'go-on') return
  await until(() => {
    const { waiting, running } = runtime.pending()
    return isTakenUp() && waiting + running === 0
  })
  const { rows } = runtime.journal.left({ offset: 0, limit: 100_000 })
  const { recovery } = runtime.live()
  await runtime.stop({ waiting: 'keep' })
  await report({ kind: 'done', left: rows, recovery: recovery ?? null })
  process.exit(0)
}

void main(JSON.parse(process.argv[2] ?? '{}') as AppOrders)
