/** Where a line of a stack points to, in a file of the handler folder. */
export interface StackPlace {
  /** Relative to the handler folder. */
  readonly file: string
  /** From 1. */
  readonly line: number
  /** From 1. */
  readonly column: number
}

export interface StackLine {
  readonly text: string
  /** Undefined for a line that names no place: a message, a part of the script. */
  readonly place: StackPlace | undefined
}

/** `at run (mine.ts:4:9)`, `at async mine.ts:4:9`; what comes after `?` in a name is the loader's own. */
const frame = /^at (?:.*\()?(?:async )?(?<file>[^()]+?)(?:\?[^:)]*)?:(?<line>\d+):(?<column>\d+)\)?$/

function placeOf(text: string): StackPlace | undefined {
  const groups = frame.exec(text)?.groups
  const { file, line, column } = groups ?? {}
  if (file === undefined || line === undefined || column === undefined) return undefined
  return { file, line: Number(line), column: Number(column) }
}

/** Reads the lines of a stack, the innermost frame first. */
export function readStack(stack: string): readonly StackLine[] {
  return stack
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((text) => ({ text, place: placeOf(text.trim()) }))
}

/** The innermost place of a stack that is in this file. */
export function placeIn(stack: string | undefined, file: string): StackPlace | undefined {
  return readStack(stack ?? '').find(({ place }) => place?.file === file)?.place
}
