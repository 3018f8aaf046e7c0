import { readFileSync } from 'node:fs'
import type { Redis } from 'ioredis'

const ESCAPES: Readonly<Record<string, number>> = { n: 0x0a, r: 0x0d, t: 0x09, b: 0x08, a: 0x07 }

/** The bytes of a text in the double quotes of redis-cli. */
function unquote(quoted: string): Buffer {
  const bytes: number[] = []
  for (let at = 0; at < quoted.length; at += 1) {
    if (quoted[at] !== '\\') {
      bytes.push(quoted.charCodeAt(at))
      continue
    }
    at += 1
    const escaped = quoted[at] ?? ''
    if (escaped === 'x') {
      bytes.push(Number.parseInt(quoted.slice(at + 1, at + 3), 16))
      at += 2
    } else {
      bytes.push(ESCAPES[escaped] ?? escaped.charCodeAt(0))
    }
  }
  return Buffer.from(bytes)
}

function parseLine(line: string): Buffer[] {
  const words = line.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)
  return [...words].map(([, quoted, bare]) =>
    quoted === undefined ? Buffer.from(bare ?? '') : unquote(quoted),
  )
}

/**
 * The commands of `go-io-keys.redis`: what go-io itself left in Redis, 14 holds and a generation.
 *
 * @returns the words of each command, the name being the second
 */
export function readGoIoFixture(): Buffer[][] {
  const file = new URL('../fixtures/go-io-keys.redis', import.meta.url)
  const lines = readFileSync(file, 'latin1').split('\n')
  return lines.filter((line) => line !== '' && !line.startsWith('#')).map(parseLine)
}

/** Puts what go-io wrote into Redis. */
export async function loadGoIoFixture(redis: Redis): Promise<void> {
  for (const [command, ...args] of readGoIoFixture()) await redis.call(String(command), args)
}
