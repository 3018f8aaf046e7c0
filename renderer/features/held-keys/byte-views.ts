export type ByteView = 'text' | 'escaped' | 'hex'

/** @param base64 of any bytes */
export function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}

const named: Readonly<Record<number, string>> = {
  0x07: '\\a',
  0x08: '\\b',
  0x09: '\\t',
  0x0a: '\\n',
  0x0d: '\\r',
  0x22: '\\"',
  0x5c: '\\\\',
}

const isPrintable = (byte: number): boolean => byte >= 0x20 && byte < 0x7f
const hex = (byte: number): string => byte.toString(16).padStart(2, '0')

/** Bytes as redis-cli writes and takes them between double quotes. */
export function escapedText(base64: string): string {
  const text = Array.from(bytesOf(base64), (byte) => {
    return named[byte] ?? (isPrintable(byte) ? String.fromCharCode(byte) : `\\x${hex(byte)}`)
  })
  return `"${text.join('')}"`
}

const LINE = 8

/** Bytes in hex, eight a line, with what of them is ASCII beside. */
export function hexDump(base64: string): string {
  const bytes = bytesOf(base64)
  const lines: string[] = []
  for (let at = 0; at < bytes.length; at += LINE) {
    const some = [...bytes.subarray(at, at + LINE)]
    const ascii = some.map((byte) => (isPrintable(byte) ? String.fromCharCode(byte) : '.')).join('')
    lines.push(
      `${at.toString(16).padStart(4, '0')}  ${some
        .map(hex)
        .join(' ')
        .padEnd(LINE * 3 - 1)}  |${ascii}|`,
    )
  }
  return lines.join('\n')
}
