import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../../src/contract/limits'
import { csvRecords } from '../../../renderer/features/schedule/import/reading/csv-records'
import { decodeText } from '../../../renderer/features/schedule/import/reading/decode-text'
import { jsonArrayRows, jsonLineRows } from '../../../renderer/features/schedule/import/reading/json-rows'
import { readTable } from '../../../renderer/features/schedule/import/reading/read-table'
import type { Separator } from '../../../renderer/features/schedule/import/reading/import-table'

const csv = (text: string, separator: Separator = ',') => [...csvRecords(text, separator)]
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('CSV', () => {
  it('has each record with the line on which it begins, over quotes, line ends and empty lines', () => {
    const text = 'key,arg\r\na,"x\ny"\r\n\r\n\r\nb,"p\r\nq"\r\n"say ""hi""",\r\nlast,1'
    expect(csv(text)).toEqual([
      { line: 1, cells: ['key', 'arg'] },
      { line: 2, cells: ['a', 'x\ny'] },
      { line: 6, cells: ['b', 'p\r\nq'] },
      { line: 8, cells: ['say "hi"', ''] },
      { line: 9, cells: ['last', '1'] },
    ])
  })

  it('goes on behind a record that breaks the rules, and says where a quote is never closed', () => {
    expect(csv('a,"b"c\nd,e\nf,"g\nh')).toEqual([
      { line: 1, problem: expect.stringContaining('closes a cell') as string },
      { line: 2, cells: ['d', 'e'] },
      { line: 3, problem: expect.stringContaining('never closed') as string },
    ])
  })

  it('takes a quote inside an unquoted cell as it is', () => {
    expect(csv('5" pipe,1')).toEqual([{ line: 1, cells: ['5" pipe', '1'] }])
  })

  it('reads back what was written, whatever is in the cells, as another reader does', () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', '"', ',', ';', '\n', '\r', '\r\n', ' ', 'ü', '\t'),
      maxLength: 6,
    })
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 })
    const separator = fc.constantFrom<Separator>(',', ';', '\t')
    fc.assert(
      fc.property(rows, separator, fc.constantFrom('\n', '\r\n'), (written, by, end) => {
        const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
        const text = written.map((cells) => cells.map(quoted).join(by)).join(end)
        const read = csv(text, by).map((record) => ('cells' in record ? record.cells : record.problem))
        expect(read).toEqual(written)
        expect(read).toEqual(parse(text, { delimiter: by, relax_column_count: true, record_delimiter: end }))
      }),
      { numRuns: 500 },
    )
  })

  it('counts lines as an editor does', () => {
    const cell = fc.constantFrom('a', '"x\ny"', '"x\r\ny"', '""', '"a""b"')
    const record = fc.tuple(cell, cell).map((cells) => cells.join(','))
    const part = fc.tuple(record, fc.constantFrom('\n', '\r\n', '\n\n', '\r\n\r\n'))
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), (parts) => {
        let text = ''
        const lines = parts.map(([record, end]) => {
          const line = text.split('\n').length
          text += record + end
          return line
        })
        expect(csv(text).map(({ line }) => line)).toEqual(lines)
      }),
    )
  })
})

describe('JSON', () => {
  it('Lines are an object a line; another value or a broken one is a bad row of its line', () => {
    expect([...jsonLineRows('{"key":"a"}\r\n\n[1]\n{"key":\n{"key":"b"}')]).toEqual([
      { line: 1, object: { key: 'a' } },
      { line: 3, problem: 'It is not a JSON object.' },
      { line: 4, problem: expect.stringContaining('not JSON') as string },
      { line: 5, object: { key: 'b' } },
    ])
  })

  it('arrays have each element with its line; a broken one does not hide the others', () => {
    const text =
      '\n[\n  {"key": "a, [1] {"},\n  {"key": 1,},\n  {"n": {"deep": [1, 2]},\n   "key": "c"}, 5]\n'
    expect([...jsonArrayRows(text)]).toEqual([
      { line: 3, object: { key: 'a, [1] {' } },
      { line: 4, problem: expect.stringContaining('not JSON') as string },
      { line: 5, object: { n: { deep: [1, 2] }, key: 'c' } },
      { line: 6, problem: 'It is not a JSON object.' },
    ])
    expect([...jsonArrayRows('[]')]).toEqual([])
    expect([...jsonArrayRows('[{"a":1}, {"b"')].at(-1)).toMatchObject({
      problem: expect.stringContaining('never closed') as string,
    })
  })

  it('arrays and lines read back what was written', () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 })
    fc.assert(
      fc.property(fc.array(object, { maxLength: 6 }), fc.constantFrom(0, 2), (written, indent) => {
        const objects = written.map((each) => JSON.parse(JSON.stringify(each)) as unknown)
        const array = [...jsonArrayRows(JSON.stringify(written, null, indent))]
        const lines = [...jsonLineRows(written.map((each) => JSON.stringify(each)).join('\n'))]
        for (const rows of [array, lines]) {
          expect(rows.map((row) => ('object' in row ? row.object : row))).toEqual(objects)
        }
      }),
    )
  })
})

