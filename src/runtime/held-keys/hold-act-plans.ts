import type { ExtensionRequest, JobsHereChoice } from '../../contract/held-keys-acts'
import type {
  Extension,
  ExtendAnswer,
  KeyInspector,
  PurgeAnswer,
  ReleaseAnswer,
  ShownHold,
} from '../../dedup/key-inspector'
import type { BulkPlan } from '../bulk/bulk-act'
import type { HoldNames } from './held-keys-scan'
import { HoldBatches } from './hold-batches'
import type { PreviewedHold } from './holds-preview'

const TOLD_AT_ONCE = 5_000
const CHANGED = 'It is not the hold any more that was shown: left as it is.'
const GONE = 'It was gone already.'
const NO_HOLD = 'It is no string, so no hold: left as it is.'

export interface ReleasePlanOptions {
  readonly inspector: KeyInspector
  readonly holds: readonly PreviewedHold[]
  readonly jobsHere: JobsHereChoice
  /** Cancels the job whose hold was released. */
  readonly cancelJob: (jobId: number) => void
  /** These are gone from Redis. */
  readonly gone: (names: HoldNames) => void
  /** These were released by this act. */
  readonly released: (holds: readonly ReleasedByName[]) => void
}

export interface ReleasedByName {
  /** As `latin1`. */
  readonly name: string
  readonly jobId: number | undefined
  readonly jobCancelled: boolean
}

/** Deletes holds, a batch a step, each only while it is what was shown. */
export function releasePlan({
  inspector,
  holds,
  jobsHere,
  cancelJob,
  gone,
  released,
}: ReleasePlanOptions): BulkPlan {
  const wanted = jobsHere === 'skip' ? holds.filter(({ jobId }) => jobId === undefined) : holds
  const left = new Gathered<true>(gone)
  const cancels = ({ jobId }: PreviewedHold): boolean => jobsHere === 'cancel' && jobId !== undefined
  const batches = new HoldBatches<PreviewedHold, ReleaseAnswer>(wanted, {
    change: async (batch) => {
      const answers = await answersByName(batch, (shown) => inspector.changes.release(shown))
      for (const { name, jobId } of batch) {
        const answer = answers.get(name)
        if (answer === 'released' || answer === 'gone') left.add(name, true)
        // Only after its hold was released: a release that is refused changes nothing.
        if (answer === 'released' && jobsHere === 'cancel' && jobId !== undefined) cancelJob(jobId)
      }
      const done = batch.filter(({ name }) => answers.get(name) === 'released')
      released(done.map((hold) => ({ name: hold.name, jobId: hold.jobId, jobCancelled: cancels(hold) })))
      return answers
    },
    reasonOf: releaseReason,
    perhaps: (hold) =>
      cancels(hold)
        ? 'it may have been released. Its job here was not cancelled.'
        : 'it may have been released.',
  })
  return {
    kind: 'release-holds',
    total: wanted.length,
    steps: (signal) => left.toldAfter(batches.steps(signal)),
    unreached: () => batches.unreached(),
  }
}

export interface ExtendPlanOptions {
  readonly inspector: KeyInspector
  readonly holds: readonly PreviewedHold[]
  readonly extension: Extension
  /** These are kept until then. @param expiries Redis' time, by names as `latin1` */
  readonly extended: (expiries: ReadonlyMap<string, number>) => void
}

/** Keeps holds for longer, a batch a step. */
export function extendPlan({ inspector, holds, extension, extended }: ExtendPlanOptions): BulkPlan {
  const kept = new Gathered<number>(extended)
  const batches = new HoldBatches<PreviewedHold, ExtendAnswer>(holds, {
    change: async (batch) => {
      const answers = await answersByName(batch, (shown) => inspector.changes.extend(shown, extension))
      for (const [name, answer] of answers)
        if (typeof answer === 'object' && 'expiresAt' in answer) kept.add(name, answer.expiresAt)
      return answers
    },
    reasonOf: extendReason,
    perhaps: () => 'it may have been extended.',
  })
  return {
    kind: 'extend-holds',
    total: holds.length,
    steps: (signal) => kept.toldAfter(batches.steps(signal)),
    unreached: () => batches.unreached(),
  }
}

