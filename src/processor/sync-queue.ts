import { KeyholdError } from './errors'

/** Slots of a block. */
const BLOCK = 1_024

const EMPTY: unique symbol = Symbol('empty')

interface Block<T> {
  readonly slots: (T | typeof EMPTY)[]
  /** Items that are neither dequeued nor removed. */
  live: number
}

/**
 * A first-in first-out queue for many senders and receivers (go-io's `SyncQueue`). `enqueue` never blocks: the
 * queue grows by blocks of 1,024 and copies nothing when it does, so order is kept and no call pays for growth.
 * A removed item leaves its slot empty until its block has passed; blocks that are empty throughout are dropped.
 */
export class SyncQueue<T> {
  readonly #blocks: (Block<T> | undefined)[] = []
  readonly #spares: Block<T>[] = []
  readonly #sparesKept: number
  /** Number of the block at index 0. */
  #firstBlock = 0
  #headBlock: Block<T>
  #tailBlock: Block<T>
  /** Slots of the head block before this one are past. */
  #headSlot = 0
  /** Ticket of the next item to come. */
  #tail = 0
  #length = 0
  #receivers: SyncQueue<(item: T) => void> | undefined

  /**
   * @param initialCapacity items the queue has room for before it grows: a whole number above 0
   * @throws KeyholdError `bad-capacity`
   */
  constructor(initialCapacity: number) {
    if (!Number.isSafeInteger(initialCapacity) || initialCapacity <= 0) {
      throw new KeyholdError(
        'bad-capacity',
        `A queue cannot have a capacity of ${String(initialCapacity)}.`,
        'Give a whole number above 0; the queue grows beyond it as needed.',
      )
    }
    this.#sparesKept = Math.min(1_024, Math.ceil(initialCapacity / BLOCK))
    for (let i = 0; i < this.#sparesKept; i++) this.#spares.push(newBlock())
    this.#headBlock = this.#tailBlock = this.#addBlock()
  }

  /** Items waiting. */
  get length(): number {
    return this.#length
  }

  /**
   * Appends an item, or hands it to the receiver that has waited longest.
   * @returns a ticket for `remove`; tickets grow with every call
   */
  enqueue(item: T): number {
    const ticket = this.#tail++
    const slot = ticket % BLOCK
    if (slot === 0 && ticket !== 0) this.#tailBlock = this.#addBlock()
    const block = this.#tailBlock
    block.slots[slot] = item
    block.live++
    this.#length++
    if (this.#receivers !== undefined && this.#receivers.length > 0) this.#handOver(this.#receivers)
    return ticket
  }

  /** The oldest item, taken out; undefined when none waits. */
  tryDequeue(): T | undefined {
    if (this.#length === 0) return undefined
    if (this.#headBlock.live === 0) this.#dropPassedBlocks()
    const block = this.#headBlock
    let slot = this.#headSlot
    let item = block.slots[slot]
    while (item === EMPTY) item = block.slots[++slot]
    block.slots[slot] = EMPTY
    block.live--
    this.#headSlot = slot + 1
    this.#length--
    return item
  }

  /** The oldest item, as soon as there is one; receivers are served in the order in which they came. */
  dequeue(): Promise<T> {
    if (this.#length > 0) {
      const item = this.tryDequeue()
      if (item !== undefined) return Promise.resolve(item)
    }
    const receivers = (this.#receivers ??= new SyncQueue<(item: T) => void>(1))
    return new Promise((resolve) => void receivers.enqueue(resolve))
  }

  /**
   * Takes one item out of the middle, in O(1).
   * @param ticket what `enqueue` answered
   * @returns the item; undefined when it is no longer here
   */
  remove(ticket: number): T | undefined {
    const index = Math.floor(ticket / BLOCK) - this.#firstBlock
    if (index < 0 || ticket >= this.#tail) return undefined
    const block = this.#blocks[index]
    const slot = ticket % BLOCK
    const item = block?.slots[slot]
    if (block === undefined || item === undefined || item === EMPTY) return undefined
    block.slots[slot] = EMPTY
    block.live--
    this.#length--
    if (block.live === 0 && block !== this.#headBlock && block !== this.#tailBlock) {
      this.#blocks[index] = undefined
      this.#keepSpare(block)
    }
    return item
  }

  /** The item of this ticket while it is here, in O(1). */
  get(ticket: number): T | undefined {
    const item = this.#blocks[Math.floor(ticket / BLOCK) - this.#firstBlock]?.slots[ticket % BLOCK]
    return item === EMPTY ? undefined : item
  }

  /**
   * The items at positions `offset` … `offset + limit - 1`, oldest first, without a copy of the rest.
   * Costs one step a block before `offset`.
   */
  range(offset: number, limit: number): T[] {
    const items: T[] = []
    let skip = offset
    for (const block of this.#blocks) {
      if (items.length >= limit) break
      if (block === undefined || block.live === 0) continue
      if (skip >= block.live) {
        skip -= block.live
        continue
      }
      for (const item of block.slots) {
        if (item === EMPTY) continue
        if (skip-- > 0) continue
        items.push(item)
        if (items.length >= limit) break
      }
      skip = 0
    }
    return items
  }

  #handOver(receivers: SyncQueue<(item: T) => void>): void {
    const item = this.tryDequeue()
    if (item !== undefined) receivers.tryDequeue()?.(item)
  }

  #addBlock(): Block<T> {
    const block = this.#spares.pop() ?? newBlock<T>()
    this.#blocks.push(block)
    return block
  }

  /** Only while something waits: some later block then has items. */
  #dropPassedBlocks(): void {
    let next: Block<T> | undefined
    do {
      const passed = this.#blocks.shift()
      if (passed !== undefined) this.#keepSpare(passed)
      this.#firstBlock++
      next = this.#blocks[0]
    } while (next === undefined || next.live === 0)
    this.#headBlock = next
    this.#headSlot = 0
  }

  #keepSpare(block: Block<T>): void {
    if (this.#spares.length < this.#sparesKept) this.#spares.push(block)
  }
}

function newBlock<T>(): Block<T> {
  return { slots: new Array<T | typeof EMPTY>(BLOCK).fill(EMPTY), live: 0 }
}
