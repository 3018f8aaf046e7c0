/**
 * How the names of a namespace are spelled:
 * - `go-io`: as vtex/go-io writes them, `goio.bgProcessor.generation` and `goio.bgProcessor.dedupKey:gen:…`
 * - `go-io-colon`: as its copies do that write `goio:bgProcessor:generation` and `goio:bgProcessor:dedupKey:gen:…`
 * - `{ prefix: P }`: P stands exactly where `goio.bgProcessor` stands in `go-io`, that is `P.generation` and
 *   `P.dedupKey:gen:…`; P may hold any characters, and none is added around it but the dot
 *
 * `<namespace>:` comes before each of them; an empty namespace gives names that begin with `:`.
 */
export type KeyLayoutName = 'go-io' | 'go-io-colon' | { readonly prefix: string }

export interface KeyLayoutOptions {
  readonly namespace: string
  readonly layout: KeyLayoutName
}

/** What a scan may be narrowed to. `text` and `match` speak of the job's key. */
export interface ScanNarrowing {
  readonly generation?: string
  /** Contained in the key, character by character. */
  readonly text?: string
  /** A glob of Redis over the whole key; wins over `text`. */
  readonly match?: string
}

/** Every name in Redis, built in this module and nowhere else. */
export interface KeyLayout {
  /** Holds the generation: an integer without expiry; missing means 0. */
  readonly generationName: string
  /** All that comes before the generation in the name of a hold. */
  readonly holdPrefix: string
  /** `<holdPrefix><generation>:jobKey:<key>` */
  holdName(generation: string, key: string): string
  /** As `holdName`, for a key that may be no text. */
  holdNameBytes(generation: string, key: Buffer): Buffer
  /**
   * Reads a name from the left: prefix, `-?digits`, `:jobKey:`, and the rest is the key, whatever it holds.
   * @returns undefined for a name that is no hold of this namespace and layout
   */
  parseHoldName(name: Buffer): { readonly generation: string; readonly key: Buffer } | undefined
  /** Whether `parseHoldName` reads it. */
  isHoldName(name: Buffer): boolean
  /** A MATCH pattern that lets through at least the holds asked for. Names must be parsed and filtered again. */
  scanPattern(narrowing: ScanNarrowing): string
  /** The heartbeat of one running processor. */
  instanceName(id: string): string
  /** The id in the name of a heartbeat; undefined for any other name. */
  parseInstanceName(name: string): string | undefined
  /** A MATCH pattern for the heartbeats of the namespace. */
  readonly instancePattern: string
}

const KEY_MARK = ':jobKey:'
const keyMarkBytes = Buffer.from(KEY_MARK)

const MINUS = 0x2d
const ZERO = 0x30
const NINE = 0x39

/** Takes their meaning from the characters that are special in a glob of Redis. */
const literally = (text: string): string => text.replace(/[\\*?[\]]/g, '\\$&')

function rootsOf(layout: KeyLayoutName): { readonly generation: string; readonly hold: string } {
  if (layout === 'go-io-colon') {
    return { generation: 'goio:bgProcessor:generation', hold: 'goio:bgProcessor:dedupKey:gen:' }
  }
  const prefix = layout === 'go-io' ? 'goio.bgProcessor' : layout.prefix
  return { generation: `${prefix}.generation`, hold: `${prefix}.dedupKey:gen:` }
}

/** Byte by byte: a slice to compare costs more than the comparison, and a scan parses millions of names. */
function hasAt(name: Buffer, start: number, part: Buffer): boolean {
  for (let at = 0; at < part.length; at += 1) if (name[start + at] !== part[at]) return false
  return true
}

/** The position after `-?digits` from `start`; `start` itself where there are none. */
function endOfInteger(name: Buffer, start: number): number {
  const firstDigit = name[start] === MINUS ? start + 1 : start
  let end = firstDigit
  for (let byte = name[end]; byte !== undefined && byte >= ZERO && byte <= NINE; byte = name[end]) end += 1
  return end === firstDigit ? start : end
}

function keyGlob({ text, match }: ScanNarrowing): string {
  if (match !== undefined) return match
  return text === undefined || text === '' ? '*' : `*${literally(text)}*`
}

/**
 * Builds and reads the names of one namespace. Source of the names: vtex/go-io 0.4.2, package `worker`.
 *
 * @param options.namespace comes first in every name; may be empty
 */
export function createKeyLayout({ namespace, layout }: KeyLayoutOptions): KeyLayout {
  const roots = rootsOf(layout)
  const holdPrefix = `${namespace}:${roots.hold}`
  const holdPrefixBytes = Buffer.from(holdPrefix)
  /** Undefined for a name that is no hold. */
  const endOfGeneration = (name: Buffer): number | undefined => {
    const start = holdPrefixBytes.length
    if (!hasAt(name, 0, holdPrefixBytes)) return undefined
    const end = endOfInteger(name, start)
    return end > start && hasAt(name, end, keyMarkBytes) ? end : undefined
  }
  const instancePrefix = `${namespace}:keyhold.instance:`

  return {
    generationName: `${namespace}:${roots.generation}`,
    holdPrefix,
    holdName: (generation, key) => holdPrefix + generation + KEY_MARK + key,
    holdNameBytes: (generation, key) => Buffer.concat([Buffer.from(holdPrefix + generation + KEY_MARK), key]),
    isHoldName: (name) => endOfGeneration(name) !== undefined,
    parseHoldName(name) {
      const end = endOfGeneration(name)
      if (end === undefined) return undefined
      const generation = name.toString('latin1', holdPrefixBytes.length, end)
      return { generation, key: name.subarray(end + keyMarkBytes.length) }
    },
    scanPattern(narrowing) {
      const generation = narrowing.generation === undefined ? '*' : literally(narrowing.generation)
      return literally(holdPrefix) + generation + KEY_MARK + keyGlob(narrowing)
    },
    instanceName: (id) => instancePrefix + id,
    parseInstanceName: (name) =>
      name.startsWith(instancePrefix) ? name.slice(instancePrefix.length) : undefined,
    instancePattern: `${literally(instancePrefix)}*`,
  }
}
