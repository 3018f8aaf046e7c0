/** Collects messages and sends those of one turn of the event loop together. */
export class MessageBatch<Message> {
  readonly #send: (messages: readonly Message[]) => void
  #waiting: Message[] = []
  #flushing = false

  constructor(send: (messages: readonly Message[]) => void) {
    this.#send = send
  }

  push(message: Message): void {
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
