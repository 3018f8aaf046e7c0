import { Worker } from 'node:worker_threads'
import { storeClosed, storeEnded, StoreError, type StoreFailure } from './store-error'
import type { FromStore, QuestionName, Questions, StoreBirth, ToStore, Written } from './store-protocol'

export interface StoreWorkerListener {
  onWritten(written: Written): void
  onKeptAside(failure: StoreFailure): void
  /** The thread is gone, asked or not: nothing that was sent will be answered. */
  onEnd(failure: StoreFailure): void
}

interface OpenQuestion {
  readonly resolve: (answer: unknown) => void
  readonly reject: (error: Error) => void
}

/** The thread of one store, as its caller sees it. */
export class StoreWorker {
  readonly #worker: Worker
  readonly #questions = new Map<number, OpenQuestion>()
  readonly #listener: StoreWorkerListener
  readonly #ended: Promise<void>
  /** Settles with the first word of the thread. @throws StoreError why the file could not be opened */
  readonly opened: Promise<void>
  #lastId = 0
  #gone: StoreFailure | undefined

  constructor(entry: string, birth: StoreBirth, listener: StoreWorkerListener) {
    this.#listener = listener
    this.#worker = new Worker(entry, { workerData: birth, execArgv: [] })
    this.opened = new Promise((resolve, reject) => {
      this.#questions.set(0, { resolve: () => resolve(), reject })
    })
    this.#ended = new Promise((resolve) => this.#worker.once('exit', () => resolve()))
    let reason = storeClosed
    this.#worker.on('message', (message: FromStore) => this.#receive(message))
    this.#worker.on('error', (error) => (reason = storeEnded(error.message)))
    this.#worker.once('exit', () => this.#end(reason))
  }

  send(message: ToStore): void {
    this.#worker.postMessage(message)
  }

  ask<Name extends QuestionName>(
    name: Name,
    question: Questions[Name]['question'],
  ): Promise<Questions[Name]['answer']> {
    if (this.#gone) return Promise.reject(new StoreError(this.#gone))
    const id = (this.#lastId += 1)
    return new Promise((resolve, reject) => {
      // The table of questions pairs each name with its answer, and the thread answers by the same table.
      this.#questions.set(id, { resolve: (answer) => resolve(answer as Questions[Name]['answer']), reject })
      this.#worker.postMessage({ type: 'ask', id, name, question })
    })
  }

  /** Has all that was sent done, and ends the thread. */
  async close(): Promise<void> {
    if (!this.#gone) this.send({ type: 'close' })
    await this.#ended
  }

  #receive(message: FromStore): void {
    switch (message.type) {
      case 'opened':
        this.#settle(0, ({ resolve }) => resolve(undefined))
        return
      case 'refused':
        this.#settle(0, ({ reject }) => reject(new StoreError(message.failure)))
        return
      case 'answer':
        this.#settle(message.id, ({ resolve }) => resolve(message.answer))
        return
      case 'failed':
        this.#settle(message.id, ({ reject }) => reject(new StoreError(message.failure)))
        return
      case 'written':
        this.#listener.onWritten(message)
        return
      case 'kept-aside':
        this.#listener.onKeptAside(message.failure)
    }
  }

  #settle(id: number, settle: (question: OpenQuestion) => void): void {
    const question = this.#questions.get(id)
    this.#questions.delete(id)
    if (question) settle(question)
  }

  #end(failure: StoreFailure): void {
    this.#gone = failure
    for (const id of [...this.#questions.keys()]) {
      this.#settle(id, ({ reject }) => reject(new StoreError(failure)))
    }
    this.#listener.onEnd(failure)
  }
}
