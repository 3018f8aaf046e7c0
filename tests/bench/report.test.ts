import { format } from 'prettier'
import { describe, expect, it } from 'vitest'
import type { Result } from '../../bench/benchmark'
import { chartOf } from '../../bench/chart'
import { mergedRows, withResults } from '../../bench/report'
import { rowsOf, type Row } from '../../bench/row'
import { conditionsOf } from '../../bench/table'

const alone = (name: string): Result => ({
  name,
  measured: '100 /s',
  against: 'peer',
  value: 0.9,
  unit: '×',
})

const result = (name: string, changes: Partial<Result> = {}): Result => ({
  ...alone(name),
  mark: { least: 0.75 },
  ...changes,
})

const measured = (of: Result, changes: Partial<Row> = {}): Row => ({
  ...of,
  date: '2026-11-25T01:00:00.000Z',
  machine: '2 × CPU, 8 GiB',
  node: '20.20.2',
  redis: '7.0.15',
  rounds: 5,
  command: 'npm run bench',
  ...changes,
})

const row = (name: string, changes: Partial<Row> = {}): Row => measured(result(name), changes)

describe('rows', () => {
  it('say where, when and how they were measured', () => {
    const options = ['--only', 'queue: depth', '--rounds', '9']
    const [met, missed, readAlone] = rowsOf(
      [result('a'), result('b', { mark: { most: 0.5 } }), alone('c')],
      { rounds: 9 },
      options,
    )
    expect(met).toMatchObject({
      met: true,
      rounds: 9,
      command: 'npm run bench -- --only "queue: depth" --rounds 9',
      node: process.versions.node,
      redis: expect.stringMatching(/^\d+\.\d+/) as string,
    })
    expect([missed?.met, readAlone?.met]).toEqual([false, undefined])
    expect(met).not.toHaveProperty('electron')
  })

  it('of a run take the place of those before, in the order of the benchmarks; what is gone there goes', () => {
    const kept = [row('gone'), row('one'), row('three')]
    const merged = mergedRows(kept, [row('two'), row('three', { value: 2 })], ['three', 'one', 'two'])
    expect(merged.map(({ name, value }) => [name, value])).toEqual([
      ['three', 2],
      ['one', 0.9],
      ['two', 0.9],
    ])
    expect(() => mergedRows([], [row('stranger')], ['one'])).toThrow('stranger')
  })
})

describe('the report', () => {
  const readme =
    '# Bench\n\nBefore.\n\n<!-- results: written by npm run bench -- --write -->\n\nold\n\n<!-- end of the results -->\n\nAfter.\n'

  it('stands between its marks, and is written anew each time', async () => {
    const rows = [row('a | b'), row('missed', { mark: { least: 1 } }), measured(alone('app: alone'))]
    const once = withResults(readme, rows)
    expect(withResults(once, rows)).toBe(once)
    expect(once).not.toContain('old')
    expect(await format(once, { parser: 'markdown', printWidth: 110 })).toMatchInlineSnapshot(`
      "# Bench

      Before.

      <!-- results: written by npm run bench -- --write -->

      | work       | measured | against | value | mark   | met    | date       |
      | ---------- | -------- | ------- | ----- | ------ | ------ | ---------- |
      | a \\| b     | 100 /s   | peer    | 0.9 × | ≥ 0.75 | yes    | 2026-11-25 |
      | missed     | 100 /s   | peer    | 0.9 × | ≥ 1    | **no** | 2026-11-25 |
      | app: alone | 100 /s   | peer    | 0.9 × |        |        | 2026-11-25 |

      Measured with \`npm run bench\`, 5 rounds, 2 × CPU, 8 GiB, Node 20.20.2, Redis 7.0.15.

      ![Each value beside its mark: a bar beyond the line has met it](chart.svg)

      <!-- end of the results -->

      After.
      "
    `)
    expect(() => withResults('no marks', rows)).toThrow('README')
  })

  it('says once how all were measured, or of each how', () => {
    expect(conditionsOf([row('a'), row('b')])).toBe(
      'Measured with `npm run bench`, 5 rounds, 2 × CPU, 8 GiB, Node 20.20.2, Redis 7.0.15.',
    )
    expect(
      conditionsOf([row('a'), row('b', { node: '24.1.0' }), row('c', { electron: '45.4.1' }), row('d')]),
    ).toBe(
      [
        '- `npm run bench`, 5 rounds, 2 × CPU, 8 GiB, Node 20.20.2, Redis 7.0.15: a; d',
        '- `npm run bench`, 5 rounds, 2 × CPU, 8 GiB, Node 24.1.0, Redis 7.0.15: b',
        '- `npm run bench`, 5 rounds, 2 × CPU, 8 GiB, Node 20.20.2, Redis 7.0.15, Electron 45.4.1: c',
      ].join('\n'),
    )
  })
})

describe('the chart', () => {
  const results = [
    result('met & <with> room', { value: 1.5 }),
    result('at the mark', { value: 0.75 }),
    result('missed', { value: 0.375 }),
    result('at most', { unit: 'ms', value: 25, mark: { most: 50 } }),
    result('nothing at all', { unit: '%', value: 0, mark: { most: 1 } }),
    result('far too much', { unit: 'MB', value: 1e6, mark: { most: 1_000 } }),
    alone('to be read alone'),
  ]
  const bars = (svg: string): [string, number][] =>
    [...svg.matchAll(/class="(met|missed)" x="360" y="\d+" width="([\d.]+)"/g)].map(([, is = '', width]) => [
      is,
      Number(width),
    ])

  it('has a bar for each mark: as far beyond it as its value is, whichever way is the good one', () => {
    expect(bars(chartOf(results))).toEqual([
      ['met', 210],
      ['met', 140],
      ['missed', 70],
      ['met', 210],
      ['met', 350],
      ['missed', 3],
    ])
  })

  it('says in words what it shows, and is one SVG without anything from elsewhere', () => {
    const svg = chartOf(results)
    expect(svg).toContain('met &amp; &lt;with&gt; room: 1.5 ×, mark ≥ 0.75, met. at the mark: ')
    expect(svg).toContain('missed: 0.375 ×, mark ≥ 0.75, not met.')
    expect(svg).toContain('>1,000,000 MB (≤ 1,000) not met<')
    expect(svg).not.toContain('read alone')
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-labelledby="title desc">\n<title id="title">/)
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(|href|NaN|undefined/)
  })

  it('is the same for the same results', () => {
    expect(chartOf(results)).toBe(chartOf(structuredClone(results)))
  })
})
