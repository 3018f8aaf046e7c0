import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../../src/contract/limits'
import { fillPlaceholders } from '../../../src/contract/placeholders'
import { ImportDesk } from '../../../renderer/features/schedule/import/import-desk'
import { Judgement } from '../../../renderer/features/schedule/import/judgement'
import { guessMapping, unusedColumns, type Mapping } from '../../../renderer/features/schedule/import/mapping'
import { readTable } from '../../../renderer/features/schedule/import/reading/read-table'

function judge(text: string, changes: Partial<Mapping> = {}, name = 'orders.csv') {
  const table = readTable(name, text, {})
  return new Judgement(table, { ...guessMapping(table), ...changes })
}

const template = (text: string): Pick<Mapping, 'key'> => ({ key: { kind: 'template', text } })

describe('a guess', () => {
  it.each([
    [['key', 'backoff', 'argument'], { key: 0, backoff: 1, argument: 2 }],
    [['payload', 'Back-off ms', 'ID'], { key: 2, backoff: 1, argument: 0 }],
  ])('of %j takes columns by their names', (columns, { key, backoff, argument }) => {
    expect(guessMapping({ columns })).toEqual({
      key: { kind: 'column', column: key },
      backoff: { kind: 'column', column: backoff },
      argument: { kind: 'column', column: argument },
    })
  })

  it('takes the first column as key and all as an object where no name helps', () => {
    expect(guessMapping({ columns: ['seller', 'amount'] })).toEqual({
      key: { kind: 'column', column: 0 },
      backoff: { kind: 'fixed', text: '5m' },
      argument: { kind: 'object', columns: [0, 1] },
    })
  })
})

describe('columns that are not used', () => {
  const columns = ['key', 'ttl', 'argument', 'note']

  it('are named', () => {
    expect(unusedColumns(columns, guessMapping({ columns }))).toEqual(['ttl', 'note'])
    const mapping = { ...guessMapping({ columns }), ...template('{note}:{ttl}') }
    expect(unusedColumns(columns, mapping)).toEqual(['key'])
    expect(unusedColumns(['a', 'b'], guessMapping({ columns: ['a', 'b'] }))).toEqual([])
  })
})

