/** Collects messages and sends those of one turn of the event loop together. */
export class MessageBatch<Message> {
  readonly #send: (messages: readonly Message[]) => void
  readonly #join: (last: Message, next: Message) => boolean
  #waiting: Message[] = []
  #flushing = false

  /** @param join adds what a message says to the last one that still waits; false where the two do not go together */
  constructor(
    send: (messages: readonly Message[]) => void,
    join = (_last: Message, _next: Message) => false,
  ) {
    this.#send = send
    this.#join = join
  }

  push(message: Message): void {
    const last = this.#waiting.at(-1)
    if (last !== undefined && this.#join(last, message)) return
    this.#waiting.push(message)
    if (this.#flushing) return
    this.#flushing = true
    queueMicrotask(() => this.#flush())
  }

  #flush(): void {
    const messages = this.#waiting
    this.#waiting = []
    this.#flushing = false
    this.#send(messages)
  }
}
