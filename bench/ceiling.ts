import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

const OK = '+OK\r\n'

/**
 * Node's own ceiling: SET NX PX written by hand on one socket, all calls of a tick in one write, nothing else done. No
 * client can be faster, for it would have to send less.
 */
export class HandWrittenSets {
  readonly #socket: Socket
  readonly #answers: ((wasSet: boolean) => void)[] = []
  /** The first call without an answer. */
  #answered = 0
  #batch = ''
  #rest = ''

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => this.#read(text))
  }

  static async open(port: number): Promise<HandWrittenSets> {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    return new HandWrittenSets(socket)
  }

  /** Resolves whether the key was free. Name and value are ASCII. */
  set(name: string, value: string, px: number): Promise<boolean> {
    if (this.#batch === '') process.nextTick(() => this.#send())
    const digits = String(px)
    this.#batch +=
      `*6\r\n$3\r\nSET\r\n$${name.length}\r\n${name}\r\n$${value.length}\r\n${value}\r\n` +
      `$2\r\nNX\r\n$2\r\nPX\r\n$${digits.length}\r\n${digits}\r\n`
    return new Promise((resolve) => void this.#answers.push(resolve))
  }

  close(): void {
    this.#socket.destroy()
  }

  #send(): void {
    this.#socket.write(this.#batch, 'latin1')
    this.#batch = ''
  }

  #read(text: string): void {
    const all = this.#rest + text
    let at = 0
    for (;;) {
      const end = all.indexOf('\n', at)
      if (end === -1) break
      const isOk = end - at === OK.length - 1 && all.startsWith(OK, at)
      this.#answers[this.#answered++]?.(isOk)
      at = end + 1
    }
    this.#rest = all.slice(at)
    if (this.#answered === this.#answers.length) this.#answers.length = this.#answered = 0
  }
}
