import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { build } from 'vite'
import { endWithTest } from '../support/clean-up'
import type { InstanceOrders, InstanceReport } from './instance-process'

/** An instance of Keyhold in a process of its own. */
export interface InstanceProcess {
  /** The first part of its holds' tokens. */
  readonly instance: string
  /** SIGKILL: nothing of it ends in order. */
  kill(): Promise<void>
  /** Ends it in order. @returns what it has done */
  finish(): Promise<InstanceReport & { readonly kind: 'done' }>
}

/** The child's program, built once for a file: call it at the top level. */
export function onInstances(): { start(orders: InstanceOrders): Promise<InstanceProcess> } {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keyhold-instance-'))
    await build({
      configFile: false,
      logLevel: 'error',
      ssr: { noExternal: true },
      build: {
        target: 'node20',
        outDir: folder,
        ssr: resolve(import.meta.dirname, 'instance-process.ts'),
        rolldownOptions: { output: { entryFileNames: 'instance.mjs' } },
      },
    })
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))
  return {
    start: async (orders) => {
      const child = fork(join(folder, 'instance.mjs'), [JSON.stringify(orders)])
      endWithTest({ stop: () => child.kill('SIGKILL') })
      const { instance } = await reported(child, 'ready')
      return {
        instance,
        kill: async () => {
          child.kill('SIGKILL')
          await once(child, 'exit')
        },
        finish: async () => {
          const report = reported(child, 'done')
          child.send('finish')
          return report
        },
      }
    },
  }
}

function reported<Kind extends InstanceReport['kind']>(
  child: ChildProcess,
  kind: Kind,
): Promise<InstanceReport & { readonly kind: Kind }> {
  return new Promise((resolve, reject) => {
    const isWanted = (report: InstanceReport): report is InstanceReport & { readonly kind: Kind } =>
      report.kind === kind
    child.on('message', (report: InstanceReport) => {
      if (isWanted(report)) resolve(report)
    })
    child.once('exit', (code) => reject(new Error(`The instance ended (${code}) before it was ${kind}`)))
  })
}
