import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SlicedOrder } from '../../src/runtime/held-keys/sliced-order'

interface Row {
  readonly value: number
  readonly found: number
}

const byValue = (a: Row, b: Row): number => a.value - b.value
const sortedAtOnce = (rows: readonly Row[]): Row[] => [...rows].sort(byValue)

function rowsOf(count: number): Row[] {
  return Array.from({ length: count }, (_, found) => ({ value: (found * 7_919) % 1_009, found }))
}

describe('SlicedOrder', () => {
  it('equals one stable sort of all rows, in whatever pages they arrive', async () => {
    const pages = fc.array(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 1_500 }), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(pages, async (values) => {
        const order = new SlicedOrder<Row>(byValue)
        const rows: Row[] = []
        for (const page of values) {
          for (const value of page) rows.push({ value, found: rows.length })
          expect(await order.of(() => rows)).toEqual(sortedAtOnce(rows))
        }
      }),
      { numRuns: 30 },
    )
  })

  it('does no work again while nothing arrived', async () => {
    let compared = 0
    const order = new SlicedOrder<number>((a, b) => ((compared += 1), a - b))
    const rows = [3, 1, 2]
    const first = await order.of(() => rows)
    const before = compared
    expect(await order.of(() => rows)).toBe(first)
    expect(compared).toBe(before)
  })

  it('lets others work between its slices, and takes in what arrives meanwhile with the next look', async () => {
    const rows = rowsOf(100_000)
    let pauses = 0
    const order = new SlicedOrder<Row>(byValue, () => {
      pauses += 1
      if (pauses === 1) rows.push({ value: -1, found: rows.length })
      return new Promise((resolve) => setImmediate(resolve))
    })
    const before = [...rows]
    expect(await order.of(() => rows)).toEqual(sortedAtOnce(before))
    expect(pauses).toBeGreaterThan(0)
    expect(await order.of(() => rows)).toEqual(sortedAtOnce(rows))
  })

  it('leaves out what is removed, also in the midst of its work', async () => {
    const rows = rowsOf(100_000)
    const gone = new Set(rows.filter(({ found }) => found % 3 === 0))
    let removed = false
    const order = new SlicedOrder<Row>(byValue, () => {
      if (!removed) order.remove(gone)
      removed = true
      return new Promise((resolve) => setImmediate(resolve))
    })
    const left = rows.filter((row) => !gone.has(row))
    expect(await order.of(() => rows)).toEqual(sortedAtOnce(left))
    expect(removed).toBe(true)
    const more = new Set([left[5], left[70]].filter((row) => row !== undefined))
    order.remove(more)
    const rest = left.filter((row) => !more.has(row))
    expect(await order.of(() => rest)).toEqual(sortedAtOnce(rest))
  })

  it('shows each row once, whatever is removed while several looks are under way', async () => {
    let rows: readonly Row[] = rowsOf(100_000)
    const gone = new Set(rows.slice(0, 5_000))
    let removed = false
    const order = new SlicedOrder<Row>(byValue, () => {
      if (!removed) {
        rows = rows.filter((row) => !gone.has(row))
        order.remove(gone)
      }
      removed = true
      return new Promise((resolve) => setImmediate(resolve))
    })
    const looks = await Promise.all([order.of(() => rows), order.of(() => rows)])
    expect(removed).toBe(true)
    const left = sortedAtOnce(rows)
    expect(looks).toEqual([left, left])
    expect(await order.of(() => rows)).toEqual(left)
  })
})
