import {
  NotStarted,
  type RemoteEnd,
  type RemoteHandler,
  type RemoteJobContext,
} from '../../src/processor/remote-handler'
import type { Work } from './fleet'

interface Handed {
  readonly work: Work
  readonly context: RemoteJobContext
  readonly resolve: (end: RemoteEnd) => void
  readonly reject: (error: unknown) => void
}

/** Stands in for the other process: messages take a turn each way, and each lane runs its jobs one by one. */
export class Elsewhere implements RemoteHandler<Work> {
  /** Keys in the order in which their work was called. */
  readonly called: string[] = []
  /** Keys that were called while another run of theirs was under way. */
  readonly overlapping: string[] = []
  readonly recalls: (readonly number[])[] = []
  /** What a run is said to have taken; ms. */
  runMs = 0
  readonly #lanes = new Map<number, Handed[]>()
  readonly #atWork = new Map<number, Handed>()
  readonly #running = new Set<string>()
  /** By lane: the last job that was not to be followed, since a pause came. */
  readonly #stopped = new Map<number, number>()
  /** Messages that have not arrived, held back while set. */
  #mail: (() => void)[] | undefined

  run(work: Work, context: RemoteJobContext): Promise<RemoteEnd> {
    return new Promise((resolve, reject) => {
      this.#later(() => {
        const lane = this.#lanes.get(context.lane) ?? []
        this.#lanes.set(context.lane, lane)
        const handed = { work, context, resolve, reject }
        if (context.behind !== undefined && context.behind === this.#stopped.get(context.lane)) {
          this.#stopped.set(context.lane, context.jobId)
          this.#later(() => reject(new NotStarted()))
          return
        }
        lane.push(handed)
        context.signal.addEventListener('abort', () => {
          this.#later(() => {
            if (lane.includes(handed)) this.#giveBack(handed)
          })
        })
        this.#next(context.lane)
      })
    })
  }

  recall(jobIds: readonly number[]): Promise<void> {
    this.recalls.push(jobIds)
    return new Promise((resolve) => {
      this.#later(() => {
        const back = [...this.#lanes.values()].flatMap((lane) =>
          lane.filter((handed) => jobIds.includes(handed.context.jobId)),
        )
        for (const handed of back) this.#giveBack(handed)
        this.#later(resolve)
      })
    })
  }

  /** Jobs that have arrived and have not been called. */
  get waiting(): string[] {
    return [...this.#lanes.values()].flatMap((lane) => lane.map(({ context }) => context.key))
  }

  /** Messages stay on their way until `deliver`. */
  holdMail(): void {
    this.#mail = []
  }

  deliver(): void {
    const mail = this.#mail ?? []
    this.#mail = undefined
    for (const arrive of mail) arrive()
  }

  /** The process dies: what was called is lost, what was not is run by the next one, in order. */
  crash(): void {
    const lost = [...this.#atWork.values()]
    this.#atWork.clear()
    for (const { context, reject } of lost) {
      this.#running.delete(context.key)
      this.#later(() => reject(new Error('crashed')))
      this.#next(context.lane)
    }
  }

  #next(lane: number): void {
    if (this.#atWork.has(lane)) return
    const handed = this.#lanes.get(lane)?.shift()
    if (handed === undefined) return
    this.#atWork.set(lane, handed)
    void this.#call(handed)
  }

  async #call(handed: Handed): Promise<void> {
    const { work, context } = handed
    this.called.push(context.key)
    if (this.#running.has(context.key)) this.overlapping.push(context.key)
    this.#running.add(context.key)
    try {
      const pauseMs = (await work(context)) ?? 0
      if (!this.#ended(handed)) return
      this.#later(() => handed.resolve({ pauseMs, runMs: this.runMs }))
      if (pauseMs > 0) this.#pause(context)
    } catch (error) {
      if (!this.#ended(handed)) return
      this.#later(() => handed.reject(error))
    }
    this.#next(context.lane)
  }

  /** @returns false where the process that ran it has died meanwhile */
  #ended(handed: Handed): boolean {
    const { lane, key } = handed.context
    if (this.#atWork.get(lane) !== handed) return false
    this.#atWork.delete(lane)
    this.#running.delete(key)
    return true
  }

  #pause({ lane, jobId }: RemoteJobContext): void {
    const behind = [...(this.#lanes.get(lane) ?? [])]
    this.#stopped.set(lane, behind.at(-1)?.context.jobId ?? jobId)
    for (const handed of behind) this.#giveBack(handed)
  }

  #giveBack(handed: Handed): void {
    const lane = this.#lanes.get(handed.context.lane) ?? []
    lane.splice(lane.indexOf(handed), 1)
    this.#later(() => handed.reject(new NotStarted()))
  }

  #later(arrive: () => void): void {
    setImmediate(() => {
      if (this.#mail === undefined) arrive()
      else this.#mail.push(arrive)
    })
  }
}
