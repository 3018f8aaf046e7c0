const ANY_RUN = 0x2a // *
const ANY_ONE = 0x3f // ?
const OPEN = 0x5b // [
const CLOSE = 0x5d // ]
const NOT = 0x5e // ^
const RANGE = 0x2d // -
const ESCAPE = 0x5c // \

/** One step of a pattern that stands for exactly one byte. */
type Step = (byte: number) => boolean
/** What a whole pattern is made of: single bytes, and `*`. */
type Part = Step | 'any-run'

interface Parsed {
  readonly step: Step
  /** Where the pattern goes on. */
  readonly next: number
}

/** A range of Redis compares the C type `char`, which is signed on x86: bytes from 0x80 come before the others. */
const asChar = (byte: number): number => (byte << 24) >> 24

function readClass(pattern: Buffer, start: number): Parsed {
  let at = start + 1
  const negated = pattern[at] === NOT
  if (negated) at += 1
  const ranges: (readonly [number, number])[] = []
  // A class that is never closed ends with the pattern, as in Redis.
  while (at < pattern.length && pattern[at] !== CLOSE) {
    const escaped = pattern[at] === ESCAPE && at + 1 < pattern.length
    if (escaped) at += 1
    const from = asChar(pattern[at] ?? 0)
    const last = !escaped && pattern[at + 1] === RANGE ? pattern[at + 2] : undefined
    const to = last === undefined ? undefined : asChar(last)
    ranges.push(to === undefined ? [from, from] : [Math.min(from, to), Math.max(from, to)])
    at += to === undefined ? 1 : 3
  }
  const isListed = (byte: number): boolean =>
    ranges.some(([from, to]) => asChar(byte) >= from && asChar(byte) <= to)
  return { step: (byte) => isListed(byte) !== negated, next: Math.min(at + 1, pattern.length) }
}

function readPart(pattern: Buffer, at: number): { readonly part: Part; readonly next: number } {
  const byte = pattern[at] ?? 0
  if (byte === ANY_RUN) return { part: 'any-run', next: at + 1 }
  if (byte === ANY_ONE) return { part: () => true, next: at + 1 }
  if (byte === OPEN) {
    const { step, next } = readClass(pattern, at)
    return { part: step, next }
  }
  const escaped = byte === ESCAPE && at + 1 < pattern.length
  const literal = escaped ? (pattern[at + 1] ?? 0) : byte
  return { part: (other) => other === literal, next: at + (escaped ? 2 : 1) }
}

function readParts(pattern: Buffer): readonly Part[] {
  const parts: Part[] = []
  for (let at = 0; at < pattern.length;) {
    const { part, next } = readPart(pattern, at)
    parts.push(part)
    at = next
  }
  return parts
}

/**
 * Compiles a glob as Redis reads it in `SCAN … MATCH` (bytes, not characters), to be applied to a part of a name.
 * Takes at most pattern × text steps, whatever the pattern: Redis' own may take exponentially many.
 * Source: `stringmatchlen` in the server's util.c.
 */
export function compileGlob(pattern: Buffer): (text: Buffer) => boolean {
  const parts = readParts(pattern)
  return (text) => {
    let at = 0
    let part = 0
    // The last `*`, and how much of the text it has taken so far.
    let run = -1
    let runEnd = 0
    while (at < text.length) {
      const current = parts[part]
      if (current === 'any-run') {
        run = part
        runEnd = at
        part += 1
      } else if (current?.(text[at] ?? 0)) {
        at += 1
        part += 1
      } else if (run >= 0) {
        runEnd += 1
        at = runEnd
        part = run + 1
      } else {
        return false
      }
    }
    while (parts[part] === 'any-run') part += 1
    return part === parts.length
  }
}
