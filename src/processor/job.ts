import type { Hold } from './dedup'

/** From the reservation of its key to its end. Kept small: a queue may hold a million of them. */
export interface Job<Arg> {
  /** Its ticket in the queue, plus one; 0 until it is accepted. */
  id: number
  readonly key: string
  readonly backoffMs: number
  readonly arg: Arg
  /** Whole ms since the processor's start, by the monotonic clock; negative for a job of an earlier instance. */
  acceptedAt: number
  state: 'taking' | 'waiting' | 'running' | 'ended'
  hold: Hold | undefined
}
