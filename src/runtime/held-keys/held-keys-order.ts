import type { HeldKeysSort } from '../../contract/held-keys'
import type { FoundHold } from './found-hold'
import { SlicedOrder } from './sliced-order'

type Compare = (a: FoundHold, b: FoundHold) => number

/** By byte: a hundred thousand keys in a moment, where the words of a language would take seconds. */
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** No value comes after every value. */
const byNumber = (a: number | undefined, b: number | undefined): number =>
  (a ?? Infinity) - (b ?? Infinity) || 0

const COMPARISONS: Readonly<Record<Exclude<HeldKeysSort['by'], 'found'>, Compare>> = {
  // Of one generation the names begin alike.
  key: (a, b) => (a.generation === b.generation ? byText(a.name, b.name) : byText(a.key, b.key)),
  generation: (a, b) => byDecimal(a.generation, b.generation),
  // The moment of the end, so that rows read at different times compare right.
  remaining: (a, b) => byNumber(a.expiresAt, b.expiresAt),
  owner: (a, b) =>
    byText(a.ownerKind, b.ownerKind) || byText(a.host, b.host) || byText(a.instance, b.instance),
  scheduledAt: (a, b) => byNumber(a.at, b.at),
}

/** The rows of a scan in the order that a table asks for; remembers the last one. */
export class HeldKeysOrder {
  #by: HeldKeysSort['by'] = 'found'
  #order: SlicedOrder<FoundHold> | undefined

  /** @param rows what there is now, in the order in which they were found */
  async range(
    rows: () => readonly FoundHold[],
    sort: HeldKeysSort,
    { offset, limit }: { readonly offset: number; readonly limit: number },
  ): Promise<FoundHold[]> {
    const sorted = sort.by === 'found' ? rows() : await this.#orderBy(sort.by).of(rows)
    if (!sort.descending) return sorted.slice(offset, offset + limit)
    const end = Math.max(0, sorted.length - offset)
    return sorted.slice(Math.max(0, end - limit), end).reverse()
  }

  /** Takes rows out. */
  remove(gone: ReadonlySet<FoundHold>): void {
    this.#order?.remove(gone)
  }

  /** What they are sorted by has changed: they are sorted anew. */
  reset(): void {
    this.#order = undefined
  }

  #orderBy(by: Exclude<HeldKeysSort['by'], 'found'>): SlicedOrder<FoundHold> {
    if (this.#by !== by || !this.#order) {
      this.#by = by
      this.#order = new SlicedOrder(COMPARISONS[by])
    }
    return this.#order
  }
}

/** Decimal strings of any length, without arithmetic: a generation may be larger than a number holds. */
function byDecimal(a: string, b: string): number {
  const negative = a.startsWith('-')
  if (negative !== b.startsWith('-')) return negative ? -1 : 1
  const larger = a.length - b.length || byText(a, b)
  return negative ? -larger : larger
}
