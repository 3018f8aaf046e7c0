import type { RequestOf, ResponseOf } from '../../contract/channels'
import type { BulkActView } from '../../contract/bulk'
import type { HeldKeyRow } from '../../contract/held-keys'
import type { HoldTargets } from '../../contract/held-keys-acts'
import { LIMITS } from '../../contract/limits'
import { generationMissing, type InspectedHold } from '../../dedup/key-inspector'
import { KeyholdError } from '../../processor/errors'
import { someKeys } from '../audit/many-act'
import { refuseReadOnly } from '../read-only'
import type { RuntimeParts } from '../runtime-parts'
import { extendPlan, extensionOf, purgePlan, releasePlan, type ReleasedByName } from './hold-act-plans'
import type { HoldsFace } from './held-keys-face'
import type { HoldTarget } from './found-hold'
import type { HoldNames } from './held-keys-scan'
import { previewHolds, type PreviewedHold } from './holds-preview'
import { jobOfHold } from './job-of-hold'
import { OpenQuestion } from './open-question'
import { markedHold } from './shown-holds'

/** How long stale holds are counted; what there is by then is "at least". */
const COUNT_MS = 2_000
/** Generations that are listed by themselves. */
const MOST_GENERATIONS = 20

type Parts = Pick<
  RuntimeParts,
  'bulk' | 'change' | 'clock' | 'dedup' | 'inspector' | 'processor' | 'profile' | 'recorder'
>
type HoldsChannel = 'held-keys.preview' | 'held-keys.release-many' | 'held-keys.extend' | 'held-keys.purge'
type Request<Name extends HoldsChannel> = Omit<RequestOf<Name>, 'profileId'>

/** The scan that is shown, as far as acts need it. */
export interface ShownScan {
  /** All rows of it. @throws KeyholdError `unknown-scan` */
  readonly rowsOf: (scanId: string) => readonly HoldTarget[]
  /** The text that they all match; empty: any. @throws KeyholdError `unknown-scan` */
  readonly textOf: (scanId: string) => string
  readonly forget: (names: HoldNames) => void
  /** @param expiries Redis' time, by names as `latin1` */
  readonly extended: (expiries: ReadonlyMap<string, number>) => void
  /** Rows with what is known of their owners by now. */
  readonly freshRows: (holds: readonly InspectedHold[]) => Promise<HeldKeyRow[]>
}

/** What a release or an extension was asked for. */
interface AskedHolds {
  readonly holds: readonly PreviewedHold[]
  /** The text that they all match. */
  readonly matching?: string
}

/** What a purge was asked for. */
interface StaleHolds {
  /** The generation that was shown as the one that counts. */
  readonly current: string
  readonly generations: ReadonlySet<string>
}

/** One hold closely, and acts on many: first a preview that changes nothing, then the act on exactly what it saw. */
export class HoldActs implements HoldsFace {
  readonly #parts: Parts
  readonly #scan: ShownScan
  /** The last one alone: it may hold the names of a hundred thousand. */
  readonly #holdsAsked: OpenQuestion<AskedHolds>
  readonly #staleAsked: OpenQuestion<StaleHolds>

  constructor(parts: Parts, scan: ShownScan) {
    this.#parts = parts
    this.#scan = scan
    this.#holdsAsked = new OpenQuestion(parts.profile)
    this.#staleAsked = new OpenQuestion(parts.profile)
  }

  /** @throws KeyholdError `redis-error`, `bad-option` */
  async read({ nameBytes }: { readonly nameBytes: string }): Promise<ResponseOf<'held-keys.read'>> {
    const hold = await this.#parts.inspector.read(Buffer.from(nameBytes, 'base64'))
    const [row] = hold ? await this.#scan.freshRows([hold]) : []
    return { row: row ?? null }
  }

  /** @throws KeyholdError `redis-error`, `unknown-scan`, `read-only` */
  async preview({ targets }: Request<'held-keys.preview'>): Promise<ResponseOf<'held-keys.preview'>> {
    const { dedup, inspector, profile } = this.#parts
    refuseReadOnly(profile, 'Changing holds')
    const { counts, holds } = await previewHolds(this.#targets(targets), {
      inspector,
      rowsOf: this.#scan.freshRows,
      jobIdOf: ({ key, value }) => jobOfHold(this.#parts, key.text, value)?.jobId,
    })
    const generation = dedup.generation()
    return {
      ...this.#holdsAsked.ask({ holds, ...this.#matching(targets) }, { count: holds.length, complete: true }),
      profileName: profile.name,
      namespace: profile.namespace,
      ...(generation === undefined ? {} : { generation }),
      ...counts,
    }
  }