describe('rows', () => {
  it('become jobs', () => {
    expect(judge('key,backoff,argument\na,90s,"{""n"": 1}"\nb,250,null').jobs(0)).toEqual([
      { line: 2, key: 'a', backoffMs: 90_000, argument: '{"n": 1}' },
      { line: 3, key: 'b', backoffMs: 250, argument: 'null' },
    ])
    expect(judge('seller,amount\nx,5').jobs(0)[0]).toMatchObject({ argument: '{"seller":"x","amount":"5"}' })
  })

  it('of JSON keep the types of their values, and leave out what they do not have', () => {
    const text = '{"id":42,"data":{"a":[1]}}\n{"id":true,"data":"text"}\n{"id":null}\n{"id":"x"}'
    const judged = judge(text, {}, 'a.jsonl')
    expect(judged.jobs(0).map(({ key, argument }) => [key, argument])).toEqual([
      ['42', '{"a":[1]}'],
      ['true', '"text"'],
    ])
    expect(judged.rows(0, 9, true).map(({ line, text: why }) => [line, why])).toEqual([
      [3, 'The key is empty.'],
      [4, 'The argument is missing.'],
    ])
    const object = { argument: { kind: 'object', columns: [0, 1] } } as const
    expect(
      judge('{"id":1}\n{"id":2,"b":[]}', object, 'a.jsonl')
        .jobs(0)
        .map(({ argument }) => argument),
    ).toEqual(['{"id":1}', '{"id":2,"b":[]}'])
  })

  it('take their key from a template of columns and placeholders', () => {
    const judged = judge('n,shop\n7,a\n8,b', template('{shop}:{n}:{{shop}}:{uuid}:{{now}}'))
    const filled = judged.jobs(0).map(({ key }) => fillPlaceholders(key, { n: 1, uuid: 'U', now: 'T' }))
    // The column n goes before the number.
    expect(filled).toEqual(['a:7:{shop}:U:{now}', 'b:8:{shop}:U:{now}'])
    expect(judge('id\n7', template('{ID}')).rows(0, 1, true)[0]?.text).toContain('no such column')
  })

  it('give what looks like a placeholder in a cell on as it is', () => {
    const [job] = judge('key,argument\n{uuid},"[""{n}"",""{{now}}""]"').jobs(0)
    const filled = (text = ''): string => fillPlaceholders(text, { n: 1, uuid: 'U', now: 'T' })
    expect([filled(job?.key), filled(job?.argument)]).toEqual(['{uuid}', '["{n}","{{now}}"]'])
  })

  it('share one argument, with placeholders of their own', () => {
    const fixed = { argument: { kind: 'fixed', text: '{"n":{n}}' } } as const
    expect(judge('key\na', fixed).jobs(0)[0]?.argument).toBe('{"n":{n}}')
    const bare = { argument: { kind: 'fixed', text: '{"n":{uuid}}' } } as const
    expect(judge('key\na', bare).counts).toMatchObject({ good: 0, bad: 1 })
  })

  it.each([
    ['', '5m', '{}', 'The key is empty.'],
    ['k'.repeat(1_025), '5m', '{}', 'The key has 1,025 bytes; at most 1,024 are taken.'],
    ['ü'.repeat(513), '5m', '{}', 'The key has 1,026 bytes'],
    ['a', 'soon', '{}', 'The backoff “soon” is no duration.'],
    ['a', '', '{}', 'The backoff is missing.'],
    ['a', '-1', '{}', 'A backoff cannot be -1 ms.'],
    ['a', '0.5ms', '{}', 'A backoff cannot be 0.5 ms.'],
    ['a', '31d', '{}', 'The backoff is longer than 30 days.'],
    ['a', '5m', '', 'The argument is empty.'],
    ['a', '5m', '{x}', 'The argument is not JSON'],
    ['a', '5m', `"${'x'.repeat(LIMITS.argumentBytes)}"`, 'The argument is larger than 1 MiB.'],
  ])('with %.9s, %s, %.9s are bad: %s', (key, backoff, argument, reason) => {
    const cell = `"${argument.replaceAll('"', '""')}"`
    const judged = judge(`key,backoff,argument\ngood,1s,1\n${key},${backoff},${cell}`)
    expect(judged.counts).toEqual({ rows: 2, good: 1, bad: 1, duplicates: 0 })
    const [row] = judged.rows(0, 10, true)
    expect(row).toMatchObject({ line: 3, state: 'bad' })
    expect(row?.text).toContain(reason)
  })

  it('with the key of an earlier one are told, with its line', () => {
    const judged = judge('key,argument\na,1\nb,1\na,1\na,x\na,1')
    expect(judged.counts).toEqual({ rows: 5, good: 4, bad: 1, duplicates: 2 })
    expect(judged.rows(0, 5, false).map(({ state, firstLine }) => [state, firstLine])).toEqual([
      ['good', undefined],
      ['good', undefined],
      ['duplicate', 2],
      ['bad', undefined],
      ['duplicate', 2],
    ])
    // Numbers differ, UUIDs too; a word that only looks like one does not.
    expect(judge('key\na\na', template('{key}:{n}')).counts.duplicates).toBe(0)
    expect(judge('key\na\na', template('{key}:{uuid}')).counts.duplicates).toBe(0)
    expect(judge('key\na\na', template('{key}:{{uuid}}')).counts.duplicates).toBe(1)
  })

  it('that are bad are exported with line, key and reason', () => {
    expect(judge('key,argument\n"a,1",x\nb,1\n,1').badRows().split('\r\n')).toEqual([
      'line,key,reason',
      expect.stringMatching(/^2,"a,1","?The argument is not JSON/) as string,
      '4,,The key is empty.',
      '',
    ])
  })

  it('are handed over in parts of at most 500 jobs and about 1 MiB', () => {
    const many = judge(`key\n${Array.from({ length: 1_200 }, (_, n) => `k${n}`).join('\n')}`)
    const sizes: number[] = []
    for (let from = 0; from < many.counts.good; from += sizes.at(-1) ?? 1) sizes.push(many.jobs(from).length)
    expect(sizes).toEqual([500, 500, 200])
    const large = judge(`key,argument\n${`a,"""${'x'.repeat(200_000)}"""\n`.repeat(4)}`)
    expect(large.jobs(0)).toHaveLength(1)
    expect(large.jobs(3)).toHaveLength(1)
  })
})

describe('the desk', () => {
  it('opens a file, reads it in another way, and judges it', async () => {
    const desk = new ImportDesk()
    const summary = await desk.open({ name: 'a.csv', content: new Blob(['\uFEFFkey;x\r\na;1\r\n']) })
    expect(summary).toMatchObject({
      format: 'csv',
      separator: ';',
      header: true,
      columns: ['key', 'x'],
      rows: 1,
    })
    expect(desk.judge(summary.guess)).toMatchObject({ good: 1 })
    expect(desk.read({ separator: ',', header: true })).toMatchObject({ columns: ['key;x'] })
    expect(() => desk.rows({ offset: 0, limit: 1, badOnly: false })).toThrow(/No file is open/)
  })
})
