/** Whose entries these are. */
export interface JournalOwner {
  /** The app's run, as its holds in Redis name it. */
  readonly instance: string
  readonly host: string
  /** Names the Redis and the namespace: entries of another place are left alone. */
  readonly place: string
}

/** A job that is about to be taken; with the run its number names it, and is never used again in that run. */
export interface IntendedJob {
  /** A whole number from 0 on. */
  readonly number: number
  readonly key: string
  readonly backoffMs: number
  /** JSON text; it comes back letter for letter. */
  readonly argument: string
  /** Ms since the epoch. */
  readonly scheduledAt: number
}

/**
 * `retrying`: an attempt has failed, and another is to come; `interrupted`: it ran when the app ended, which a later run
 * has found out.
 */
export type EntryState = 'intended' | 'accepted' | 'ended' | 'retrying' | 'interrupted'

/** The states as they are on the disk, one byte a job; what was forgotten, or never was, is 0. */
export const STATE_BYTES = {
  gone: 0,
  intended: 1,
  accepted: 2,
  ended: 3,
  retrying: 4,
  interrupted: 5,
} as const

export type StateByte = (typeof STATE_BYTES)[keyof typeof STATE_BYTES]

/** An entry of an earlier run; places order by run, then number. */
export interface EntryPlace {
  readonly run: number
  readonly number: number
}

/** What an earlier run left. */
export interface LeftEntry extends IntendedJob, EntryPlace {
  readonly instance: string
  readonly host: string
  /** When that run first intended a job; ms since the epoch. */
  readonly begunAt: number
  /** The generation that its run saw last; undefined where it saw none. */
  readonly generation: string | undefined
  readonly state: EntryState
}

/** What earlier runs left, of the same place and of others. */
export interface LeftCount {
  readonly here: number
  readonly elsewhere: number
}

/** An entry of an earlier run that becomes one of the present run, under a number of that. */
export interface TakenOver extends EntryPlace {
  readonly newNumber: number
}

/** What one turn says to the journal, in columns: a name for each value would cost more than the value. */
export interface JournalTurn {
  readonly intended: {
    readonly numbers: number[]
    readonly keys: string[]
    readonly backoffsMs: number[]
    readonly arguments: string[]
    readonly scheduledAt: number[]
  }
  /** What became of jobs, in order. */
  readonly steps: { readonly numbers: number[]; readonly states: StateByte[] }
  /** The generation that counts by now; undefined: as before. */
  generation: string | undefined
}

export const emptyTurn = (): JournalTurn => ({
  intended: { numbers: [], keys: [], backoffsMs: [], arguments: [], scheduledAt: [] },
  steps: { numbers: [], states: [] },
  generation: undefined,
})

export function addIntent({ intended }: JournalTurn, job: IntendedJob): void {
  intended.numbers.push(job.number)
  intended.keys.push(job.key)
  intended.backoffsMs.push(job.backoffMs)
  intended.arguments.push(job.argument)
  intended.scheduledAt.push(job.scheduledAt)
}

export function addStep({ steps }: JournalTurn, number: number, state: StateByte): void {
  steps.numbers.push(number)
  steps.states.push(state)
}
