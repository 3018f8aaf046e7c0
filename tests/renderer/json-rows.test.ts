import { describe, expect, it } from 'vitest'
import {
  childrenAtOnce,
  jsonRows,
  openedAtFirst,
  toggled,
  type JsonRow,
} from '../../renderer/ui/json-tree/json-rows'

const shown = (rows: readonly JsonRow[]): string[] =>
  rows.map(({ depth, name, text }) => `${' '.repeat(depth)}${name === undefined ? '' : `${name}: `}${text}`)
const first = (value: unknown): JsonRow[] => jsonRows(value, openedAtFirst(value))

describe('the rows of a JSON tree', () => {
  it('are a value’s parts with their names, places and kinds', () => {
    const rows = first({ seller: 42, tags: ['a', true, null], empty: {}, deep: { list: [] } })
    expect(shown(rows)).toEqual([
      '{4}',
      ' seller: 42',
      ' tags: [3]',
      '  0: "a"',
      '  1: true',
      '  2: null',
      ' empty: {0}',
      ' deep: {1}',
      '  list: [0]',
    ])
    expect(rows.map(({ kind }) => kind).slice(1, 6)).toEqual(['number', 'list', 'text', 'boolean', 'null'])
    expect(rows[4]).toMatchObject({ id: '/1/1', position: 2, siblings: 3, open: undefined })
    expect(shown(first('text'))).toEqual(['"text"'])
  })

  it('open and close, one by one', () => {
    const value = { tags: ['a'], other: 1 }
    const opened = openedAtFirst(value)
    const tags = jsonRows(value, opened)[1]
    if (!tags) throw new Error('no row')
    const closed = toggled(opened, tags)
    expect(shown(jsonRows(value, closed))).toEqual(['{2}', ' tags: [1]', ' other: 1'])
    const closedTags = jsonRows(value, closed)[1]
    if (!closedTags) throw new Error('no row')
    expect(shown(jsonRows(value, toggled(closed, closedTags)))).toEqual([
      '{2}',
      ' tags: [1]',
      '  0: "a"',
      ' other: 1',
    ])
  })

  it('are few at first and a hundred more at a time, however large the value is', () => {
    const value = { list: Array.from({ length: 50_000 }, (_, n) => ({ n })), deep: { of: { it: 1 } } }
    expect(first(value).length).toBeLessThan(10)
    const long = Array.from({ length: 250 }, (_, n) => n)
    let opened = openedAtFirst(long)
    expect(jsonRows(long, opened)).toHaveLength(1 + childrenAtOnce + 1)
    for (const text of ['Show 100 more of 150', 'Show 50 more of 50']) {
      const more = jsonRows(long, opened).at(-1)
      expect(more).toMatchObject({ kind: 'more', text })
      if (more) opened = toggled(opened, more)
    }
    expect(jsonRows(long, opened)).toHaveLength(251)
  })

  it('show the beginning of a long text, and names of every kind', () => {
    const [, row] = first({ text: 'x'.repeat(5_000) })
    expect(row?.text.length).toBeLessThan(1_100)
    expect(row?.text).toMatch(/… 5,000 characters$/)
    const proto: unknown = JSON.parse('{"__proto__": 1, "": 2, "a/b": 3}')
    expect(shown(first(proto))).toEqual(['{3}', ' __proto__: 1', ' : 2', ' a/b: 3'])
  })
})
