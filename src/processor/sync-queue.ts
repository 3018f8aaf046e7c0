import { KeyholdError } from './errors'

/** Slots of a block. */
const BLOCK = 1_024

interface Block<T> {
  /** Undefined where an item has left, or has not come; one more than a block, so that the head always reads one. */
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
  #headSlots: (T | undefined)[]
  /** Slots of the head block before this one are past. */
  #headSlot = 0
  #tailBlock: Block<T>
  #tailSlots: (T | undefined)[]
  /** Slot of the next item to come. */
  #tailSlot = 0
  /** Ticket of the tail block's first slot. */
  #tailTicket = 0
  /** Items removed ahead of the head. */
  #removed = 0
  #receivers: SyncQueue<(item: T) => void> | undefined
  /** Slots of the tail block that an item may go into as it is: none once there are receivers to look after. */
  #plainSlots = BLOCK

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
    this.#headSlots = this.#tailSlots = this.#headBlock.slots
  }

  /** Items waiting. */
  get length(): number {
    return this.#tailTicket + this.#tailSlot - this.#firstTicket - this.#headSlot - this.#removed
  }

  /** The ticket that the next item gets. */
  get nextTicket(): number {
    return this.#tailTicket + this.#tailSlot
  }

  /**
   * Appends an item, or hands it to the receiver that has waited longest.
   * @returns a ticket for `remove`; tickets grow by one with every call
   */
  enqueue(item: T): number {
    const slot = this.#tailSlot
    if (slot >= this.#plainSlots) return this.#enqueueWithCare(item)
    this.#tailSlots[slot] = item
    this.#tailSlot = slot + 1
    return this.#tailTicket + slot
  }

  /** The oldest item, taken out; undefined when none waits. */
  tryDequeue(): T | undefined {
    const slot = this.#headSlot
    const item = this.#headSlots[slot]
    if (item === undefined) return this.#dequeueAfterGap()
    this.#headSlots[slot] = undefined
    this.#headSlot = slot + 1
    return item
  }

  /** The oldest item, as soon as there is one; receivers are served in the order in which they came. */
  dequeue(): Promise<T> {
    const item = this.tryDequeue()
    if (item !== undefined) return Promise.resolve(item)
    const receivers = (this.#receivers ??= new SyncQueue<(item: T) => void>(1))
    this.#plainSlots = 0
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

  /**
   * Walks the items from a ticket on, oldest first, in pieces: items may come and leave between two of them.
   * @param from the first ticket that is looked at; one that has left counts as the next that is here
   * @param most places looked at, those of removed items included: what one call may cost
   * @param visit gets each item; false ends the walk before it
   * @returns where the next piece begins, and whether nothing lies behind it
   */
  walk(from: number, most: number, visit: (item: T) => boolean): { next: number; atEnd: boolean } {
    const tail = this.nextTicket
    let ticket = Math.max(from, this.#firstTicket + this.#headSlot)
    for (let looked = 0; looked < most && ticket < tail; looked++) {
      const block = this.#blocks[Math.floor((ticket - this.#firstTicket) / BLOCK)]
      if (block === undefined) {
        ticket += BLOCK - (ticket % BLOCK)
        continue
      }
      const item = block.slots[ticket % BLOCK]
      if (item !== undefined && !visit(item)) return { next: ticket, atEnd: false }
      ticket++
    }
    return { next: ticket, atEnd: ticket >= tail }
  }

  /** Items before the place of a ticket, whether its own item is here or not. Costs one step a block before it. */
  placeOf(ticket: number): number {
    let place = 0
    let first = this.#firstTicket
    for (const block of this.#blocks) {
      if (first + BLOCK > ticket) return place + countItems(block, Math.max(0, ticket - first))
      place += this.#liveIn(block)
      first += BLOCK
    }
    return place
  }

  /** The head is at the end of its block, before a removed item, or at the tail. */
  #dequeueAfterGap(): T | undefined {
    while (this.length > 0) {
      if (this.#headSlot === BLOCK) {
        this.#dropPassedBlock()
        continue
      }
      const item = this.#headSlots[this.#headSlot]
      if (item !== undefined) return this.tryDequeue()
      this.#headSlot++
      this.#headBlock.removed--
      this.#removed--
    }
    return undefined
  }

  #enqueueWithCare(item: T): number {
    if (this.#tailSlot === BLOCK) this.#growTail()
    const slot = this.#tailSlot
    this.#tailSlots[slot] = item
    this.#tailSlot = slot + 1
    const ticket = this.#tailTicket + slot
    if (this.#receivers !== undefined) this.#handOver(this.#receivers)
    return ticket
  }

  #growTail(): void {
    if (this.#headBlock === this.#tailBlock && this.#headSlot === BLOCK) {
      // Nothing waits: the only block begins anew, warm in the cache.
      this.#firstTicket += BLOCK
      this.#tailTicket += BLOCK
      this.#headSlot = this.#tailSlot = 0
      return
    }
    this.#tailBlock = this.#addBlock()
    this.#tailSlots = this.#tailBlock.slots
    this.#tailTicket += BLOCK
    this.#tailSlot = 0
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
    this.#headSlots = this.#headBlock.slots
  }

  #keepSpare(block: Block<T>): void {
    block.removed = 0
    if (this.#spares.length < this.#sparesKept) this.#spares.push(block)
  }
}

/** Items in the first slots of a block; those that have left, or have not come, are undefined there. */
function countItems<T>(block: Block<T> | undefined, slots: number): number {
  let count = 0
  for (let slot = 0; slot < slots; slot++) if (block?.slots[slot] !== undefined) count++
  return count
}

function newBlock<T>(): Block<T> {
  return { slots: new Array<T | undefined>(BLOCK + 1).fill(undefined), removed: 0 }
}
