/** Collects messages and sends those of one turn of the event loop together. */
export class MessageBatch<Message> {
  readonly #send: (messages: readonly Message[]) => void
  #waiting: Message[] = []

  constructor(send: (messages: readonly Message[]) => void) {
    this.#send = send
  }

  /** The newest that still waits: what it says can be added to. */
  get last(): Message | undefined {
    return this.#waiting.at(-1)
  }

  push(message: Message): void {
    this.#waiting.push(message)
    if (this.#waiting.length === 1) queueMicrotask(() => this.#flush())
  }

  #flush(): void {
    const messages = this.#waiting
    this.#waiting = []
    this.#send(messages)
  }
}
