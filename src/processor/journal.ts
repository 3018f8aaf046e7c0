/** What is written down of a job before its hold is taken. */
export interface JournalEntry {
  /** Of its hold: with the instance's id it makes the hold's token. Kept where the hold lapses and is taken anew. */
  readonly number: number
  readonly key: string
  readonly backoffMs: number
  readonly arg: unknown
}

/**
 * Where jobs are written down so that a crash loses none. Each `done` comes once, when what was said is kept or cannot
 * be, in the order of the calls; `problem` is one sentence why it cannot. Nothing throws.
 */
export interface Journal {
  /** A hold is about to be taken for this job. */
  intend(entry: JournalEntry, done: (problem?: string) => void): void
  /** The hold stands: the job is accepted. */
  accept(number: number, done: (problem?: string) => void): void
  /** It has ended, or leaves by a cancel: its hold is about to be settled or released, whether this was kept or not. */
  end(number: number, done: () => void): void
  /** Nothing of it is left to do: it was refused, or its settle or release was answered. */
  forget(number: number): void
}
