/** Children of one object or list that are shown at once; further ones when they are asked for. */
export const childrenAtOnce = 100
/** Rows that are open at first, at most: the first look at a large value is as quick as at a small one. */
const rowsAtFirst = 40
/** Characters of a text that are shown. */
const longestText = 1_000

export type JsonKind = 'object' | 'list' | 'text' | 'number' | 'boolean' | 'null' | 'more'

export interface JsonRow {
  /** Its place in the value: the positions of its parents and its own, each after a slash. */
  readonly id: string
  /** 0 is the value itself. */
  readonly depth: number
  /** Its name in an object, or its place in a list. */
  readonly name: string | undefined
  readonly kind: JsonKind
  /** The value, or what is in it. */
  readonly text: string
  /** Undefined where there is nothing to open. */
  readonly open: boolean | undefined
  /** From 1, among those of its parent. */
  readonly position: number
  readonly siblings: number
}

/** How many children are shown of each object and list that is open, by id. */
export type Opened = ReadonlyMap<string, number>

type Branch = readonly unknown[] | Readonly<Record<string, unknown>>

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}

function isBranch(value: unknown): value is Branch {
  return typeof value === 'object' && value !== null
}

function namesOf(branch: Branch): readonly string[] | undefined {
  return isList(branch) ? undefined : Object.keys(branch)
}

function childOf(branch: Branch, names: readonly string[] | undefined, position: number): unknown {
  return isList(branch) ? branch[position] : Reflect.get(branch, names?.[position] ?? '')
}

function sizeOf(branch: Branch): number {
  return isList(branch) ? branch.length : Object.keys(branch).length
}

function leafOf(value: unknown): { readonly kind: JsonKind; readonly text: string } {
  if (typeof value === 'string') {
    const cut = value.length > longestText
    const shown = JSON.stringify(cut ? value.slice(0, longestText) : value)
    return {
      kind: 'text',
      text: cut ? `${shown} … ${value.length.toLocaleString('en-US')} characters` : shown,
    }
  }
  if (typeof value === 'number') return { kind: 'number', text: String(value) }
  if (typeof value === 'boolean') return { kind: 'boolean', text: String(value) }
  return { kind: 'null', text: 'null' }
}

function branchText(branch: Branch): string {
  const size = sizeOf(branch).toLocaleString('en-US')
  return isList(branch) ? `[${size}]` : `{${size}}`
}

/** What is open at first: the value itself, then what is in it as long as there is room, level by level. */
export function openedAtFirst(value: unknown): Opened {
  const opened = new Map<string, number>()
  const waiting: { readonly id: string; readonly value: unknown }[] = [{ id: '', value }]
  let rows = 1
  for (const next of waiting) {
    const branch = next.value
    if (!isBranch(branch)) continue
    const size = Math.min(sizeOf(branch), childrenAtOnce)
    if (size === 0 || (next.id !== '' && rows + size > rowsAtFirst)) continue
    opened.set(next.id, childrenAtOnce)
    rows += size
    const names = namesOf(branch)
    for (let position = 0; position < size; position += 1) {
      waiting.push({ id: `${next.id}/${position}`, value: childOf(branch, names, position) })
    }
  }
  return opened
}

/** The rows that are to be seen of a value, from the top. */
export function jsonRows(value: unknown, opened: Opened): JsonRow[] {
  const rows: JsonRow[] = []
  const add = (at: Omit<JsonRow, 'kind' | 'text' | 'open'>, shown: unknown): void => {
    if (!isBranch(shown)) {
      rows.push({ ...at, ...leafOf(shown), open: undefined })
      return
    }
    const size = sizeOf(shown)
    const count = opened.get(at.id)
    const kind = isList(shown) ? 'list' : 'object'
    rows.push({ ...at, kind, text: branchText(shown), open: size === 0 ? undefined : count !== undefined })
    if (count === undefined) return
    const names = namesOf(shown)
    const depth = at.depth + 1
    for (let position = 0; position < Math.min(size, count); position += 1) {
      const name = names ? names[position] : String(position)
      const child = { id: `${at.id}/${position}`, depth, name, position: position + 1, siblings: size }
      add(child, childOf(shown, names, position))
    }
    if (size > count) rows.push(moreRow(at.id, depth, count, size))
  }
  add({ id: '', depth: 0, name: undefined, position: 1, siblings: 1 }, value)
  return rows
}

function moreRow(parent: string, depth: number, shown: number, size: number): JsonRow {
  const text = `Show ${Math.min(childrenAtOnce, size - shown)} more of ${(size - shown).toLocaleString('en-US')}`
  return {
    ...{ id: `${parent}/more`, depth, name: undefined, kind: 'more', text },
    ...{ open: undefined, position: shown + 1, siblings: size },
  }
}

export function parentOf(id: string): string {
  return id.slice(0, Math.max(0, id.lastIndexOf('/')))
}

/** After a click or Enter on a row: it opens, closes, or shows further ones. */
export function toggled(opened: Opened, row: JsonRow): Opened {
  const next = new Map(opened)
  if (row.kind === 'more') {
    const parent = parentOf(row.id)
    next.set(parent, (next.get(parent) ?? 0) + childrenAtOnce)
  } else if (row.open === true) next.delete(row.id)
  else if (row.open === false) next.set(row.id, childrenAtOnce)
  return next
}
