import type { StoredLine } from './records'

const MOST_LINES = 200
const MOST_BYTES = 64 * 1_024

export interface BoundLines {
  readonly lines: readonly StoredLine[]
  readonly leftOut: number
}

/**
 * The newest lines that fit, since the last ones tell how a run ended.
 * A line that is longer than all that may be kept is cut at its end.
 */
export function boundLines(lines: readonly StoredLine[]): BoundLines {
  const kept: StoredLine[] = []
  let room = MOST_BYTES
  for (let at = lines.length - 1; at >= 0 && kept.length < MOST_LINES; at -= 1) {
    const line = lines[at]
    if (line === undefined) break
    const bytes = Buffer.byteLength(line.text)
    if (bytes > room && kept.length > 0) break
    kept.push(bytes > room ? { ...line, text: cutToBytes(line.text, room) } : line)
    room -= bytes
  }
  return { lines: kept.reverse(), leftOut: lines.length - kept.length }
}

/** The longest beginning of whole characters that fits. */
function cutToBytes(text: string, bytes: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(bytes))
  return text.slice(0, read)
}
