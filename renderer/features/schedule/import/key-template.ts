import { escapePlaceholders } from '../../../../src/contract/placeholders'

/** A piece of a key: text as it stands (placeholders in it are filled later), or a column's value. */
type Piece = string | { readonly column: number }

export interface KeyTemplate {
  /** Names in braces that are neither a column nor a placeholder. */
  readonly unknown: readonly string[]
  /** Columns whose values are in the key. */
  readonly used: readonly number[]
  readonly write: (valueOf: (column: number) => string) => string
}

const PLACEHOLDERS: readonly string[] = ['n', 'uuid', 'now']
const BRACES = /\{\{[^{}]*\}\}|\{([^{}]*)\}/g

/**
 * Reads `seller:{column}`. A column goes before a placeholder of its name; what is in two pairs of braces stands for
 * itself in one.
 */
export function keyTemplate(text: string, columns: readonly string[]): KeyTemplate {
  const pieces: Piece[] = []
  const unknown: string[] = []
  let from = 0
  for (const match of text.matchAll(BRACES)) {
    pieces.push(text.slice(from, match.index))
    from = match.index + match[0].length
    const name = match[1]
    const column = name === undefined ? -1 : columns.indexOf(name)
    if (column >= 0) pieces.push({ column })
    else if (name === undefined) pieces.push(literal(match[0]))
    else {
      pieces.push(match[0])
      if (!PLACEHOLDERS.includes(name)) unknown.push(name)
    }
  }
  pieces.push(text.slice(from))
  return {
    unknown,
    used: pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [piece.column])),
    write: (valueOf) =>
      pieces
        .map((piece) => (typeof piece === 'string' ? piece : escapePlaceholders(valueOf(piece.column))))
        .join(''),
  }
}

/** `{{n}}` stays so, for whoever fills the placeholders takes its second pair away. */
function literal(text: string): string {
  return PLACEHOLDERS.includes(text.slice(2, -2)) ? text : text.slice(1, -1)
}
