import { keyTemplate } from './key-template'
import { normalName } from './reading/detect'
import type { ImportTable } from './reading/import-table'

/** Where the parts of a job come from; columns by their index. */
export interface Mapping {
  readonly key:
    | { readonly kind: 'column'; readonly column: number }
    | { readonly kind: 'template'; readonly text: string }
  readonly backoff:
    { readonly kind: 'column'; readonly column: number } | { readonly kind: 'fixed'; readonly text: string }
  readonly argument:
    | { readonly kind: 'column'; readonly column: number }
    | { readonly kind: 'object'; readonly columns: readonly number[] }
    | { readonly kind: 'fixed'; readonly text: string }
}

const KEYS = ['key', 'jobkey', 'id']
const BACKOFFS = ['backoff', 'backoffms']
const ARGUMENTS = ['argument', 'arg', 'payload', 'data']

/** What an operator is likely to want: columns by their names, else the first as key and all as an object. */
export function guessMapping({ columns }: Pick<ImportTable, 'columns'>): Mapping {
  const key = named(columns, KEYS)
  const backoff = named(columns, BACKOFFS)
  const argument = named(columns, ARGUMENTS)
  return {
    key: { kind: 'column', column: key ?? 0 },
    backoff: backoff === undefined ? { kind: 'fixed', text: '5m' } : { kind: 'column', column: backoff },
    argument:
      argument === undefined
        ? {
            kind: 'object',
            columns: columns.map((_name, index) => index).filter((index) => index !== backoff),
          }
        : { kind: 'column', column: argument },
  }
}

/** Columns that no part of a job comes from: a name that was not understood is among them. */
export function unusedColumns(columns: readonly string[], { key, backoff, argument }: Mapping): string[] {
  const used = new Set<number>()
  for (const part of [key, backoff, argument]) if (part.kind === 'column') used.add(part.column)
  if (argument.kind === 'object') for (const column of argument.columns) used.add(column)
  if (key.kind === 'template') for (const column of keyTemplate(key.text, columns).used) used.add(column)
  return columns.filter((_name, index) => !used.has(index))
}

function named(columns: readonly string[], names: readonly string[]): number | undefined {
  for (const name of names) {
    const index = columns.findIndex((column) => normalName(column) === name)
    if (index >= 0) return index
  }
  return undefined
}
