import { createHash, randomBytes } from 'node:crypto'

/**
 * A UUID (version 4) for each job of an act, by its index. The same index gives the same one again, so that the
 * keys of 100,000 jobs can be told later without keeping them.
 */
export function jobUuids(): (index: number) => string {
  const seed = randomBytes(32)
  return (index) => {
    const bytes = createHash('sha256').update(seed).update(String(index)).digest().subarray(0, 16)
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
    const hex = bytes.toString('hex')
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
  }
}
