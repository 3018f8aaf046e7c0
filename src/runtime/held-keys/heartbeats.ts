import type { InspectedHold, KeyInspector } from '../../dedup/key-inspector'

/** Instances that are remembered; of further ones nothing is known, and nothing said. */
const MOST_INSTANCES = 10_000

/**
 * Which of the instances that hold keys show a heartbeat. Each is asked for once, when its first hold is read, by its
 * exact name: that costs one short reply a page, where a walk over all keys would cost as much as the scan itself.
 */
export class Heartbeats {
  readonly #inspector: Pick<KeyInspector, 'heartbeats'>
  readonly #seen = new Map<string, boolean>()

  constructor(inspector: Pick<KeyInspector, 'heartbeats'>) {
    this.#inspector = inspector
  }

  /** Asks for the owners of these holds that were not asked for yet. @throws KeyholdError `redis-error` */
  async learn(holds: readonly InspectedHold[], signal?: AbortSignal): Promise<void> {
    const unknown = new Set<string>()
    for (const { owner } of holds) {
      if (owner.kind !== 'keyhold' || this.#seen.has(owner.instance)) continue
      if (this.#seen.size + unknown.size < MOST_INSTANCES) unknown.add(owner.instance)
    }
    if (unknown.size === 0) return
    const ids = [...unknown]
    const seen = await this.#inspector.heartbeats(ids, signal)
    for (const id of ids) this.#seen.set(id, seen.has(id))
  }

  /** Undefined: not asked for. */
  isSeen(instance: string): boolean | undefined {
    return this.#seen.get(instance)
  }
}