  /** @throws KeyholdError `read-only`, `unknown-preview`, `not-confirmed`, `too-many-acts` */
  async releaseMany({
    previewId,
    jobsHere,
    typed,
    reason,
  }: Request<'held-keys.release-many'>): Promise<BulkActView> {
    refuseReadOnly(this.#parts.profile, 'Releasing keys')
    const { inspector, bulk } = this.#parts
    return this.#holdsAsked.answer(previewId, typed, ({ holds, matching }) =>
      bulk.start(
        releasePlan({
          ...{ inspector, holds, jobsHere },
          gone: this.#scan.forget,
          cancelJob: (jobId) => this.#cancelJob(jobId),
          released: (released) => this.#record(released),
        }),
        { about: { act: 'release-holds', ...this.#whichOf(holds, matching), jobsHere }, reason },
      ),
    )
  }

  /** @throws KeyholdError `read-only`, `unknown-preview`, `not-confirmed`, `bad-expiry`, `too-many-acts` */
  async extend({ previewId, extension, typed, reason }: Request<'held-keys.extend'>): Promise<BulkActView> {
    const { bulk, clock, inspector, profile } = this.#parts
    refuseReadOnly(profile, 'Extending holds')
    if (extension.kind === 'to') checkMoment(extension.at, clock.wall())
    return this.#holdsAsked.answer(previewId, typed, ({ holds, matching }) =>
      bulk.start(
        extendPlan({
          ...{ inspector, holds, extension: extensionOf(extension) },
          extended: this.#scan.extended,
        }),
        { about: { act: 'extend-holds', ...this.#whichOf(holds, matching), extension }, reason },
      ),
    )
  }

  /** @throws KeyholdError `redis-error`, `bad-generation`, `generation-missing`, `read-only` */
  async stale(): Promise<ResponseOf<'held-keys.stale'>> {
    const { inspector, profile } = this.#parts
    refuseReadOnly(profile, 'Purging holds')
    const { generation, exists, name } = await inspector.readGeneration()
    const { holds: counted, complete } = await inspector.count({ withinMs: COUNT_MS })
    const others = [...counted].filter(([of]) => of !== generation).sort(([, a], [, b]) => b - a)
    if (!exists && others.length > 0) throw generationMissing(name)
    const holds = others.reduce((sum, [, count]) => sum + count, 0)
    const listed = others.slice(0, MOST_GENERATIONS)
    const generations = new Set(others.map(([of]) => of))
    return {
      ...this.#staleAsked.ask({ current: generation, generations }, { count: holds, complete }),
      profileName: profile.name,
      namespace: profile.namespace,
      generation,
      generations: listed.map(([of, count]) => ({ generation: of, holds: count })),
      furtherGenerations: others.length - listed.length,
      holds,
      complete,
    }
  }

  /** @throws KeyholdError `read-only`, `unknown-preview`, `not-confirmed`, `too-many-acts` */
  async purge({ previewId, typed, reason }: Request<'held-keys.purge'>): Promise<BulkActView> {
    const { bulk, inspector, profile } = this.#parts
    refuseReadOnly(profile, 'Purging holds')
    return this.#staleAsked.answer(previewId, typed, (stale) =>
      bulk.start(purgePlan({ inspector, ...stale, gone: this.#scan.forget }), {
        about: {
          act: 'purge-holds',
          current: stale.current,
          generations: [...stale.generations].slice(0, MOST_GENERATIONS),
        },
        reason,
      }),
    )
  }

  #targets(targets: HoldTargets): readonly HoldTarget[] {
    return targets.kind === 'selected' ? targets.holds.map(markedHold) : this.#scan.rowsOf(targets.scanId)
  }

  #matching(targets: HoldTargets): Pick<AskedHolds, 'matching'> {
    const text = targets.kind === 'all' ? this.#scan.textOf(targets.scanId) : ''
    return text === '' ? {} : { matching: text }
  }

  /** What the audit says of holds: what they match, and the first of them. */
  #whichOf(holds: readonly PreviewedHold[], matching: string | undefined) {
    const keys = someKeys(holds.map(({ name }) => this.#keyOf(name)))
    return { keys, ...(matching === undefined ? {} : { matching }) }
  }

  #keyOf(name: string): string {
    const bytes = Buffer.from(name, 'latin1')
    return (this.#parts.inspector.keyOf(bytes) ?? bytes).toString('utf8')
  }

  #record(released: readonly ReleasedByName[]): void {
    const { inspector, recorder } = this.#parts
    recorder.released(
      released.flatMap(({ name, ...hold }) => {
        const key = inspector.keyOf(Buffer.from(name, 'latin1'))
        return key ? { key: key.toString('utf8'), ...hold } : []
      }),
    )
  }

  /** Ends the job that was seen at the preview, and no other one that has its key by now. */
  #cancelJob(jobId: number): void {
    const { change, processor } = this.#parts
    processor.cancel(jobId)
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
