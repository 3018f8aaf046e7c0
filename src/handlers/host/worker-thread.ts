import { Worker } from 'node:worker_threads'
import type { Failure } from '../failure'
import type { WorkerBirth } from '../worker-protocol'

/** Starts the thread of a worker. @param memoryMb limit of its heap, MiB */
export function startThread(workerEntry: string, memoryMb: number, birth: WorkerBirth): Worker {
  const thread = new Worker(workerEntry, {
    workerData: birth,
    // Scripts are linked module by module, which Node offers behind this flag only.
    execArgv: ['--experimental-vm-modules'],
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: Math.min(32, memoryMb) },
    // What a script writes is captured inside; the rest (warnings of Node) is dropped.
    stdout: true,
    stderr: true,
  })
  thread.stdout.resume()
  thread.stderr.resume()
  return thread
}

/** What the error means with which a thread ended. */
export function deathOf(error: unknown): Failure {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return { code: 'out-of-memory', message: 'The handler used more memory than its worker may.' }
  }
  const message = error instanceof Error ? error.message : 'An unknown error'
  return { code: 'threw', message: `The worker of the handler ended: ${message.slice(0, 4_096)}.` }
}

export const exited = (code: number): Failure => ({
  code: 'exited',
  message: `The handler ended its worker with exit code ${code}.`,
})

export const overTime = (file: string | undefined, what: 'load' | 'end', timeoutMs: number): Failure => ({
  code: 'timeout',
  message: `${file ?? 'The script'} did not ${what} within ${timeoutMs} ms.`,
})
