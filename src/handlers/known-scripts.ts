import type { Failure } from './failure'
import type { HandlerOptions } from './handler-runner'
import type { BrokenScript, GoodScript, ToHost } from './host-protocol'

/** What hosts have found out about scripts, kept for the hosts after them: a host can end at any moment. */
export class KnownScripts {
  readonly #good = new Map<string, GoodScript>()
  readonly #broken = new Map<string, BrokenScript>()
  /** Of the loads under way: the files read so far. */
  readonly #reading = new Map<string, Map<string, string | undefined>>()

  goodOf(file: string): GoodScript | undefined {
    return this.#good.get(file)
  }

  optionsOf(file: string): HandlerOptions | undefined {
    return this.#good.get(file)?.options
  }

  isGood(script: GoodScript): void {
    this.#good.set(script.file, script)
    this.#broken.delete(script.file)
    this.#reading.delete(script.file)
  }

  reads(file: string, path: string, hash: string | undefined): void {
    const files = this.#reading.get(file) ?? new Map<string, string | undefined>()
    this.#reading.set(file, files.set(path, hash))
  }

  hasLoaded(file: string): void {
    this.#reading.delete(file)
  }

  /** Scripts that were being loaded. */
  get loading(): readonly string[] {
    return [...this.#reading.keys()]
  }

  /** The host ended while it loaded this script. */
  blame(file: string, failure: Failure): void {
    const files = this.#reading.get(file)
    if (files) this.#broken.set(file, { file, files, failure })
  }

  /** Nothing better has been seen of it since. */
  isBlamed(file: string): boolean {
    return this.#broken.has(file)
  }

  /** No load is under way any more. @returns what a new host is to know */
  startAnew(): readonly ToHost[] {
    this.#reading.clear()
    return [
      ...[...this.#good.values()].map((script) => ({ type: 'good', script }) as const),
      ...[...this.#broken.values()].map((script) => ({ type: 'broken', script }) as const),
    ]
  }
}
