import { ApiError } from '../../../api/client'
import type { DeskAnswer, DeskCall, DeskCalls } from './import-desk'
import type { DeskMessage } from './import-worker'

type Answered = DeskAnswer & { readonly id: number }
type Result<Call extends DeskCall> = Awaited<ReturnType<DeskCalls[Call]>>

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

/** A desk in a worker of its own: reading and judging 64 MiB takes seconds, and the page goes on meanwhile. */
export class ImportReader {
  readonly #worker = new Worker(new URL('./import-worker.ts', import.meta.url), { type: 'module' })
  readonly #waiting = new Map<number, Waiting>()
  #last = 0

  constructor() {
    this.#worker.addEventListener('message', ({ data }: MessageEvent<Answered>) => this.#take(data))
    this.#worker.addEventListener('error', ({ message }) => this.#failAll(message))
  }

  /** @throws ApiError what the desk could not do, or `not-read` when the reader was closed */
  ask<Call extends DeskCall>(call: Call, ...given: Parameters<DeskCalls[Call]>): Promise<Result<Call>> {
    this.#last += 1
    const message: DeskMessage = { id: this.#last, call, argument: given[0] }
    return new Promise<Result<Call>>((resolve, reject) => {
      // The desk's answer to this call is of this call's type: one table types both sides.
      this.#waiting.set(message.id, { resolve: (value) => resolve(value as Result<Call>), reject })
      this.#worker.postMessage(message)
    })
  }

  close(): void {
    this.#worker.terminate()
    this.#failAll('it was closed')
  }

  #take(answered: Answered): void {
    const waiting = this.#waiting.get(answered.id)
    this.#waiting.delete(answered.id)
    if (answered.ok) waiting?.resolve(answered.value)
    else waiting?.reject(new ApiError(answered.error))
  }

  #failAll(why: string): void {
    const error = new ApiError({
      code: 'not-read',
      message: `The file could not be read: ${why}.`,
      remedy: 'Open it again.',
    })
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}
