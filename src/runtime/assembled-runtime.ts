import type { Unsubscribe } from '../processor/clock'
import type { Bumps } from './bump/bumps'
import type { HandlerDesk } from './handlers/handler-desk'
import type { HistoryDesk } from './history/history-desk'
import type { HeldKeys } from './held-keys/held-keys'
import type { JobDesk } from './jobs/job-desk'
import type { Recurring } from './recurring/recurring'
import type { JournalDesk } from './journal/journal-desk'
import type { QueueDesk } from './jobs/queue-view/queue-desk'
import type { RuntimeParts } from './runtime-parts'

/** The parts, what stands on several of them, and what connects them: made in one place, ended in one place. */
export interface AssembledRuntime extends RuntimeParts {
  readonly heldKeys: HeldKeys
  readonly bumps: Bumps
  readonly desk: HandlerDesk
  readonly jobDesk: JobDesk
  readonly recurring: Recurring
  readonly queue: QueueDesk
  readonly journal: JournalDesk
  readonly history: HistoryDesk
  /** The parts no longer listen to one another. */
  readonly unfollow: Unsubscribe
}
