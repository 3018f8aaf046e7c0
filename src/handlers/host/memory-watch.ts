import type { WorkerPool } from './worker-pool'
import type { ScriptWorker } from './script-worker'
import type { Failure } from '../failure'

const LOOK_EVERY_MS = 100
const MIB = 1_048_576
/** What a worker takes beside its script: young objects, its stack, compiled code. */
const WORKER_OVERHEAD_MB = 64

/**
 * Bounds what the heap limit of a worker does not: buffers. While scripts load or run the memory of the whole host
 * is looked at; when it is more than all workers together may have, those that hold more than their share end.
 */
export class MemoryWatch {
  readonly #pool: WorkerPool
  readonly #base = process.memoryUsage.rss()
  #timer: NodeJS.Timeout | undefined
  #isLooking = false

  constructor(pool: WorkerPool) {
    this.#pool = pool
  }

  /** A script begins to load or to run. The watch ends by itself when none does. */
  start(): void {
    this.#timer ??= setInterval(() => this.#look(), LOOK_EVERY_MS)
  }

  #look(): void {
    const running = this.#pool.running()
    if (running.length === 0) {
      clearInterval(this.#timer)
      this.#timer = undefined
      return
    }
    // Heap and buffers: each worker may have its limit twice.
    const allowedMb = this.#pool
      .all()
      .reduce((sum, { memoryMb }) => sum + 2 * memoryMb + WORKER_OVERHEAD_MB, 0)
    if (this.#isLooking || process.memoryUsage.rss() <= this.#base + allowedMb * MIB) return
    this.#isLooking = true
    void this.#relieve(running).finally(() => (this.#isLooking = false))
  }

  async #relieve(running: readonly ScriptWorker[]): Promise<void> {
    this.#pool.endIdle()
    const held = await Promise.all(running.map((worker) => worker.measure()))
    // One that does not answer is busy in its script, as one that fills buffers in a loop is.
    const guilty = running.filter(
      (worker, index) => worker.isRunning && (held[index] ?? Infinity) > worker.memoryMb * MIB,
    )
    await Promise.all(guilty.map((worker) => worker.end(overMemory(worker))))
  }
}

const overMemory = ({ file, memoryMb }: ScriptWorker): Failure => ({
  code: 'out-of-memory',
  message: `${file ?? 'The script'} used more than the ${memoryMb} MiB of memory that it may.`,
})
