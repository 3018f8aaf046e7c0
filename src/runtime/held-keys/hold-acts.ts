import { randomUUID } from 'node:crypto'
import type { RequestOf, ResponseOf } from '../../contract/channels'
import type { BulkActView } from '../../contract/bulk'
import type { HeldKeyRow } from '../../contract/held-keys'
import type { HoldTargets } from '../../contract/held-keys-acts'
import { LIMITS } from '../../contract/limits'
import type { InspectedHold } from '../../dedup/key-inspector'
import { KeyholdError } from '../../processor/errors'
import { jobHere } from '../jobs/job-here'
import { refuseReadOnly } from '../read-only'
import type { RuntimeParts } from '../runtime-parts'
import { extendPlan, extensionOf, purgePlan, releasePlan } from './hold-act-plans'
import type { HoldsFace } from './held-keys-face'
import type { HoldTarget } from './found-hold'
import { asksToType, previewHolds, type PreviewedHolds } from './holds-preview'
import { markedHold } from './shown-holds'
import { timelineOf } from './timeline'

/** How long stale holds are counted; what there is by then is "at least". */
const COUNT_MS = 2_000
/** Generations that are listed by themselves. */
const MOST_GENERATIONS = 20

type Parts = Pick<
  RuntimeParts,
  'bulk' | 'change' | 'clock' | 'dedup' | 'inspector' | 'jobs' | 'processor' | 'profile'
>
type HoldsChannel = 'held-keys.preview' | 'held-keys.release-many' | 'held-keys.extend' | 'held-keys.purge'
type Request<Name extends HoldsChannel> = Omit<RequestOf<Name>, 'profileId'>

/** The scan that is shown, as far as acts need it. */
export interface ShownScan {
  /** All rows of it. @throws KeyholdError `unknown-scan` */
  readonly rowsOf: (scanId: string) => readonly HoldTarget[]
  readonly forget: (names: ReadonlySet<string>) => void
  /** Rows with what is known of their owners by now. */
  readonly freshRows: (holds: readonly InspectedHold[]) => Promise<HeldKeyRow[]>
}

interface Preview {
  readonly previewId: string
  readonly holds: PreviewedHolds
}

/** One hold closely, and acts on many: first a preview that changes nothing, then the act on exactly what it saw. */
export class HoldActs implements HoldsFace {
  readonly #parts: Parts
  readonly #scan: ShownScan
  /** The last one alone: it may hold the names of a hundred thousand. */
  #preview: Preview | undefined

  constructor(parts: Parts, scan: ShownScan) {
    this.#parts = parts
    this.#scan = scan
  }

  /** @throws KeyholdError `redis-error`, `bad-option` */
  async read({ nameBytes }: { readonly nameBytes: string }): Promise<ResponseOf<'held-keys.read'>> {
    const hold = await this.#parts.inspector.read(Buffer.from(nameBytes, 'base64'))
    const [row] = hold ? await this.#scan.freshRows([hold]) : []
    return { row: row ?? null }
  }

