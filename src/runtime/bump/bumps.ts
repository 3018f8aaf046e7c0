import type { BumpNotice, BumpOutcome, BumpPreview } from '../../contract/bump'
import { KeyholdError } from '../../processor/errors'
import { refuseReadOnly } from '../read-only'
import type { RuntimeParts } from '../runtime-parts'
import { Aftermath } from './aftermath'
import { BumpCount } from './bump-count'
import type { BumpsFace } from './bumps-face'
import { GenerationWatch, type GenerationChange } from './generation-watch'

type Parts = Pick<
  RuntimeParts,
  'audit' | 'change' | 'clock' | 'dedup' | 'inspector' | 'processor' | 'profile'
> & {
  readonly address: string
  /** This app's processors since it started, this one included. */
  readonly own: ReadonlySet<string>
}

/** What a bump would do, the bump itself, and what happens after one, whoever bumped. */
export class Bumps implements BumpsFace {
  readonly #parts: Parts
  readonly #watch: GenerationWatch
  #count: BumpCount | undefined
  #opening: string | undefined
  #aftermath: Aftermath | undefined
  #noticeId = 0

  constructor(parts: Parts) {
    this.#parts = parts
    this.#watch = new GenerationWatch(parts.dedup, {
      onChange: (change) => this.#follow(change),
      onFound: (from, found) => parts.audit.note({ act: 'bump-found', from, found }),
    })
  }

  /** @throws KeyholdError `bad-generation`, `not-connected` */
  preview(opening: string): BumpPreview {
    const { address, processor, profile } = this.#parts
    const from = this.#generation()
    const to = String(BigInt(from) + 1n)
    const doubt = this.#watch.doubt()
    return {
      profileName: profile.name,
      namespace: profile.namespace,
      address,
      from,
      to,
      ...this.#countFor(opening, from, to).view(),
      waiting: processor.queueLength(),
      running: processor.runningCount(),
      ...(doubt ? { doubt } : {}),
    }
  }

  stopPreview(): void {
    this.#count?.stop()
    this.#count = undefined
    this.#opening = undefined
  }

  /** @throws KeyholdError `bump-unknown`, `redis-error`, `bad-generation`, `read-only` */
  async confirm(from: string, reason?: string): Promise<BumpOutcome> {
    refuseReadOnly(this.#parts.profile, 'Bumping the generation')
    // The dedup takes an empty text for "from whatever it is now", which nobody was shown.
    if (!/^-?\d+$/.test(from)) {
      throw new KeyholdError(
        'bad-generation',
        `"${from.slice(0, 40)}" is no generation.`,
        'Open the dialog again.',
      )
    }
    // What was counted stays; Redis is to have no more to do than the bump.
    this.#count?.stop()
    const outcome = await this.#bump(from, reason)
    this.#parts.change.mark()
    return outcome
  }

  notice(): BumpNotice | undefined {
    return this.#aftermath?.view()
  }

  dismiss(noticeId: number): void {
    if (this.#aftermath?.view().noticeId !== noticeId) return
    this.#aftermath.close()
    this.#aftermath = undefined
    this.#parts.change.mark()
  }

  close(): void {
    this.#watch.close()
    this.stopPreview()
    this.#aftermath?.close()
  }

  /** A bump that found another generation than it was for did nothing: it is not noted. */
  async #bump(from: string, reason: string | undefined): Promise<BumpOutcome> {
    const { audit } = this.#parts
    try {
      const outcome = await this.#watch.bump(from)
      if (outcome.outcome === 'bumped')
        audit.note({ act: 'bump', from: outcome.from, to: outcome.to }, reason)
      return outcome
    } catch (error) {
      if (error instanceof KeyholdError && error.code === 'bump-unknown') {
        audit.note({ act: 'bump-unknown', from }, reason)
      }
      throw error
    }
  }

  #countFor(opening: string, from: string, to: string): BumpCount {
    const { clock, dedup, inspector, own } = this.#parts
    const known = this.#count
    const failed = known?.view().state === 'failed' && dedup.link().state === 'ready'
    if (known && !failed && this.#opening === opening && known.from === from) return known
    known?.stop()
    this.#opening = opening
    this.#count = new BumpCount({ inspector, clock, own, from, to })
    return this.#count
  }

  #follow(change: GenerationChange): void {
    const { change: mark, clock, inspector, own } = this.#parts
    const counted = this.#count
    counted?.stop()
    this.#aftermath?.close()
    this.#noticeId += 1
    this.#aftermath = new Aftermath({
      inspector,
      clock,
      own,
      notice: { noticeId: this.#noticeId, ...change, at: clock.wall() },
      before: counted?.from === change.from && counted.to === change.to ? counted : undefined,
      changed: mark.mark,
    })
    mark.mark()
  }

  #generation(): string {
    const { dedup } = this.#parts
    const generation = dedup.generation()
    if (generation !== undefined) return generation
    throw (
      dedup.generationError() ??
      new KeyholdError(
        'not-connected',
        'The generation is not known: Redis was not read yet.',
        'Wait until Redis answers, then bump.',
      )
    )
  }
}
