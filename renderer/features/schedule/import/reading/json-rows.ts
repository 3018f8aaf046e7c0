import { ImportFault } from './import-fault'
import type { ImportRow } from './import-table'

/** The rows of JSON Lines: an object a line; empty lines are skipped. */
export function* jsonLineRows(text: string): Generator<ImportRow> {
  let line = 0
  for (const each of linesOf(text)) {
    line += 1
    if (each.trim() !== '') yield rowOf(each, line)
  }
}

/**
 * The objects of a JSON array, each with the line on which it begins. One that is broken is a bad row; the others
 * are read all the same.
 * @throws ImportFault `unknown-format` where the text is no array
 */
export function* jsonArrayRows(text: string): Generator<ImportRow> {
  const start = text.search(/\S/)
  if (text[start] !== '[') {
    throw new ImportFault(
      'unknown-format',
      'The text is not a JSON array.',
      'Give an array of objects, [{ … }, { … }], or choose JSON Lines for one object a line.',
    )
  }
  yield* new ArrayElements(text, start + 1, 1 + lineEnds(text, 0, start)).rows()
}

class ArrayElements {
  readonly #text: string
  #at: number
  #line: number

  constructor(text: string, at: number, line: number) {
    this.#text = text
    this.#at = at
    this.#line = line
  }

  *rows(): Generator<ImportRow> {
    for (let first = true; ; first = false) {
      this.#skipSpace()
      const line = this.#line
      const from = this.#at
      const end = this.#elementEnd()
      const element = this.#text.slice(from, this.#at)
      if (end === '') {
        yield { line, problem: 'The array is never closed: nothing after this line was read.' }
        return
      }
      // An empty array, and nothing else, has an end before its first element.
      if (!(first && end === ']' && element.trim() === '')) yield rowOf(element, line)
      this.#at += 1
      if (end === ']') return
    }
  }

  /** Moves behind an element. @returns what ends it: a comma, a bracket, or nothing */
  #elementEnd(): ',' | ']' | '' {
    let depth = 0
    for (; this.#at < this.#text.length; this.#at += 1) {
      switch (this.#text[this.#at] ?? '') {
        case '"':
          this.#skipString()
          break
        case '{':
        case '[':
          depth += 1
          break
        case '}':
          depth -= 1
          break
        case ']':
          if (depth <= 0) return ']'
          depth -= 1
          break
        case ',':
          if (depth <= 0) return ','
          break
        case '\n':
          this.#line += 1
          break
      }
    }
    return ''
  }

  /** Moves onto the quote that ends a string. */
  #skipString(): void {
    for (this.#at += 1; this.#at < this.#text.length; this.#at += 1) {
      const character = this.#text[this.#at]
      if (character === '\\') this.#at += 1
      // No JSON string goes over the end of its line: what is broken there is broken no further.
      else if (character === '\n') {
        this.#line += 1
        return
      } else if (character === '"') return
    }
  }

  #skipSpace(): void {
    while (this.#at < this.#text.length && /\s/.test(this.#text[this.#at] ?? '')) {
      if (this.#text[this.#at] === '\n') this.#line += 1
      this.#at += 1
    }
  }
}

function rowOf(text: string, line: number): ImportRow {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { line, problem: `It is not JSON: ${error instanceof Error ? error.message : String(error)}.` }
  }
  return isObject(value) ? { line, object: value } : { line, problem: 'It is not a JSON object.' }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function* linesOf(text: string): Generator<string> {
  let from = 0
  while (from <= text.length) {
    const end = text.indexOf('\n', from)
    if (end < 0) {
      yield text.slice(from)
      return
    }
    yield text.slice(from, end)
    from = end + 1
  }
}

function lineEnds(text: string, from: number, to: number): number {
  let count = 0
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count += 1
  return count
}
