import { KeyholdError } from './errors'

/** Slots of a block, a power of two. */
const BLOCK = 2_048
/** The slot of a ticket, whatever block it is in. */
const SLOT = BLOCK - 1

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
 * queue grows by blocks and copies nothing when it does, so order is kept and no call pays for growth.
 * A block has the items of any `BLOCK` tickets in a row. While one is enough, these slide along with the head: the block
 * is a ring. A removed item leaves its slot empty until the head has passed it; blocks that are empty throughout are
 * dropped. Counts are derived from head and tail, so that the usual way in and out writes two fields each.
 */
export class SyncQueue<T extends Item> {
  /** Each has the tickets behind those of the one before it; first the head's block, last the tail's. */
  readonly #blocks: (Block<T> | undefined)[] = []
  readonly #spares: Block<T>[] = []
  readonly #sparesKept: number
  /** The first ticket of the head's block. */
  #first = 0
  /** Tickets before this one are past. */
  #head = 0
  #headBlock: Block<T>
  #headSlots: (T | undefined)[]
  /** The ticket of the next item to come. */
  #tail = 0
  #tailSlots: (T | undefined)[]
  /** The tail's block has no ticket from here on. */
  #end = BLOCK
  /** Items before this ticket go in as they are: none once there are receivers to look after. */
  #plainEnd = BLOCK
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
    this.#headBlock = this.#addBlock()
    this.#headSlots = this.#tailSlots = this.#headBlock.slots
  }

  /** Items waiting. */
  get length(): number {
    return this.#tail - this.#head - this.#removed
  }

  /** The ticket that the next item gets. */
  get nextTicket(): number {
    return this.#tail
  }

  /**
   * Appends an item, or hands it to the receiver that has waited longest.
   * @returns a ticket for `remove`; tickets grow by one with every call
   */
  enqueue(item: T): number {
    const ticket = this.#tail
    if (ticket >= this.#plainEnd && !this.#slides()) return this.#enqueueWithCare(item)
    this.#tailSlots[ticket & SLOT] = item
    this.#tail = ticket + 1
    return ticket
  }

  /** The oldest item, taken out; undefined when none waits. */
  tryDequeue(): T | undefined {
    const ticket = this.#head
    const slots = this.#headSlots
    // Behind the end of its block is a slot that the head has passed: empty.
    const item = slots[ticket & SLOT]
    if (item === undefined) return this.#dequeueAfterGap()
    slots[ticket & SLOT] = undefined
    this.#head = ticket + 1
    return item
  }

  /** The oldest item, as soon as there is one; receivers are served in the order in which they came. */
  dequeue(): Promise<T> {
    const item = this.tryDequeue()
    if (item !== undefined) return Promise.resolve(item)
    const receivers = (this.#receivers ??= new SyncQueue<(item: T) => void>(1))
    this.#plainEnd = 0
    return new Promise((resolve) => void receivers.enqueue(resolve))
  }

  /**
   * Takes one item out of the middle, in O(1).
   * @param ticket what `enqueue` answered
   * @returns the item; undefined when it is no longer here
   */
  remove(ticket: number): T | undefined {
    const index = this.#indexOf(ticket)
    const block = this.#blocks[index]
    const slot = ticket % BLOCK
    const item = block?.slots[slot]
    if (block === undefined || item === undefined) return undefined
    block.slots[slot] = undefined
    block.removed++
    this.#removed++
    if (block.removed === BLOCK && index > 0 && index < this.#blocks.length - 1) {
      this.#blocks[index] = undefined
      this.#keepSpare(block)
    }
    return item
  }

  /** The item of this ticket while it is here, in O(1). */
  get(ticket: number): T | undefined {
    return this.#blocks[this.#indexOf(ticket)]?.slots[ticket % BLOCK]
  }

  /**
   * The items at positions `offset` … `offset + limit - 1`, oldest first, without a copy of the rest.
   * Costs one step a block before `offset`.
   */
  range(offset: number, limit: number): T[] {
    const items: T[] = []
    let skip = offset
    for (let index = 0; index < this.#blocks.length && items.length < limit; index++) {
      const live = this.#liveIn(index)
      const block = this.#blocks[index]
      if (block === undefined || skip >= live) {
        skip -= live
        continue
      }
      const to = this.#endOf(index)
      for (let ticket = this.#startOf(index); ticket < to && items.length < limit; ticket++) {
        const item = block.slots[ticket & SLOT]
        if (item !== undefined && skip-- <= 0) items.push(item)
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
    let ticket = Math.max(from, this.#head)
    for (let looked = 0; looked < most && ticket < this.#tail; looked++) {
      const index = this.#indexOf(ticket)
      const block = this.#blocks[index]
      if (block === undefined) {
        ticket = this.#first + (index + 1) * BLOCK
        continue
      }
      const item = block.slots[ticket % BLOCK]
      if (item !== undefined && !visit(item)) return { next: ticket, atEnd: false }
      ticket++
    }
    return { next: ticket, atEnd: ticket >= this.#tail }
  }

  /** Items before the place of a ticket, whether its own item is here or not. Costs one step a block before it. */
  placeOf(ticket: number): number {
    const own = Math.min(this.#indexOf(ticket), this.#blocks.length)
    let place = 0
    for (let index = 0; index < own; index++) place += this.#liveIn(index)
    if (own < 0 || own === this.#blocks.length) return place
    for (let at = this.#startOf(own); at < ticket; at++) if (this.get(at) !== undefined) place++
    return place
  }

  /** Of the block that has this ticket. */
  #indexOf(ticket: number): number {
    return Math.floor((ticket - this.#first) / BLOCK)
  }

  /** The first ticket of a block that the head has not passed. */
  #startOf(index: number): number {
    return Math.max(this.#first + index * BLOCK, this.#head)
  }

  /** Behind the last ticket of a block that was given. */
  #endOf(index: number): number {
    return Math.min(this.#first + (index + 1) * BLOCK, this.#tail)
  }

  #liveIn(index: number): number {
    const block = this.#blocks[index]
    return block === undefined ? 0 : this.#endOf(index) - this.#startOf(index) - block.removed
  }

  /** The head is at the end of its block, before a removed item, or at the tail. */
  #dequeueAfterGap(): T | undefined {
    while (this.length > 0) {
      if (this.#head === this.#first + BLOCK) {
        this.#dropPassedBlock()
        continue
      }
      if (this.#headSlots[this.#head & SLOT] !== undefined) return this.tryDequeue()
      this.#head++
      this.#headBlock.removed--
      this.#removed--
    }
    return undefined
  }

  /**
   * Lets a block that is the only one begin at the head, where that makes room for a while. Without a call, so that V8
   * makes it part of the usual way in.
   */
  #slides(): boolean {
    const isRoomy = this.#head - this.#first >= BLOCK / 4
    if (!isRoomy || this.#headSlots !== this.#tailSlots || this.#receivers !== undefined) return false
    this.#first = this.#head
    this.#plainEnd = this.#end = this.#head + BLOCK
    return true
  }

  #enqueueWithCare(item: T): number {
    const ticket = this.#tail
    if (ticket === this.#end && !this.#slides()) this.#growTail()
    this.#tailSlots[ticket & SLOT] = item
    this.#tail = ticket + 1
    if (this.#receivers !== undefined) this.#handOver(this.#receivers)
    return ticket
  }

  #growTail(): void {
    this.#tailSlots = this.#addBlock().slots
    this.#end += BLOCK
    if (this.#receivers === undefined) this.#plainEnd = this.#end
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
    this.#keepSpare(this.#headBlock)
    this.#blocks.shift()
    this.#first += BLOCK
    while (this.#blocks[0] === undefined) {
      this.#blocks.shift()
      this.#first += BLOCK
      this.#removed -= BLOCK
    }
    this.#head = this.#first
    this.#headBlock = this.#blocks[0]
    this.#headSlots = this.#headBlock.slots
  }

  #keepSpare(block: Block<T>): void {
    block.removed = 0
    if (this.#spares.length < this.#sparesKept) this.#spares.push(block)
  }
}

function newBlock<T>(): Block<T> {
  return { slots: new Array<T | undefined>(BLOCK).fill(undefined), removed: 0 }
}
