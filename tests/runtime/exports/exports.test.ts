import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { exportView } from '../../../src/contract/exports'
import { systemClock } from '../../../src/processor/clock'
import { KeyholdError } from '../../../src/processor/errors'
import { Exports, type ExportPlan } from '../../../src/runtime/exports/exports'
import { waitFor } from '../../support/wait-for'

interface Row {
  readonly id: number
  readonly text?: string
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'keyhold-exports-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const newExports = () => new Exports({ clock: systemClock, changed: () => undefined })

async function* rowsOf(rows: readonly Row[]): AsyncGenerator<Row> {
  for (const row of rows) yield await Promise.resolve(row)
}

/** Rows for ever; they end with the signal. */
async function* endless(signal: AbortSignal): AsyncGenerator<Row> {
  for (let id = 0; ; id += 1) {
    signal.throwIfAborted()
    if (id % 500 === 0) await new Promise((resolve) => setImmediate(resolve))
    yield { id, text: 'x'.repeat(100) }
  }
}

const planOf = (path: string, rows: ExportPlan<Row>['rows'], format: 'csv' | 'jsonl' = 'jsonl') => ({
  ...{ kind: 'audit' as const, format, path, rows },
  columns: [
    { title: 'id', cell: ({ id }: Row) => id },
    { title: 'text', cell: ({ text }: Row) => text },
  ],
  line: (row: Row) => row,
})

const ended = (exports: Exports) =>
  waitFor(() => exports.views().find(({ state }) => state !== 'working'), { what: 'the export has ended' })

describe('an export', () => {
  it('writes CSV with a head, an empty cell for what a row has not, and quotes where they are needed', async () => {
    const folder = newFolder()
    const exports = newExports()
    const path = join(folder, 'a.csv')
    exports.start(planOf(path, () => rowsOf([{ id: 1, text: 'say "a", b' }, { id: 2 }]), 'csv'))
    expect(exportView.parse(await ended(exports))).toMatchObject({ state: 'done', rows: 2, path })
    expect(readFileSync(path, 'utf8')).toBe('id,text\r\n1,"say ""a"", b"\r\n2,\r\n')
    expect(readdirSync(folder)).toEqual(['a.csv'])
  })

  it('writes one line of JSON a row, and counts them while it is at work', async () => {
    const path = join(newFolder(), 'a.jsonl')
    const rows = Array.from({ length: 5_000 }, (_, id) => ({ id, text: 'x'.repeat(100) }))
    const seen = new Set<number>()
    const exports = new Exports({
      clock: systemClock,
      changed: () => void seen.add(exports.views()[0]?.rows ?? 0),
    })
    exports.start({ ...planOf(path, () => rowsOf(rows)), total: 5_000 })
    expect(await ended(exports)).toMatchObject({ state: 'done', rows: 5_000, total: 5_000 })
    expect(seen.size).toBeGreaterThan(4)
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
    expect(lines).toHaveLength(5_000)
    expect(JSON.parse(lines[4_999] ?? '')).toMatchObject({ id: 4_999 })
  })

  it('is cancelled: no file is left, and one that was there stays as it was', async () => {
    const folder = newFolder()
    const exports = newExports()
    const path = join(folder, 'a.jsonl')
    writeFileSync(path, 'before')
    const { exportId } = exports.start(planOf(path, endless))
    await waitFor(() => (exports.views()[0]?.rows ?? 0) > 0, { what: 'it has begun' })
    expect(await exports.cancel(exportId)).toMatchObject({ state: 'cancelled' })
    expect(readdirSync(folder)).toEqual(['a.jsonl'])
    expect(readFileSync(path, 'utf8')).toBe('before')
  })

  it('fails with what the rows or the disk say, and leaves no file', async () => {
    const folder = newFolder()
    const exports = newExports()
    exports.start(
      planOf(join(folder, 'a.jsonl'), async function* () {
        yield await Promise.resolve({ id: 1 })
        throw new KeyholdError('store-failed', 'It failed.', 'See to it.')
      }),
    )
    expect(await ended(exports)).toMatchObject({ state: 'failed', error: { code: 'store-failed' } })
    const elsewhere = newExports()
    elsewhere.start(planOf(join(folder, 'missing', 'a.jsonl'), () => rowsOf([{ id: 1 }])))
    expect(await ended(elsewhere)).toMatchObject({ state: 'failed', error: { code: 'file-not-saved' } })
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('exports', () => {
  it('are two at once at most, and four are shown; one at work is not dismissed', async () => {
    const folder = newFolder()
    const exports = newExports()
    const start = (name: string) => exports.start(planOf(join(folder, name), endless)).exportId
    const [first, second] = [start('1'), start('2')]
    expect(() => start('3')).toThrow(expect.objectContaining({ code: 'too-many-exports' }))
    exports.dismiss(first)
    expect(exports.views()).toHaveLength(2)
    await exports.cancel(first)
    await exports.cancel(second)
    await exports.cancel(start('4'))
    await exports.cancel(start('5'))
    await exports.cancel(start('6'))
    expect(exports.views()).toHaveLength(4)
    expect(() => exports.pathOf(first)).toThrow(expect.objectContaining({ code: 'unknown-export' }))
    exports.dismiss(exports.views()[0]?.exportId ?? '')
    expect(exports.views()).toHaveLength(3)
  })
})
