import type { ImportRow, Separator } from './import-table'

type CsvRecord = Exclude<ImportRow, { readonly object: unknown }>

const QUOTE = 0x22
const LF = 0x0a
const CR = 0x0d

/**
 * The records of a CSV text (RFC 4180) with the line on which each begins: quoted cells may hold separators, quotes
 * and line ends; lines end in LF, CRLF or CR; empty lines are skipped. A record that breaks the rules is told as such
 * and the next line is read on.
 */
export function* csvRecords(text: string, separator: Separator): Generator<CsvRecord> {
  const reader = new CsvReader(text, separator.charCodeAt(0))
  while (!reader.atEnd) {
    const record = reader.next()
    if (record) yield record
  }
}

class CsvReader {
  readonly #text: string
  readonly #separator: number
  #at = 0
  #line = 1

  constructor(text: string, separator: number) {
    this.#text = text
    this.#separator = separator
  }

  get atEnd(): boolean {
    return this.#at >= this.#text.length
  }

  /** Undefined: the line was empty. */
  next(): CsvRecord | undefined {
    const line = this.#line
    const cells: string[] = []
    const begin = this.#at
    do {
      const quoted = this.#text.charCodeAt(this.#at) === QUOTE
      const cell = quoted ? this.#quotedCell() : this.#plainCell()
      if (cell === undefined)
        return { line, problem: 'A quote opens here and is never closed: nothing after it was read.' }
      cells.push(cell)
      if (quoted && !this.#cellEnds()) {
        this.#skipLine()
        return { line, problem: 'Text follows the quote that closes a cell.' }
      }
    } while (this.#takeSeparator())
    const empty = this.#at === begin
    this.#takeLineEnd()
    return empty ? undefined : { line, cells }
  }

  #plainCell(): string {
    const from = this.#at
    while (!this.#cellEnds()) this.#at += 1
    return this.#text.slice(from, this.#at)
  }

  /** Undefined: it is never closed. */
  #quotedCell(): string | undefined {
    let value = ''
    let from = this.#at + 1
    for (;;) {
      const quote = this.#text.indexOf('"', from)
      if (quote < 0) {
        this.#at = this.#text.length
        return undefined
      }
      value += this.#text.slice(from, quote)
      from = quote + 1
      if (this.#text.charCodeAt(from) !== QUOTE) break
      value += '"'
      from += 1
    }
    this.#at = from
    this.#line += lineEndsIn(value)
    return value
  }

  #cellEnds(): boolean {
    if (this.atEnd) return true
    const code = this.#text.charCodeAt(this.#at)
    return code === this.#separator || code === LF || code === CR
  }

  #takeSeparator(): boolean {
    if (this.atEnd || this.#text.charCodeAt(this.#at) !== this.#separator) return false
    this.#at += 1
    return true
  }

  #takeLineEnd(): void {
    if (this.atEnd) return
    const carriage = this.#text.charCodeAt(this.#at) === CR
    this.#at += carriage && this.#text.charCodeAt(this.#at + 1) === LF ? 2 : 1
    this.#line += 1
  }

  #skipLine(): void {
    while (!this.atEnd && !isLineEnd(this.#text.charCodeAt(this.#at))) this.#at += 1
    this.#takeLineEnd()
  }
}

function isLineEnd(code: number): boolean {
  return code === LF || code === CR
}

function lineEndsIn(value: string): number {
  if (!value.includes('\n') && !value.includes('\r')) return 0
  return value.match(/\r\n|\r|\n/g)?.length ?? 0
}