export interface PurgePlanOptions {
  readonly inspector: KeyInspector
  /** The generation that was shown as the one that counts. */
  readonly current: string
  /** Those that were counted and shown. */
  readonly generations: ReadonlySet<string>
  /** As in `ReleasePlanOptions`. */
  readonly gone: (names: HoldNames) => void
}

/** Deletes the holds of these generations, while the one that counts stays the same. */
export function purgePlan({ inspector, current, generations, gone }: PurgePlanOptions): BulkPlan {
  const left = new Gathered<true>(gone)
  const change = async (batch: readonly { readonly name: string }[]) => {
    const names = batch.map(({ name }) => name)
    const answers = await inspector.changes.purge(
      names.map((name) => Buffer.from(name, 'latin1')),
      current,
    )
    const byName = pairedBy(names, answers)
    for (const [name, answer] of byName) if (answer === 'purged' || answer === 'gone') left.add(name, true)
    return byName
  }
  async function* steps(signal: AbortSignal) {
    for await (const page of inspector.holdNames({ generations, signal })) {
      const holds = page.names.map((name) => ({ name: name.toString('latin1') }))
      const perhaps = (): string => 'it may have been purged.'
      yield* new HoldBatches(holds, { change, reasonOf: purgeReason, perhaps }).steps(signal)
      if (signal.aborted) return
    }
  }
  return {
    kind: 'purge-holds',
    total: undefined,
    steps: (signal) => left.toldAfter(steps(signal)),
  }
}

/** What became of holds, told for a few thousand at a time: each telling costs a walk over all rows. */
class Gathered<Fate> {
  readonly #tell: (fates: ReadonlyMap<string, Fate>) => void
  #fates = new Map<string, Fate>()

  constructor(tell: (fates: ReadonlyMap<string, Fate>) => void) {
    this.#tell = tell
  }

  /** @param name as `latin1` */
  add(name: string, fate: Fate): void {
    this.#fates.set(name, fate)
    if (this.#fates.size >= TOLD_AT_ONCE) this.#flush()
  }

  /** Tells the rest when the steps have ended, however they do. */
  async *toldAfter<Step>(steps: AsyncIterable<Step>): AsyncGenerator<Step, void, undefined> {
    try {
      yield* steps
    } finally {
      this.#flush()
    }
  }

  #flush(): void {
    if (this.#fates.size > 0) this.#tell(this.#fates)
    this.#fates = new Map()
  }
}

export function extensionOf(request: ExtensionRequest): Extension {
  return request.kind === 'by' ? { byMs: request.ms } : { to: request.at }
}

/** Asks for those that can be compared; the others are changed by nothing that is shown. */
async function answersByName<Answer>(
  holds: readonly PreviewedHold[],
  ask: (shown: readonly ShownHold[]) => Promise<readonly Answer[]>,
): Promise<ReadonlyMap<string, Answer | 'changed'>> {
  const shown = holds.flatMap((hold) => hold.shown() ?? [])
  const names = shown.map(({ name }) => name.toString('latin1'))
  const answers = new Map<string, Answer | 'changed'>(pairedBy(names, await ask(shown)))
  const asked = new Set(names)
  for (const { name } of holds) if (!asked.has(name)) answers.set(name, 'changed')
  return answers
}

/** @param answers as many as names, in their order */
function pairedBy<Answer>(names: readonly string[], answers: readonly Answer[]): Map<string, Answer> {
  const paired = new Map<string, Answer>()
  for (const [index, answer] of answers.entries()) {
    const name = names[index]
    if (name !== undefined) paired.set(name, answer)
  }
  return paired
}

/** Why it was not done; undefined: it was. */
function releaseReason(answer: ReleaseAnswer): string | undefined {
  if (typeof answer === 'object') return answer.message
  switch (answer) {
    case 'released':
      return undefined
    case 'changed':
      return CHANGED
    case 'gone':
      return GONE
    case 'wrong-type':
      return NO_HOLD
  }
}

function extendReason(answer: ExtendAnswer): string | undefined {
  if (typeof answer === 'object') return 'message' in answer ? answer.message : undefined
  switch (answer) {
    case 'changed':
      return CHANGED
    case 'gone':
      return GONE
    case 'wrong-type':
      return NO_HOLD
    case 'no-expiry':
      return 'It has no expiry: it is kept for ever as it is.'
    case 'shorter':
      return 'It is kept for so long, or longer, already; a hold is never shortened.'
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
      return NO_HOLD
  }
}