  async timeline({ key }: { readonly key: string }): Promise<ResponseOf<'held-keys.timeline'>> {
    return { entries: timelineOf(this.#parts, key) }
  }

  /** @throws KeyholdError `redis-error`, `unknown-scan`, `read-only` */
  async preview({ targets }: Request<'held-keys.preview'>): Promise<ResponseOf<'held-keys.preview'>> {
    const { dedup, inspector, profile } = this.#parts
    refuseReadOnly(profile, 'Changing holds')
    const shown = this.#targets(targets)
    const { counts, holds } = await previewHolds(inspector, shown, this.#scan.freshRows)
    const previewId = randomUUID()
    this.#preview = { previewId, holds }
    const generation = dedup.generation()
    return {
      previewId,
      profileName: profile.name,
      namespace: profile.namespace,
      ...(generation === undefined ? {} : { generation }),
      ...counts,
      typeToConfirm: asksToType(profile.environment, holds.targets.length),
    }
  }

  /** @throws KeyholdError `read-only`, `unknown-preview`, `not-confirmed`, `too-many-acts` */
  async releaseMany({ previewId, jobsHere, typed }: Request<'held-keys.release-many'>): Promise<BulkActView> {
    refuseReadOnly(this.#parts.profile, 'Releasing keys')
    const { inspector, bulk } = this.#parts
    const holds = this.#confirmed(previewId, typed)
    return bulk.start(
      releasePlan({
        ...{ inspector, holds, jobsHere },
        gone: this.#scan.forget,
        cancelJob: (name) => this.#cancelJob(name),
      }),
    )
  }

  /** @throws KeyholdError `read-only`, `unknown-preview`, `not-confirmed`, `bad-expiry`, `too-many-acts` */
  async extend({ previewId, extension, typed }: Request<'held-keys.extend'>): Promise<BulkActView> {
    const { bulk, clock, inspector, profile } = this.#parts
    refuseReadOnly(profile, 'Extending holds')
    if (extension.kind === 'to') checkMoment(extension.at, clock.wall())
    const holds = this.#confirmed(previewId, typed)
    return bulk.start(extendPlan(inspector, holds, extensionOf(extension)))
  }

  /** @throws KeyholdError `redis-error`, `bad-generation`, `read-only` */
  async stale(): Promise<ResponseOf<'held-keys.stale'>> {
    const { inspector, profile } = this.#parts
    refuseReadOnly(profile, 'Purging holds')
    const generation = await inspector.currentGeneration()
    const { holds: counted, complete } = await inspector.count({ withinMs: COUNT_MS })
    const others = [...counted].filter(([of]) => of !== generation).sort(([, a], [, b]) => b - a)
    const holds = others.reduce((sum, [, count]) => sum + count, 0)
    return {
      profileName: profile.name,
      namespace: profile.namespace,
      generation,
      generations: others.slice(0, MOST_GENERATIONS).map(([of, count]) => ({ generation: of, holds: count })),
      holds,
      complete,
      typeToConfirm: asksToType(profile.environment, holds),
    }
  }

  /** @throws KeyholdError `read-only`, `not-confirmed`, `too-many-acts` */
  async purge({ generation, typed }: Request<'held-keys.purge'>): Promise<BulkActView> {
    const { bulk, inspector, profile } = this.#parts
    refuseReadOnly(profile, 'Purging holds')
    // How many there are is known at its end only: in production the profile is named.
    if (profile.environment === 'production' && typed !== profile.name) throw notConfirmed(profile.name)
    return bulk.start(purgePlan(inspector, generation, this.#scan.forget))
  }

  #targets(targets: HoldTargets): readonly HoldTarget[] {
    return targets.kind === 'selected' ? targets.holds.map(markedHold) : this.#scan.rowsOf(targets.scanId)
  }

  #confirmed(previewId: string, typed: string): PreviewedHolds {
    const preview = this.#preview
    if (preview?.previewId !== previewId) throw unknownPreview()
    const { environment, name } = this.#parts.profile
    const { length } = preview.holds.targets
    if (asksToType(environment, length) && typed !== name && typed.replaceAll(',', '') !== String(length)) {
      throw notConfirmed(`${length.toLocaleString('en-US')}, or ${name}`)
    }
    this.#preview = undefined
    return preview.holds
  }

  #cancelJob(name: Buffer): void {
    const { change, inspector, processor } = this.#parts
    const key = inspector.keyOf(name)
    const job = key && jobHere(processor, key.toString('utf8'))
    if (job) processor.cancel(job.jobId)
    change.mark()
  }
}

function checkMoment(at: number, now: number): void {
  if (at > now && at <= now + LIMITS.backoffMs) return
  throw new KeyholdError(
    'bad-expiry',
    at > now ? 'That moment is more than 30 days from now.' : 'That moment has passed.',
    'Choose a moment within the next 30 days.',
  )
}

function unknownPreview(): KeyholdError {
  return new KeyholdError(
    'unknown-preview',
    'What was to be changed is not known any more: another question took its place.',
    'Open the dialog again.',
  )
}

function notConfirmed(expected: string): KeyholdError {
  return new KeyholdError(
    'not-confirmed',
    'What was typed does not confirm this act, so nothing was changed.',
    `Type ${expected}.`,
  )
}
