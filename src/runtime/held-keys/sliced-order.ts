import { setImmediate as nextTurn } from 'node:timers/promises'

type Compare<Row> = (a: Row, b: Row) => number

/** Rows sorted in one go, and rows merged between two looks at the clock: both far below a millisecond's work. */
const RUN = 512
const CHECK = 256
/** How long the event loop may be kept by it at a time; ms. */
const SLICE_MS = 8

/**
 * Rows in sorted order while more of them arrive: the new ones are sorted by themselves, then merged in. The work is
 * cut in slices, so that a hundred thousand rows never keep the event loop for long. Equal rows stay in the order of
 * their arrival.
 */
export class SlicedOrder<Row> {
  readonly #compare: Compare<Row>
  readonly #pause: () => Promise<unknown>
  #sorted: readonly Row[] = []
  #work: Promise<void> = Promise.resolve()
  /** Rows that were removed while a slice was under way. */
  #removed: Set<Row> | undefined

  constructor(compare: Compare<Row>, pause: () => Promise<unknown> = () => nextTurn()) {
    this.#compare = compare
    this.#pause = pause
  }

  /** @param rows what there is now: the rows of the call before, without those removed, and perhaps more at the end */
  async of(rows: () => readonly Row[]): Promise<readonly Row[]> {
    // One after another: each begins with what the one before has sorted, and so with the rows that are left by then.
    this.#work = this.#work.then(() => this.#takeIn(rows()))
    await this.#work
    return this.#sorted
  }

  /** Takes rows out; they stay out of what is being sorted, too. */
  remove(gone: ReadonlySet<Row>): void {
    this.#sorted = this.#sorted.filter((row) => !gone.has(row))
    for (const row of gone) this.#removed?.add(row)
  }

  async #takeIn(rows: readonly Row[]): Promise<void> {
    if (rows.length <= this.#sorted.length) return
    this.#removed = new Set()
    const before = this.#sorted
    const all = await this.#inSlices(sortRuns(before, rows.slice(before.length), this.#compare))
    const removed = this.#removed
    this.#sorted = removed.size === 0 ? all : all.filter((row) => !removed.has(row))
    this.#removed = undefined
  }

  async #inSlices(work: Generator<undefined, readonly Row[]>): Promise<readonly Row[]> {
    for (let began = performance.now(); ;) {
      const step = work.next()
      if (step.done) return step.value
      if (performance.now() - began < SLICE_MS) continue
      await this.#pause()
      began = performance.now()
    }
  }
}

/** Sorts short runs, merges neighbours until one is left, and merges that into what is sorted already. */
function* sortRuns<Row>(
  sorted: readonly Row[],
  added: readonly Row[],
  compare: Compare<Row>,
): Generator<undefined, readonly Row[]> {
  let runs: (readonly Row[])[] = []
  for (let at = 0; at < added.length; at += RUN) {
    runs.push(added.slice(at, at + RUN).sort(compare))
    yield
  }
  while (runs.length > 1) {
    const merged: (readonly Row[])[] = []
    for (let at = 0; at < runs.length; at += 2) {
      const [left = [], right] = runs.slice(at, at + 2)
      merged.push(right ? yield* merge(left, right, compare) : left)
    }
    runs = merged
  }
  const [only = []] = runs
  return sorted.length === 0 ? only : yield* merge(sorted, only, compare)
}

function* merge<Row>(
  left: readonly Row[],
  right: readonly Row[],
  compare: Compare<Row>,
): Generator<undefined, readonly Row[]> {
  const merged: Row[] = []
  let nextLeft = 0
  let nextRight = 0
  for (;;) {
    const a = left[nextLeft]
    const b = right[nextRight]
    if (a === undefined && b === undefined) return merged
    if (a !== undefined && (b === undefined || compare(a, b) <= 0)) {
      merged.push(a)
      nextLeft += 1
    } else if (b !== undefined) {
      merged.push(b)
      nextRight += 1
    }
    if (merged.length % CHECK === 0) yield
  }
}
