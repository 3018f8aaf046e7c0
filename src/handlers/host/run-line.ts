import { RunClaims } from '../run-claims'
import type { WorkOrder } from './work-order'

/** How often is looked whether runs have ended while the worker is too busy to say so. */
const LOOK_EVERY_MS = 10

/** The runs that a worker was given, in order. The first is the one that runs, as far as the host has heard. */
export class RunLine {
  readonly claims = new RunClaims()
  readonly #onFirst: (order: WorkOrder) => void
  #orders: WorkOrder[] = []
  #count = 0
  #timer: NodeJS.Timeout | undefined

  /** @param onFirst called for each that has come to run */
  constructor(onFirst: (order: WorkOrder) => void) {
    this.#onFirst = onFirst
  }

  get first(): WorkOrder | undefined {
    return this.#orders[0]
  }

  /** Runs given so far. */
  get count(): number {
    return this.#count
  }

  /** @returns the slot by which it is claimed */
  add(order: WorkOrder): number {
    order.slot = this.claims.offer(this.#count++)
    this.#orders.push(order)
    if (this.#orders.length === 1) this.#onFirst(order)
    else this.#timer ??= setInterval(() => this.collect(), LOOK_EVERY_MS)
    return order.slot
  }

  /** Brings to their end those of which no message tells. */
  collect(): void {
    const before = this.first
    let ended = 0
    for (const order of this.#orders) {
      const runMs = this.claims.endedMs(order.slot)
      if (runMs === undefined) break
      ended++
      order.succeed(0, { runMs })
    }
    if (ended > 0) this.#orders.splice(0, ended)
    this.#moved(before)
  }

  /** A message told its end. @returns the order, if it is the first */
  take(runId: number): WorkOrder | undefined {
    const { first } = this
    if (first?.runId !== runId) return undefined
    this.#orders.shift()
    this.#moved(first)
    return first
  }

  /** @returns false where it has started, or is unknown */
  withdraw(runId: number): boolean {
    const index = this.#orders.findIndex((order) => order.runId === runId)
    const order = this.#orders[index]
    if (order === undefined || !this.claims.withdraw(order.slot)) return false
    const before = this.first
    this.#orders.splice(index, 1)
    this.#moved(before)
    return true
  }

  get(runId: number): WorkOrder | undefined {
    return this.#orders.find((order) => order.runId === runId)
  }

  /** The worker has ended. @returns what it was given and had not ended */
  clear(): { readonly started: readonly WorkOrder[]; readonly others: readonly WorkOrder[] } {
    this.collect()
    const orders = this.#orders
    this.#orders = []
    this.#moved(undefined)
    const others = orders.filter((order) => this.claims.withdraw(order.slot))
    return { started: orders.filter((order) => !others.includes(order)), others }
  }

  #moved(before: WorkOrder | undefined): void {
    const { first } = this
    if (first !== undefined && first !== before) this.#onFirst(first)
    if (this.#orders.length < 2) {
      clearInterval(this.#timer)
      this.#timer = undefined
    }
  }
}
