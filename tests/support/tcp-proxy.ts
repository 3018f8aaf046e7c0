import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** Which way bytes go. */
export type Direction = 'to-server' | 'to-client'

/** One connection through the proxy: what has arrived and was not yet passed on waits in order. */
class Leg {
  readonly #waiting: { readonly data: Buffer; readonly dueAt: number }[] = []
  #timer: NodeJS.Timeout | undefined
  #finished = false
  #swallows = false

  constructor(
    private readonly proxy: TcpProxy,
    private readonly direction: Direction,
    private readonly to: Socket,
  ) {}

  push(data: Buffer): void {
    if (this.#swallows) return
    this.#waiting.push({ data, dueAt: performance.now() + this.proxy.delayMs })
    this.pump()
  }

  pump(): void {
    clearTimeout(this.#timer)
    while (!this.proxy.isHeld(this.direction)) {
      const next = this.#waiting[0]
      if (!next) {
        if (this.#finished) this.to.end()
        return
      }
      if (this.to.destroyed) return
      const remainingMs = next.dueAt - performance.now()
      if (remainingMs > 0) {
        this.#timer = setTimeout(() => this.pump(), remainingMs)
        return
      }
      this.#waiting.shift()
      const passed = this.proxy.cutOf(this.direction, next.data)
      this.to.write(passed)
      if (passed.length < next.data.length) {
        this.swallow()
        this.to.end()
        return
      }
    }
  }

  /** The sender is gone; what it sent still arrives, as it would on a network. */
  finish(): void {
    this.#finished = true
    this.pump()
  }

  /** Nothing arrives any more, and nobody is told. */
  swallow(): void {
    this.#swallows = true
    this.drop()
  }

  drop(): void {
    clearTimeout(this.#timer)
    this.#waiting.length = 0
  }
}

/** Stands between a client and a server of this machine and does to their bytes what networks do. */
export class TcpProxy {
  readonly #server: Server
  #targetPort: number
  readonly #sockets = new Set<Socket>()
  readonly #legs = new Set<Leg>()
  readonly #held = new Set<Direction>()
  readonly #bytes: Record<Direction, number> = { 'to-server': 0, 'to-client': 0 }
  #refusing = false
  /** Bytes that clients still get before the cut. */
  #untilCut: number | undefined
  #connections = 0
  delayMs = 0
  port = 0

  constructor(targetPort: number) {
    this.#targetPort = targetPort
    this.#server = createServer((client) => this.#accept(client))
  }

  async start(): Promise<void> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('No port')
    this.port = address.port
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`
  }

  /** Bytes received so far, passed on or not. */
  bytes(direction: Direction): number {
    return this.#bytes[direction]
  }

  /** Connections accepted so far. */
  get connections(): number {
    return this.#connections
  }

  isHeld(direction: Direction): boolean {
    return this.#held.has(direction)
  }

  /** Resets every connection; new ones are accepted. Held bytes are lost. */
  cut(): void {
    for (const leg of this.#legs) leg.drop()
    for (const socket of this.#sockets) socket.resetAndDestroy()
  }

  /** Keeps bytes back, of one direction or of both, until `release`. */
  hold(direction?: Direction): void {
    for (const each of direction ? [direction] : (['to-server', 'to-client'] as const)) this.#held.add(each)
  }

  /** Passes on all that was held, in order. */
  release(): void {
    this.#held.clear()
    for (const leg of this.#legs) leg.pump()
  }

  /** Passes on this many more bytes to clients, then ends the connection in the midst of the reply. */
  cutReplyAfter(bytes: number): void {
    this.#untilCut = bytes
  }

  /** What of these bytes comes before the cut that was asked for: all of them where none was. */
  cutOf(direction: Direction, data: Buffer): Buffer {
    if (direction === 'to-server' || this.#untilCut === undefined) return data
    const passed = data.subarray(0, this.#untilCut)
    this.#untilCut = passed.length < data.length ? undefined : this.#untilCut - passed.length
    return passed
  }

  /** Leaves each connection half open: both ends stand, and no byte arrives any more. New ones work. */
  swallow(): void {
    for (const leg of this.#legs) leg.swallow()
  }

  /** New connections go to another port of this machine; those that stand are reset. */
  turnTo(port: number): void {
    this.#targetPort = port
    this.cut()
  }

  /** Bytes that arrive from now on are passed on this much later, each way. 0 ends it. */
  delay(delayMs: number): void {
    this.delayMs = delayMs
  }

  /** Resets every connection, and each further one as soon as it is made, until `accept`. */
  refuse(): void {
    this.#refusing = true
    this.cut()
  }

  accept(): void {
    this.#refusing = false
  }

  async stop(): Promise<void> {
    this.cut()
    if (!this.#server.listening) return
    this.#server.close()
    await once(this.#server, 'close')
  }

  #accept(client: Socket): void {
    this.#connections += 1
    client.on('error', () => {})
    if (this.#refusing) {
      client.resetAndDestroy()
      return
    }
    const server = connect({ port: this.#targetPort, host: '127.0.0.1' })
    server.on('error', () => {})
    client.setNoDelay(true)
    server.setNoDelay(true)
    this.#join(client, server, 'to-server')
    this.#join(server, client, 'to-client')
  }

  #join(from: Socket, to: Socket, direction: Direction): void {
    const leg = new Leg(this, direction, to)
    this.#legs.add(leg)
    this.#sockets.add(from)
    from.on('data', (data) => {
      this.#bytes[direction] += data.length
      leg.push(data)
    })
    from.on('close', () => {
      this.#sockets.delete(from)
      leg.finish()
    })
    to.on('close', () => {
      leg.drop()
      this.#legs.delete(leg)
    })
  }
}

/** Starts a proxy before a port of 127.0.0.1, on a free port of its own. */
export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const proxy = new TcpProxy(targetPort)
  await proxy.start()
  return proxy
}
