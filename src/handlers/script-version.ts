import { createHash } from 'node:crypto'

/** What a script's text is known by: its SHA-256, in hex. @param text as it is in the file, UTF-8 */
export const versionOf = (text: string | Uint8Array): string =>
  createHash('sha256').update(text).digest('hex')
