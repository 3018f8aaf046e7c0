import { ImportFault } from './import-fault'
import { csvRecords } from './csv-records'
import type { ImportFormat, Separator } from './import-table'

const SEPARATORS: readonly Separator[] = [',', ';', '\t']
/** Records that a guess looks at, and characters in which they are looked for. */
const LOOKED_AT = 20
const LOOKED_IN = 65_536

/** Names that tell a header row. */
const KNOWN = new Set(['key', 'id', 'backoff', 'backoffms', 'argument', 'arg', 'payload', 'data'])

/**
 * How a text holds its rows, by the file's name and by how it begins.
 * @throws ImportFault `unknown-format`
 */
export function detectFormat(name: string, text: string): ImportFormat {
  if (text.slice(0, LOOKED_IN).includes('\0')) {
    throw new ImportFault(
      'unknown-format',
      'This is not a text: it holds zero bytes.',
      'Give CSV, a JSON array or JSON Lines.',
    )
  }
  const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase()
  if (ending === 'csv' || ending === 'tsv') return 'csv'
  if (ending === 'jsonl' || ending === 'ndjson') return 'jsonl'
  const first = /\S/.exec(text.slice(0, LOOKED_IN))?.[0]
  if (first === '[') return 'json'
  if (first === '{') return 'jsonl'
  if (ending !== 'json') return 'csv'
  throw new ImportFault(
    'unknown-format',
    `${name} does not begin as JSON does.`,
    'Give an array of objects or one object a line; rename the file where it holds CSV.',
  )
}

/** The separator that gives the most columns, the same number in each of the first rows. */
export function detectSeparator(text: string): Separator {
  let best: Separator = ','
  let most = 1
  for (const separator of SEPARATORS) {
    const widths = firstRecords(text, separator).map((cells) => cells.length)
    const same = widths.every((width) => width === widths[0])
    const columns = (same ? 2 : 1) * (widths[0] ?? 1)
    if ((widths[0] ?? 1) > 1 && columns > most) {
      best = separator
      most = columns
    }
  }
  return best
}

/** Whether the first row names the columns. */
export function detectHeader(text: string, separator: Separator): boolean {
  const first = firstRecords(text, separator)[0] ?? []
  if (first.some((cell) => KNOWN.has(normalName(cell)))) return true
  const names = new Set(first)
  return names.size === first.length && first.every((cell) => /^[\p{L}_][\p{L}\d_ .-]*$/u.test(cell))
}

/** How names are compared: `Back-off ms` is `backoffms`. */
export function normalName(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\d]/gu, '')
}

function firstRecords(text: string, separator: Separator): (readonly string[])[] {
  const found: (readonly string[])[] = []
  for (const record of csvRecords(text.slice(0, LOOKED_IN), separator)) {
    if ('cells' in record) found.push(record.cells)
    if (found.length === LOOKED_AT) break
  }
  // The last one may be cut.
  return text.length > LOOKED_IN && found.length > 1 && found.length < LOOKED_AT ? found.slice(0, -1) : found
}
