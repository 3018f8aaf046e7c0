import type { OwnerCounts } from '../../contract/bump'
import type { HoldOwner } from '../../processor/outcomes'

/** Counts holds by who wrote them, as this app sees it. */
export class OwnerTally {
  readonly #own: ReadonlySet<string>
  readonly #counts: OwnerCounts = { here: 0, keyhold: 0, 'go-io': 0, unknown: 0 }

  /** @param own this app's processors since it started: what an earlier one holds is no other instance's */
  constructor(own: ReadonlySet<string>) {
    this.#own = own
  }

  add(owner: HoldOwner): void {
    if (owner.kind !== 'keyhold') this.#counts[owner.kind] += 1
    else if (this.#own.has(owner.instance)) this.#counts.here += 1
    else this.#counts.keyhold += 1
  }

  /** As they are now. */
  counts(): OwnerCounts {
    return { ...this.#counts }
  }
}
