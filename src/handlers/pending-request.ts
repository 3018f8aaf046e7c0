import type { Failure } from './failure'
import type { KeyholdError } from '../processor/errors'
import type {
  HandlerEnd,
  HandlerProgress,
  HandlerRun,
  HandlerTryLine,
  ScheduleRequest,
} from './handler-runner'
import type { HostAnswer, HostQuestion } from './host-protocol'
import type { ScheduleReply } from './worker-protocol'

/** What is said while a request is under way. */
export interface RequestListener {
  onLine?(line: HandlerTryLine): void
  onProgress?(progress: HandlerProgress): void
  onSchedule?(request: ScheduleRequest): Promise<ScheduleReply>
}

interface Pending<Answer> {
  readonly listener: RequestListener
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: KeyholdError) => void
  /** Hosts that ended before it had begun, and may have ended by it. */
  launches: number
  /** Looks of the watchdog until the host counts as stuck. */
  looksLeft: number
}

/** A run that has not ended. */
export interface PendingRun extends Pending<HandlerEnd> {
  readonly kind: 'run'
  readonly run: HandlerRun
  /** It was asked back: what it fails with, unless it has started. */
  unwanted: Failure | undefined
}

/** A question that has no answer yet. */
export interface PendingQuestion extends Pending<HostAnswer> {
  readonly kind: 'question'
  readonly question: HostQuestion
  /** A try that the host has: it is never sent again. */
  begun: boolean
}

export type PendingRequest = PendingRun | PendingQuestion

/** The script that a request is about. */
export function fileOf(pending: PendingRequest): string | undefined {
  if (pending.kind === 'run') return pending.run.file
  return pending.question.kind === 'check' ? pending.question.file : undefined
}
