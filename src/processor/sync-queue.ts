import { KeyholdError } from './errors'

/** Slots of a block. */
const BLOCK = 1_024

interface Block<T> {
  /** Undefined where an item has left, or has not come. */
  readonly slots: (T | undefined)[]
  /** Slots ahead of the head whose items were removed. */
  removed: number
}

/** Anything but undefined, which stands for "none". */
type Item = string | number | bigint | boolean | symbol | object | null

/**
 * A first-in first-out queue for many senders and receivers (go-io's `SyncQueue`). `enqueue` never blocks: the
 * queue grows by blocks of 1,024 and copies nothing when it does, so order is kept and no call pays for growth.
 * A removed item leaves its slot empty until the head has passed it; blocks that are empty throughout are dropped.
 * Counts are derived from the places of head and tail, so that the usual way in and out writes two fields each.
 */
export class SyncQueue<T extends Item> {
  readonly #blocks: (Block<T> | undefined)[] = []
  readonly #spares: Block<T>[] = []
  readonly #sparesKept: number
  /** Ticket of the first slot of the block at index 0. */
  #firstTicket = 0
  #headBlock: Block<T>
  /** Slots of the head block before this one are past. */
  #headSlot = 0
  #tailBlock: Block<T>
  /** Slot of the next item to come. */
  #tailSlot = 0
  /** Ticket of the tail block's first slot. */
  #tailTicket = 0
  /** Items removed ahead of the head. */
  #removed = 0
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
    return this.#tailTicket + this.#tailSlot - this.#firstTicket - this.#headSlot - this.#removed
  }

  /**
   * Appends an item, or hands it to the receiver that has waited longest.
   * @returns a ticket for `remove`; tickets grow by one with every call
   */
  enqueue(item: T): number {
    if (this.#tailSlot === BLOCK) {
      this.#tailBlock = this.#addBlock()
      this.#tailTicket += BLOCK
      this.#tailSlot = 0
    }
    const slot = this.#tailSlot
    this.#tailBlock.slots[slot] = item
    this.#tailSlot = slot + 1
    if (this.#receivers !== undefined) this.#handOver(this.#receivers)
    return this.#tailTicket + slot
  }

  /** The oldest item, taken out; undefined when none waits. */
  tryDequeue(): T | undefined {
    for (;;) {
      const block = this.#headBlock
      const slot = this.#headSlot
      if (block === this.#tailBlock && slot === this.#tailSlot) return undefined
      if (slot === BLOCK) {
        this.#dropPassedBlock()
        continue
      }
      const item = block.slots[slot]
      this.#headSlot = slot + 1
      if (item !== undefined) {
        block.slots[slot] = undefined
        return item
      }
      block.removed--
      this.#removed--
    }
  }

  /** The oldest item, as soon as there is one; receivers are served in the order in which they came. */
  dequeue(): Promise<T> {
    const item = this.tryDequeue()
    if (item !== undefined) return Promise.resolve(item)
    const receivers = (this.#receivers ??= new SyncQueue<(item: T) => void>(1))
    return new Promise((resolve) => void receivers.enqueue(resolve))
  }

  /**
   * Takes one item out of the middle, in O(1).
   * @param ticket what `enqueue` answered
   * @returns the item; undefined when it is no longer here
   */
  remove(ticket: number): T | undefined {
    const index = Math.floor((ticket - this.#firstTicket) / BLOCK)
    const block = this.#blocks[index]
    const slot = ticket % BLOCK
    const item = block?.slots[slot]
    if (block === undefined || item === undefined) return undefined
    block.slots[slot] = undefined
    block.removed++
    this.#removed++
    if (block.removed === BLOCK && block !== this.#headBlock && block !== this.#tailBlock) {
      this.#blocks[index] = undefined
      this.#keepSpare(block)
    }
    return item
  }

  /** The item of this ticket while it is here, in O(1). */
  get(ticket: number): T | undefined {
    return this.#blocks[Math.floor((ticket - this.#firstTicket) / BLOCK)]?.slots[ticket % BLOCK]
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
      const live = this.#liveIn(block)
      if (block === undefined || skip >= live) {
        skip -= live
        continue
      }
      for (const item of block.slots) {
        if (item === undefined || skip-- > 0) continue
        items.push(item)
        if (items.length >= limit) break
      }
      skip = 0
    }
    return items
  }

  #liveIn(block: Block<T> | undefined): number {
    if (block === undefined) return 0
    const from = block === this.#headBlock ? this.#headSlot : 0
    const to = block === this.#tailBlock ? this.#tailSlot : BLOCK
    return to - from - block.removed
  }

  #handOver(receivers: SyncQueue<(item: T) => void>): void {
    if (receivers.length === 0) return
    const item = this.tryDequeue()
    if (item !== undefined) receivers.tryDequeue()?.(item)
  }

  #addBlock(): Block<T> {
    const block = this.#spares.pop() ?? newBlock<T>()
    this.#blocks.push(block)
    return block
  }

  /** The head has passed its block, which is not the tail's: the next one that exists becomes the head's. */
  #dropPassedBlock(): void {
    const passed = this.#blocks.shift()
    if (passed !== undefined) this.#keepSpare(passed)
    this.#firstTicket += BLOCK
    this.#headSlot = 0
    while (this.#blocks[0] === undefined) {
      this.#blocks.shift()
      this.#firstTicket += BLOCK
      this.#removed -= BLOCK
    }
    this.#headBlock = this.#blocks[0]
  }

  #keepSpare(block: Block<T>): void {
    block.removed = 0
    if (this.#spares.length < this.#sparesKept) this.#spares.push(block)
  }
}

function newBlock<T>(): Block<T> {
  return { slots: new Array<T | undefined>(BLOCK).fill(undefined), removed: 0 }
}
