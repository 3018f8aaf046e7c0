import { unpackRun, type FromHost, type HostQuestion, type HostSettings, type ToHost } from '../host-protocol'
import { Inspection } from './inspection'
import { MemoryWatch } from './memory-watch'
import { RunDesk } from './run-desk'
import { ScriptLoader } from './script-loader'
import { ScriptSources } from './script-sources'
import { TryDesk } from './try-desk'
import { WorkerPool } from './worker-pool'

/** Answers the parent's requests with the workers of the pool. */
export class RequestDesk {
  readonly #send: (message: FromHost) => void
  readonly #pool: WorkerPool
  readonly #loader: ScriptLoader
  readonly #inspection: Inspection
  readonly #memory: MemoryWatch
  readonly #runs: RunDesk
  readonly #tries: TryDesk

  constructor(settings: HostSettings, workerEntry: string, send: (message: FromHost) => void) {
    this.#send = send
    const sources = new ScriptSources()
    const pool = new WorkerPool({
      ...{ workerEntry, settings, sources },
      onStrayLine: (level, text) => send({ type: 'line', id: undefined, level, text, at: 0 }),
    })
    const loader = new ScriptLoader({ settings, sources, pool, send })
    this.#pool = pool
    this.#loader = loader
    this.#inspection = new Inspection(settings.folder, sources, pool)
    this.#memory = new MemoryWatch(pool)
    this.#runs = new RunDesk({ loader, pool, send })
    this.#tries = new TryDesk({ settings, sources, loader, pool, send })
  }

  receive(message: Exclude<ToHost, { type: 'settings' }>): void {
    switch (message.type) {
      case 'good':
        this.#loader.versions.adopt(message.script)
        return
      case 'broken':
        this.#loader.versions.isBroken(message.script)
        return
      case 'request':
        this.#take(message.id, message.question)
        return
      case 'runs':
        this.#memory.start()
        for (const row of message.rows) this.#runs.run(row[0], unpackRun(message.file, row))
        return
      case 'recall':
        this.#runs.recall(message.callId, message.ids)
        return
      case 'abort':
        this.#runs.abort(message.id)
        this.#tries.abort(message.id)
        return
      case 'scheduled':
        this.#runs.scheduled(message.id, message.callId, message.reply)
    }
  }

  #take(id: number, question: HostQuestion): void {
    this.#memory.start()
    switch (question.kind) {
      case 'try':
        void this.#tries.run(id, question)
        return
      case 'check':
        void this.#check(id, question.file)
        return
      case 'inspect':
        void this.#inspect(id, question.files)
        return
      case 'check-text':
        void this.#inspection
          .problemOfText(question.file, question.text)
          .then((problem) => this.#send({ type: 'done', id, answer: { kind: 'check-text', problem } }))
        return
      case 'warm-up':
        void this.#warmUp(id)
    }
  }

  async #check(id: number, file: string): Promise<void> {
    const isBroken = this.#loader.versions.brokenNow(file) !== undefined
    const idle = isBroken ? undefined : this.#loader.takeLoaded(file)
    const prepared = idle ? { ok: true as const, ...idle } : await this.#loader.loadFromDisk(file)
    if (!prepared.ok) {
      this.#send({ type: 'failed', id, failure: prepared.failure, run: { notStarted: true } })
      return
    }
    this.#pool.giveBack(prepared.worker)
    this.#send({ type: 'done', id, answer: { kind: 'check', loaded: prepared.loaded } })
  }

  async #inspect(id: number, files: readonly string[]): Promise<void> {
    const problems = await Promise.all(files.map((file) => this.#inspection.problemOfFile(file)))
    this.#send({ type: 'done', id, answer: { kind: 'inspect', problems } })
  }

  async #warmUp(id: number): Promise<void> {
    await this.#pool.blank().parse('', '')
    this.#send({ type: 'done', id, answer: { kind: 'warm-up' } })
  }
}