describe('a text', () => {
  it.each([
    ['orders.csv', 'key;arg\na;1\nb;2', 'csv'],
    ['orders.txt', 'key\targ\na\t1', 'csv'],
    ['orders.json', '[{"key":"a"}]', 'json'],
    ['orders.json', '{"key":"a"}\n{"key":"b"}', 'jsonl'],
    ['Pasted text', ' [{"key":"a"}]', 'json'],
    ['Pasted text', '{"key":"a"}', 'jsonl'],
    ['rows.ndjson', '{"key":"a"}', 'jsonl'],
  ])('%s that begins %j is %s', (name, text, format) => {
    const table = readTable(name, text, {})
    expect(table.format).toBe(format)
    expect(table.columns[0]).toBe('key')
  })

  it('of CSV tells its separator and whether the first row is a header', () => {
    expect(readTable('a.csv', 'seller;amount\nx;"1,5"\ny;2,5', {})).toMatchObject({
      separator: ';',
      header: true,
      columns: ['seller', 'amount'],
    })
    expect(readTable('a.csv', 'seller:1,{}\nseller:2,{}', {})).toMatchObject({
      header: false,
      columns: ['Column 1', 'Column 2'],
    })
    expect(readTable('a.csv', 'a,,a\n1,2,3', { header: true }).columns).toEqual(['a', 'Column 2', 'a (2)'])
  })

  it('has a bad row where the number of cells differs', () => {
    expect(readTable('a.csv', 'key,arg\na\nb,1,2\nc,3', {}).rows).toEqual([
      { line: 2, problem: 'The row has 1 cell; 2 are expected.' },
      { line: 3, problem: 'The row has 3 cells; 2 are expected.' },
      { line: 4, cells: ['c', '3'] },
    ])
  })

  it.each([
    ['', 'no-rows'],
    [' \r\n\n', 'no-rows'],
    ['key,argument\n', 'no-rows'],
    ['PK\0\0', 'unknown-format'],
    [`key\n${'a\n'.repeat(LIMITS.repeat + 1)}`, 'too-many-rows'],
    [`${'a,'.repeat(500)}b\n`, 'too-many-columns'],
  ])('%j is refused', (text, code) => {
    expect(() => readTable('a.csv', text, {})).toThrow(
      expect.objectContaining({ envelope: expect.objectContaining({ code }) as unknown }),
    )
  })

  it('of no JSON under a name that says so is refused', () => {
    expect(() => readTable('a.json', 'key,arg', {})).toThrow(/does not begin as JSON/)
    expect(() => readTable('a.json', '{"a":1}', { format: 'json' })).toThrow(/not a JSON array/)
  })
})

describe('the bytes of a file', () => {
  it('lose their byte order mark', () => {
    expect(decodeText(bytes('\uFEFFkey,ü'))).toBe('key,ü')
  })

  it('that are not UTF-8 are told by byte and line, wherever the first of them is', () => {
    const before = fc.string({ unit: fc.constantFrom('a', 'ü', '€', '😀', '\n'), maxLength: 30 })
    const long = fc.integer({ min: 0, max: 140_000 })
    const bad = fc.constantFrom([0xff], [0xc3, 0x28], [0xe2, 0x82, 0x41], [0x80], [0xf0, 0x9f, 0x98])
    fc.assert(
      fc.property(before, long, bad, (text, filler, wrong) => {
        const good = bytes('a'.repeat(filler) + text)
        const whole = new Uint8Array([...good, ...wrong, 0x0a, 0x61])
        const line = text.split('\n').length
        const at = (good.byteLength + 1).toLocaleString('en-US')
        expect(() => decodeText(whole)).toThrow(new RegExp(`byte ${at} .* on line ${line}\\.`))
      }),
      { numRuns: 60 },
    )
  })

  it('that are UTF-16 are called so', () => {
    expect(() => decodeText(new Uint8Array([0xff, 0xfe, 0x61, 0]))).toThrow(/UTF-16/)
  })

  it('are at most 64 MiB', () => {
    expect(() => decodeText(new Uint8Array(LIMITS.importBytes + 1))).toThrow(/64.0 MiB; at most 64 MiB/)
  })
})
