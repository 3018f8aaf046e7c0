import type { EmbeddedServer } from '../src/runtime'

type OwnServer = Pick<EmbeddedServer, 'url' | 'address' | 'pid' | 'stop' | 'onExit'>

export interface RedisTarget {
  readonly url: string
  readonly address: string
}

/** The Redis that a profile connects to: the app's own server, started when it is first wanted, or one elsewhere. */
export class RedisSource {
  readonly #startServer: () => Promise<OwnServer>
  #server: OwnServer | undefined

  /** @param startServer rejects with KeyholdError no-redis-server where none is found */
  constructor(startServer: () => Promise<OwnServer>) {
    this.#startServer = startServer
  }

  /**
   * @param configured the address of the profile; undefined: the app's own server. It is stopped when it is not
   *   wanted any more: nothing may be connected to it then.
   */
  async open(
    configured: { readonly url: string; readonly address: string } | undefined,
  ): Promise<RedisTarget> {
    if (configured) {
      await this.stop()
      return configured
    }
    const server = this.#server ?? (await this.#start())
    return { url: server.url, address: server.address }
  }

  async #start(): Promise<OwnServer> {
    const server = await this.#startServer()
    this.#server = server
    // One that ended by itself is not waited for: whoever connects next gets a new one.
    server.onExit(() => {
      if (this.#server === server) this.#server = undefined
    })
    return server
  }

  async stop(): Promise<void> {
    // Known until it has ended: a quit in haste must still find it.
    await this.#server?.stop()
    this.#server = undefined
  }

  /** Ends the server at once; its append-only file keeps what was written. */
  kill(): void {
    if (!this.#server) return
    try {
      process.kill(this.#server.pid, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }
}
