import { hostname } from 'node:os'
import type { Clock } from '../../processor/clock'
import type { LeftMark } from '../../handlers/left-marks'
import type { JobRecord, StoredOutcome } from '../../store/records'
import type { LeftEntry } from '../../store/journal-records'
import type { ProfileStore } from '../history/profile-store'

/** Writes into the history what became of jobs that an earlier run of the app had left. */
export class LeftHistory {
  readonly #store: ProfileStore
  readonly #clock: Clock
  readonly #handler: () => string

  /** @param handler file name of the script that is active */
  constructor(store: ProfileStore, clock: Clock, handler: () => string) {
    this.#store = store
    this.#clock = clock
    this.#handler = handler
  }

  /** It never ran to its end. */
  add(entry: LeftEntry, outcome: 'interrupted' | 'dropped', startedAt?: number): void {
    this.#add(entry, outcome, startedAt)
  }

  /** It had ended when the app did, which nobody had written down. */
  addEnded(entry: LeftEntry, mark: LeftMark | undefined): void {
    // Where only the journal knows of the end, the history has it already: both are written in one commit.
    if (mark?.kind === 'ended' && entry.state !== 'ended') this.#add(entry, 'done', undefined, mark.pauseMs)
  }

  #add(entry: LeftEntry, outcome: StoredOutcome, startedAt: number | undefined, pauseMs = 0): void {
    const { key, backoffMs, argument, scheduledAt, instance, number, host } = entry
    const now = this.#clock.wall()
    const record: JobRecord = {
      // Jobs of a run are named by their ids there, which the journal does not know.
      ...{ run: `left:${instance}`, jobId: number, key, backoffMs, argument, scheduledAt, outcome },
      handler: this.#handler(),
      host: host || hostname(),
      ...(startedAt === undefined ? {} : { startedAt }),
      finishedAt: now,
      waitMs: (startedAt ?? now) - scheduledAt,
      ...{ runMs: 0, pauseMs, attempt: startedAt === undefined && outcome === 'dropped' ? 0 : 1, lines: [] },
    }
    void this.#store.ifOpen?.addJob(record)
  }
}
