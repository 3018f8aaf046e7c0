import type { Failure } from './failure'
import type { KeyholdError } from '../processor/errors'
import type { HandlerProgress, HandlerTryLine, ScheduleRequest } from './handler-runner'
import type { HostAnswer, HostRequest } from './host-protocol'
import type { ScheduleReply } from './worker-protocol'

/** What is said while a request is under way. */
export interface RequestListener {
  onLine?(line: HandlerTryLine): void
  onProgress?(progress: HandlerProgress): void
  onSchedule?(request: ScheduleRequest): Promise<ScheduleReply>
}

/** A request that has no answer yet. */
export interface PendingRequest {
  readonly request: HostRequest
  readonly listener: RequestListener
  readonly resolve: (answer: HostAnswer) => void
  readonly reject: (error: KeyholdError) => void
  /** A try that the host has: it is never sent again. */
  begun: boolean
  /** A run that was asked back: what it fails with, unless it has started. */
  unwanted: Failure | undefined
  /** Hosts that ended before it had begun, and may have ended by it. */
  launches: number
  /** Looks of the watchdog until the host counts as stuck. */
  looksLeft: number
}

/** The script that a request is about. */
export const fileOf = (request: HostRequest): string | undefined =>
  request.kind === 'run' || request.kind === 'check' ? request.file : undefined
