import type { Journal, JournalEntry } from '../../src/processor/journal'

export type FailingStep = 'intend' | 'accept' | 'end'
type Step = FailingStep | 'forget'

/** An entry as a crash would leave it. */
export interface Kept {
  readonly entry: JournalEntry
  readonly state: 'intended' | 'accepted' | 'ended'
}

interface Pending {
  readonly step: Step
  readonly number: number
  readonly keep: () => void
  readonly done: (problem?: string) => void
}

/** A journal in memory whose commits a test brings about, fails, or never lets come. */
export class FakeJournal implements Journal {
  /** What has been said, in order, as `intend a`. */
  readonly said: string[] = []
  /** What is kept, by number. */
  readonly kept = new Map<number, Kept>()
  #failing: readonly Step[] = []
  readonly #keys = new Map<number, string>()
  #pending: Pending[] = []
  #isHeld: boolean
  readonly #lateMs: number
  #isDead = false
  #woken = false

  /** @param held nothing is kept before `commit`; else all is, after so many ms */
  constructor({ held = false, lateMs = 0 }: { readonly held?: boolean; readonly lateMs?: number } = {}) {
    this.#isHeld = held
    this.#lateMs = lateMs
  }

  intend(entry: JournalEntry, done: (problem?: string) => void): void {
    this.#keys.set(entry.number, entry.key)
    this.#say('intend', entry.number, () => this.kept.set(entry.number, { entry, state: 'intended' }), done)
  }

  accept(number: number, done: (problem?: string) => void): void {
    this.#say('accept', number, () => this.#becomes(number, 'accepted'), done)
  }

  end(number: number, done: () => void): void {
    this.#say(
      'end',
      number,
      () => this.#becomes(number, 'ended'),
      () => done(),
    )
  }

  forget(number: number): void {
    this.#say(
      'forget',
      number,
      () => this.kept.delete(number),
      () => {},
    )
  }

  /** An entry that recovery has moved here. */
  has(entry: JournalEntry): void {
    this.#keys.set(entry.number, entry.key)
    this.kept.set(entry.number, { entry, state: 'accepted' })
  }

  /** Of a key, as it would be found after a crash now. */
  stateOf(key: string): Kept['state'] | undefined {
    return [...this.kept.values()].find(({ entry }) => entry.key === key)?.state
  }

  /** What waits to be kept, as `said`. */
  pending(): string[] {
    return this.#pending.map(({ step, number }) => this.#word(step, number))
  }

  /** Keeps the first of what waits: all of it unless told otherwise. */
  commit(count = this.#pending.length): void {
    const batch = this.#pending.slice(0, count)
    this.#pending = this.#pending.slice(count)
    for (const { step, keep, done } of batch) {
      if (this.#isDead) return
      const fails = this.#failing.includes(step)
      if (!fails) keep()
      done(fails ? 'The disk is full.' : undefined)
    }
  }

  /** From now on these cannot be kept, and all others can. */
  fail(steps: readonly FailingStep[]): void {
    this.#failing = steps
  }

  /** From now on nothing is kept before `commit`. */
  hold(): void {
    this.#isHeld = true
  }

  /** From now on all is kept by itself, and what waits at once. */
  letGo(): void {
    this.#isHeld = false
    this.commit()
  }

  /** The process has died: nothing is kept any more, and nobody is told. */
  die(): void {
    this.#isDead = true
    this.#pending = []
  }

  #becomes(number: number, state: Kept['state']): void {
    const kept = this.kept.get(number)
    if (kept === undefined) throw new Error(`Number ${number} was ${state} and is not in the journal`)
    this.kept.set(number, { ...kept, state })
  }

  #say(step: Step, number: number, keep: () => void, done: (problem?: string) => void): void {
    if (this.#isDead) return
    this.said.push(this.#word(step, number))
    this.#pending.push({ step, number, keep, done })
    if (this.#isHeld || this.#woken) return
    this.#woken = true
    const commit = (): void => {
      this.#woken = false
      if (!this.#isHeld) this.commit()
    }
    if (this.#lateMs === 0) setImmediate(commit)
    else setTimeout(commit, this.#lateMs)
  }

  #word(step: Step, number: number): string {
    return `${step} ${this.#keys.get(number) ?? String(number)}`
  }
}
