import type { FromWorker, ToWorker } from '../worker-protocol'

/** Questions that a worker answers beside its work, unless it is too busy. */
export class WorkerQuestions {
  readonly #post: (message: ToWorker) => void
  readonly #open = new Map<number, (answer: FromWorker | undefined) => void>()
  #nextId = 1
  #isOver = false

  constructor(post: (message: ToWorker) => void) {
    this.#post = post
  }

  /** @returns undefined where no answer comes within `waitMs`, or the worker has ended */
  ask(question: (questionId: number) => ToWorker, waitMs: number): Promise<FromWorker | undefined> {
    if (this.#isOver) return Promise.resolve(undefined)
    const questionId = this.#nextId++
    return new Promise((resolve) => {
      const answer = (message: FromWorker | undefined): void => {
        clearTimeout(timer)
        this.#open.delete(questionId)
        resolve(message)
      }
      const timer = setTimeout(() => answer(undefined), waitMs)
      this.#open.set(questionId, answer)
      this.#post(question(questionId))
    })
  }

  answer(message: Extract<FromWorker, { questionId: number }>): void {
    this.#open.get(message.questionId)?.(message)
  }

  /** The worker has ended: nothing is answered any more. */
  close(): void {
    this.#isOver = true
    for (const answer of [...this.#open.values()]) answer(undefined)
  }
}
