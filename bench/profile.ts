import { Session } from 'node:inspector/promises'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const folder = resolve(import.meta.dirname, '../bench/profiles')

/** Samples the main thread while work is done, and adds it up in one file. */
export class CpuProfile {
  readonly #session = new Session()
  #runs = 0

  async start(): Promise<void> {
    this.#session.connect()
    await this.#session.post('Profiler.enable')
    await this.#session.post('Profiler.setSamplingInterval', { interval: 200 })
  }

  /** Each run is a file of its own: a profile cannot be paused. */
  async during<T>(name: string, work: () => Promise<T>): Promise<T> {
    await this.#session.post('Profiler.start')
    try {
      return await work()
    } finally {
      const { profile } = await this.#session.post('Profiler.stop')
      mkdirSync(folder, { recursive: true })
      this.#runs += 1
      const slug = name.replace(/[^a-z0-9]+/gi, '-').toLowerCase()
      const file = join(folder, `${slug}-${this.#runs}.cpuprofile`)
      writeFileSync(file, JSON.stringify(profile))
      process.stderr.write(`  ${file}\n`)
    }
  }

  stop(): void {
    this.#session.disconnect()
  }
}
