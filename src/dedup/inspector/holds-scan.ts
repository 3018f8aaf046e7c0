import type { Clock } from '../../processor/clock'
import type { KeyLayout } from '../key-layout'
import { Aborted, type InspectedRedis } from './answer'
import { GONE, type ExpiriesFound, type HoldReader, type HoldsFound } from './hold-reader'
import type { InspectedHold } from './inspected-hold'
import { scanNames, walkKeyspace, type NamesPage, type ScanFound, type ScanStep } from './keyspace-scan'
import { isNarrowed, nameFilter, narrowing, type NameNarrowing } from './name-filter'
import { SeenNames } from './seen-names'

/** What is read of the holds of a page: their names, what remains of them too, or all. */
export type HoldDepth = 'name' | 'expiry' | 'value'

export interface HoldsScanOptions extends NameNarrowing {
  /** Keys that Redis looks at for one page; by default as many as it does in about 4 ms. */
  readonly count?: number
  /** Asked before each page is asked for: how much of its holds is wanted. Default `value`. */
  readonly reads?: () => HoldDepth
  /** Ends the scan, quietly and at once. */
  readonly signal?: AbortSignal
}

export interface InspectorPage {
  /** Those that were read. */
  readonly holds: readonly InspectedHold[]
  /** Names of this page that are asked for, whatever was read of them. */
  readonly matches: number
  /** What remains of each match, where that alone was read. */
  readonly expiries?: readonly HoldExpiry[] | undefined
  /** The current one; undefined where what Redis holds is no integer. */
  readonly generation: string | undefined
  /** About how many keys were looked at so far, of about how many: "scanned about X of Y". */
  readonly scanned: number
  readonly approximateTotal: number
  readonly done: boolean
}

/** What remains of a hold. */
export type HoldExpiry = Pick<InspectedHold, 'remainingMs' | 'readAt'>

export interface HoldsWalkOptions extends InspectedRedis {
  readonly names: KeyLayout
  readonly clock: Clock
  readonly reader: HoldReader
}

/** The generation that counts, as far as it was read. */
interface Known {
  generation: string | undefined
}

/** What is asked for of one page. */
interface WantedPage extends NamesPage {
  readonly expiries?: readonly HoldExpiry[]
  readonly holds?: readonly InspectedHold[]
}

/** Names of one script that reads: 500 are read in about a millisecond. */
const READ_AT_ONCE = 500

/** Walks over the holds of a namespace, each given once, and reads of them as much as is wanted at that moment. */
export class HoldsScan {
  readonly #options: HoldsWalkOptions

  constructor(options: HoldsWalkOptions) {
    this.#options = options
  }

  /** @throws KeyholdError `redis-error` */
  async *holds(options: HoldsScanOptions): AsyncGenerator<InspectorPage, void, undefined> {
    const { reader } = this.#options
    const { signal, reads = () => 'value' } = options
    try {
      const known: Known = { generation: (await reader.read([], signal)).generation }
      for await (const page of this.#pages(options, known, reads)) {
        const { names, expiries, holds, scanned, approximateTotal, done } = page
        const progress = { scanned, approximateTotal }
        if (expiries !== undefined || holds !== undefined || reads() === 'name') {
          const { generation } = known
          yield { ...progress, holds: holds ?? [], expiries, matches: names.length, generation, done }
        } else {
          for await (const some of this.#read(names, known, signal))
            yield { ...progress, ...some, done: done && some.done }
        }
      }
    } catch (error) {
      if (!(error instanceof Aborted)) throw error
    }
  }

  /** Names alone. @param generation that counts. @throws KeyholdError `redis-error` */
  async *names(
    options: Omit<HoldsScanOptions, 'reads'>,
    generation: string,
  ): AsyncGenerator<NamesPage, void, undefined> {
    try {
      yield* this.#pages(options, { generation }, () => 'name')
    } catch (error) {
      if (!(error instanceof Aborted)) throw error
    }
  }

  /** Reads the holds of a page, where the names had to be looked at before. */
  async *#read(
    names: readonly Buffer[],
    known: Known,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Omit<InspectorPage, 'scanned' | 'approximateTotal'>, void, undefined> {
    let at = 0
    do {
      const some = names.slice(at, at + READ_AT_ONCE)
      at += some.length
      const reading = some.length > 0 ? await this.#options.reader.read(some, signal) : undefined
      if (reading) known.generation = reading.generation
      const { generation } = known
      yield { holds: reading?.holds ?? [], matches: some.length, generation, done: at >= names.length }
    } while (at < names.length)
  }

  async *#pages(
    { count, signal, ...asked }: HoldsScanOptions,
    known: Known,
    reads: () => HoldDepth,
  ): AsyncGenerator<WantedPage, void, undefined> {
    const { redis, timeoutMs, names, clock, reader } = this.#options
    const isAskedFor = nameFilter(names, asked)
    const seen = new SeenNames()
    const isWanted = (name: Buffer): boolean => isAskedFor(name, known.generation) && seen.add(name)
    // Where Redis finds more than is asked for, values are read only of what is.
    const readsFound = isNarrowed(asked)
    const ask = (step: ScanStep): Promise<ScanFound | ExpiriesFound | HoldsFound> => {
      const depth = reads()
      if (depth === 'expiry') return reader.scanExpiries(step)
      return depth === 'value' && readsFound ? reader.scanHolds(step) : scanNames(redis, step)
    }
    const pattern = names.scanPattern(narrowing(asked))
    for await (const page of walkKeyspace({ redis, timeoutMs }, { pattern, clock, count, signal }, ask)) {
      const { scanned, approximateTotal, done } = page
      if ('generation' in page) known.generation = page.generation
      yield { ...wantedOf(page, isWanted), scanned, approximateTotal, done }
    }
  }
}

function wantedOf(
  page: ScanFound | ExpiriesFound | HoldsFound,
  isWanted: (name: Buffer) => boolean,
): Pick<WantedPage, 'names' | 'expiries' | 'holds'> {
  if ('holds' in page) {
    const holds = page.holds.filter(({ name }) => isWanted(name))
    return { names: holds.map(({ name }) => name), holds }
  }
  if (!('expiries' in page)) return { names: page.names.filter(isWanted) }
  const { names, expiries, readAt } = page
  const wanted: Buffer[] = []
  const remaining: HoldExpiry[] = []
  names.forEach((name, index) => {
    const ms = expiries[index]
    if (ms === undefined || ms === GONE || !isWanted(name)) return
    wanted.push(name)
    remaining.push({ remainingMs: ms < 0 ? undefined : ms, readAt })
  })
  return { names: wanted, expiries: remaining }
}
