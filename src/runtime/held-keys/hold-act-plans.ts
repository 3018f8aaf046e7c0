import type { ExtensionRequest, JobsHereChoice } from '../../contract/held-keys-acts'
import {
  HOLDS_A_CHANGE,
  type Extension,
  type ExtendAnswer,
  type KeyInspector,
  type PurgeAnswer,
  type ReleaseAnswer,
} from '../../dedup/key-inspector'
import type { BulkFailure, BulkPlan, BulkStep } from '../bulk/bulk-act'
import type { PreviewedHold } from './holds-preview'

const CHANGED = 'It is not the hold any more that was shown: left as it is.'
const GONE = 'It was gone already.'

export interface ReleasePlanOptions {
  readonly inspector: KeyInspector
  readonly holds: readonly PreviewedHold[]
  readonly jobsHere: JobsHereChoice
  /** Cancels the job here whose hold was released. */
  readonly cancelJob: (hold: PreviewedHold) => void
  /** These are gone from Redis. @param names as `latin1` */
  readonly gone: (names: ReadonlySet<string>) => void
}

/** Deletes holds, a batch a step, each only while it is what was shown. */
export function releasePlan({ inspector, holds, jobsHere, cancelJob, gone }: ReleasePlanOptions): BulkPlan {
  const wanted = jobsHere === 'skip' ? holds.filter(({ queuedHere }) => !queuedHere) : holds
  return {
    kind: 'release-holds',
    total: wanted.length,
    async *steps(signal) {
      for (const batch of batches(wanted)) {
        if (signal.aborted) return
        const answers = await inspector.changes.release(batch)
        const left = new Set<string>()
        for (const [index, hold] of batch.entries()) {
          const answer = answers[index]
          if (answer === 'released' || answer === 'gone') left.add(hold.name.toString('latin1'))
          if (answer === 'released' && hold.queuedHere && jobsHere === 'cancel') cancelJob(hold)
        }
        gone(left)
        yield stepOf(batch, answers, releaseReason)
      }
    },
  }
}

/** Keeps holds for longer, a batch a step. */
export function extendPlan(
  inspector: KeyInspector,
  holds: readonly PreviewedHold[],
  extension: Extension,
): BulkPlan {
  return {
    kind: 'extend-holds',
    total: holds.length,
    async *steps(signal) {
      for (const batch of batches(holds)) {
        if (signal.aborted) return
        yield stepOf(batch, await inspector.changes.extend(batch, extension), extendReason)
      }
    },
  }
}

/** Deletes the holds of all generations that have passed, while the one that counts stays the same. */
export function purgePlan(
  inspector: KeyInspector,
  generation: string,
  gone: (names: ReadonlySet<string>) => void,
): BulkPlan {
  return {
    kind: 'purge-holds',
    total: undefined,
    async *steps(signal) {
      for await (const { names } of inspector.holdNames({ generation: 'stale', signal })) {
        for (const batch of batches(names.map((name) => ({ name })))) {
          if (signal.aborted) return
          const answers = await inspector.changes.purge(
            batch.map(({ name }) => name),
            generation,
          )
          const left = batch.filter((_, index) => answers[index] === 'purged' || answers[index] === 'gone')
          gone(new Set(left.map(({ name }) => name.toString('latin1'))))
          yield stepOf(batch, answers, purgeReason)
        }
      }
    },
  }
}

export function extensionOf(request: ExtensionRequest): Extension {
  return request.kind === 'by' ? { byMs: request.ms } : { to: request.at }
}

function* batches<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let at = 0; at < items.length; at += HOLDS_A_CHANGE) yield items.slice(at, at + HOLDS_A_CHANGE)
}

function stepOf<Answer>(
  batch: readonly { readonly name: Buffer }[],
  answers: readonly Answer[],
  reasonOf: (answer: Answer) => string | undefined,
): BulkStep {
  const failures: BulkFailure[] = []
  for (const [index, { name }] of batch.entries()) {
    const answer = answers[index]
    const reason = answer === undefined ? 'Redis gave no answer for it.' : reasonOf(answer)
    if (reason !== undefined) failures.push({ subject: name.toString('utf8'), reason })
  }
  return { changed: batch.length - failures.length, failures }
}

/** Why it was not done; undefined: it was. */
function releaseReason(answer: ReleaseAnswer): string | undefined {
  if (typeof answer === 'object') return answer.message
  return answer === 'released' ? undefined : answer === 'gone' ? GONE : CHANGED
}

function extendReason(answer: ExtendAnswer): string | undefined {
  if (typeof answer === 'object') return 'message' in answer ? answer.message : undefined
  switch (answer) {
    case 'changed':
      return CHANGED
    case 'gone':
      return GONE
    case 'no-expiry':
      return 'It has no expiry: it is kept for ever as it is.'
    case 'shorter':
      return 'It is kept for longer than that already; a hold is never shortened.'
    case 'too-long':
      return 'That is more than 30 days from now.'
  }
}

function purgeReason(answer: PurgeAnswer): string | undefined {
  if (typeof answer === 'object') return answer.message
  switch (answer) {
    case 'purged':
      return undefined
    case 'gone':
      return GONE
    case 'current':
      return 'Its generation is the one that counts now: left as it is.'
    case 'wrong-type':
      return 'It is no string, so no hold: left as it is.'
  }
}
