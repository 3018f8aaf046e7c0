import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { IncrementalOrder } from '../../src/runtime/held-keys/incremental-order'

interface Row {
  readonly value: number
  readonly found: number
}

describe('IncrementalOrder', () => {
  it('equals one stable sort of all rows, in whatever pages they arrive', () => {
    const pages = fc.array(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 30 }), { maxLength: 12 })
    fc.assert(
      fc.property(pages, (values) => {
        const order = new IncrementalOrder<Row>((a, b) => a.value - b.value)
        const rows: Row[] = []
        for (const page of values) {
          for (const value of page) rows.push({ value, found: rows.length })
          expect(order.of(rows)).toEqual([...rows].sort((a, b) => a.value - b.value))
        }
      }),
    )
  })

  it('does no work again while nothing arrived', () => {
    let compared = 0
    const order = new IncrementalOrder<number>((a, b) => ((compared += 1), a - b))
    const rows = [3, 1, 2]
    const first = order.of(rows)
    const before = compared
    expect(order.of(rows)).toBe(first)
    expect(compared).toBe(before)
  })
})
