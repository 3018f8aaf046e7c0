import { LIMITS } from '../../../../../src/contract/limits'
import { ImportFault } from './import-fault'

/**
 * The text of a file's bytes; a byte order mark is left out.
 * @throws ImportFault `file-too-large`, `not-utf8` with the first byte that is wrong and its line
 */
export function decodeText(bytes: Uint8Array): string {
  checkSize(bytes.byteLength)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw notUtf8(bytes)
  }
}

/** @throws ImportFault `file-too-large` */
export function checkSize(bytes: number): void {
  if (bytes <= LIMITS.importBytes) return
  throw new ImportFault(
    'file-too-large',
    `The file has ${(bytes / 1_048_576).toFixed(1)} MiB; at most ${LIMITS.importBytes / 1_048_576} MiB are read.`,
    'Split the file, or leave columns out that no job needs.',
  )
}

function notUtf8(bytes: Uint8Array): ImportFault {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return new ImportFault('not-utf8', 'The file is UTF-16, not UTF-8.', 'Save it as UTF-8.')
  }
  const offset = firstBadByte(bytes)
  const line = bytes.subarray(0, offset).reduce((count, byte) => (byte === 0x0a ? count + 1 : count), 1)
  const shown = (bytes[offset] ?? 0).toString(16).padStart(2, '0').toUpperCase()
  return new ImportFault(
    'not-utf8',
    `The file is not UTF-8: byte ${(offset + 1).toLocaleString('en-US')} (0x${shown}), on line ${line.toLocaleString('en-US')}.`,
    'Save it as UTF-8; spreadsheets call it “CSV UTF-8”.',
  )
}

const BLOCK = 65_536

/** The offset of the first byte that no UTF-8 character begins with or goes on with. */
function firstBadByte(bytes: Uint8Array): number {
  let good = 0
  while (good < bytes.byteLength) {
    const end = characterStart(bytes, Math.min(bytes.byteLength, good + BLOCK))
    if (end <= good || !isUtf8(bytes.subarray(good, end))) break
    good = end
  }
  while (good < bytes.byteLength) {
    const size = characterSize(bytes[good] ?? 0)
    if (!isUtf8(bytes.subarray(good, good + size))) break
    good += size
  }
  return good
}

/** The beginning of the character that lies over this offset. */
function characterStart(bytes: Uint8Array, at: number): number {
  let start = at
  while (start > at - 3 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start -= 1
  return start
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

function characterSize(first: number): number {
  if (first < 0x80) return 1
  if (first < 0xe0) return 2
  return first < 0xf0 ? 3 : 4
}
