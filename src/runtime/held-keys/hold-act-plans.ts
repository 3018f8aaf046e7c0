import type { ExtensionRequest, JobsHereChoice } from '../../contract/held-keys-acts'
import {
  HOLDS_A_CHANGE,
  type Extension,
  type ExtendAnswer,
  type KeyInspector,
  type PurgeAnswer,
  type ReleaseAnswer,
  type ShownHold,
} from '../../dedup/key-inspector'
import type { BulkFailure, BulkPlan, BulkStep } from '../bulk/bulk-act'
import type { HoldTarget } from './found-hold'
import type { PreviewedHolds } from './holds-preview'

const CHANGED = 'It is not the hold any more that was shown: left as it is.'
const TOLD_AT_ONCE = 5_000
const GONE = 'It was gone already.'

export interface ReleasePlanOptions {
  readonly inspector: KeyInspector
  readonly holds: PreviewedHolds
  readonly jobsHere: JobsHereChoice
  /** Cancels the job here whose hold was released. */
  readonly cancelJob: (name: Buffer) => void
  /** These are gone from Redis. @param names as `latin1` */
  readonly gone: (names: ReadonlySet<string>) => void
}

/** Deletes holds, a batch a step, each only while it is what was shown. */
export function releasePlan({ inspector, holds, jobsHere, cancelJob, gone }: ReleasePlanOptions): BulkPlan {
  const { targets, queuedHere } = holds
  const wanted = jobsHere === 'skip' ? targets.filter((target) => !queuedHere.has(target)) : targets
  return {
    kind: 'release-holds',
    total: wanted.length,
    async *steps(signal) {
      const left = new GoneNames(gone)
      try {
        for (const batch of batches(wanted)) {
          if (signal.aborted) return
          const shown = shownOf(batch)
          const answers = await inspector.changes.release(shown)
          for (const [index, target] of batch.entries()) {
            const answer = answers[index]
            if (answer === 'released' || answer === 'gone') left.add(target.name)
            if (answer === 'released' && jobsHere === 'cancel' && queuedHere.has(target))
              cancelJob(Buffer.from(target.name, 'latin1'))
          }
          yield stepOf(shown, answers, releaseReason)
        }
      } finally {
        left.tell()
      }
    },
  }
}

/** Keeps holds for longer, a batch a step. */
export function extendPlan(
  inspector: KeyInspector,
  { targets }: PreviewedHolds,
  extension: Extension,
): BulkPlan {
  return {
    kind: 'extend-holds',
    total: targets.length,
    async *steps(signal) {
      for (const batch of batches(targets)) {
        if (signal.aborted) return
        const shown = shownOf(batch)
        yield stepOf(shown, await inspector.changes.extend(shown, extension), extendReason)
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
      const left = new GoneNames(gone)
      try {
        for await (const page of inspector.holdNames({ generation: 'stale', signal })) {
          for (const names of batches(page.names)) {
            if (signal.aborted) return
            const answers = await inspector.changes.purge(names, generation)
            for (const [index, name] of names.entries()) {
              if (answers[index] === 'purged' || answers[index] === 'gone') left.add(name.toString('latin1'))
            }
            const batch = names.map((name) => ({ name }))
            yield stepOf(batch, answers, purgeReason)
          }
        }
      } finally {
        left.tell()
      }
    },
  }
}

/** Holds that are gone, told a few thousand at a time: each telling costs a walk over all rows. */
class GoneNames {
  readonly #tell: (names: ReadonlySet<string>) => void
  #names = new Set<string>()

  constructor(tell: (names: ReadonlySet<string>) => void) {
    this.#tell = tell
  }

  add(name: string): void {
    this.#names.add(name)
    if (this.#names.size >= TOLD_AT_ONCE) this.tell()
  }

  tell(): void {
    if (this.#names.size > 0) this.#tell(this.#names)
    this.#names = new Set()
  }
}

export function extensionOf(request: ExtensionRequest): Extension {
  return request.kind === 'by' ? { byMs: request.ms } : { to: request.at }
}

function* batches<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let at = 0; at < items.length; at += HOLDS_A_CHANGE) yield items.slice(at, at + HOLDS_A_CHANGE)
}

/** What was previewed can be compared: `previewHolds` left out what cannot. */
function shownOf(targets: readonly HoldTarget[]): ShownHold[] {
  return targets.flatMap((target) => target.shown() ?? [])
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
