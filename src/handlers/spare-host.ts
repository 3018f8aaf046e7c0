import { HostClient, type HostClientOptions } from './host-client'
import type { HostAnswer, HostQuestion } from './host-protocol'
import type { RequestListener } from './pending-request'

/** How long it is kept for the next one. */
const KEPT_MS = 60_000

/**
 * A host apart from the one that runs the jobs: what is tried there ends no job, whatever it does. Launched when it
 * is needed, and ended when it has not been for a while.
 */
export class SpareHost {
  readonly #options: HostClientOptions
  #client: HostClient | undefined
  #open = 0
  #timer: NodeJS.Timeout | undefined

  constructor(options: HostClientOptions) {
    this.#options = options
  }

  get pid(): number | undefined {
    return this.#client?.pid
  }

  /** @throws HandlerError */
  async ask(request: HostQuestion, signal?: AbortSignal, listener?: RequestListener): Promise<HostAnswer> {
    clearTimeout(this.#timer)
    this.#open += 1
    try {
      this.#client ??= new HostClient(this.#options)
      return await this.#client.ask(request, signal, listener)
    } finally {
      this.#open -= 1
      if (this.#open === 0) this.#keepForAWhile()
    }
  }

  /** No process is left when it resolves; what is asked later is refused. */
  async close(): Promise<void> {
    this.#client ??= new HostClient(this.#options)
    await this.#client.close()
    clearTimeout(this.#timer)
  }

  #keepForAWhile(): void {
    this.#timer = setTimeout(() => {
      void this.#client?.close()
      this.#client = undefined
    }, KEPT_MS)
    this.#timer.unref()
  }
}
