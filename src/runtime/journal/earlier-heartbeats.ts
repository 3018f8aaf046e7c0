import type { InstanceHeartbeat } from '../../dedup/instance-heartbeat'

/**
 * Heartbeats of the instances that this app was before: holds that they took belong to jobs here, and must not look
 * orphaned to anybody.
 */
export class EarlierHeartbeats {
  readonly #begin: (instance: string) => InstanceHeartbeat
  readonly #beating = new Map<string, InstanceHeartbeat>()

  /** @param begin makes one that beats */
  constructor(begin: (instance: string) => InstanceHeartbeat) {
    this.#begin = begin
  }

  add(instance: string): void {
    if (!this.#beating.has(instance)) this.#beating.set(instance, this.#begin(instance))
  }

  /** They end, and their keys go. */
  async close(): Promise<void> {
    await Promise.all([...this.#beating.values()].map((heartbeat) => heartbeat.close()))
  }
}
