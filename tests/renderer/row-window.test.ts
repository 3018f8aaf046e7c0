import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ROW_HEIGHT } from '../../renderer/ui/virtual-table/column'
import { bodyHeight, rowWindow, scrollTopFor } from '../../renderer/ui/virtual-table/row-window'

const counts = fc.integer({ min: 1, max: 50_000_000 })
const viewHeights = fc.integer({ min: ROW_HEIGHT, max: 2_000 })

describe('The window over a long list', () => {
  test('has the rows in view and six more at each end', () => {
    expect(rowWindow({ scrollTop: 0, viewHeight: 320 }, 1_000)).toEqual({ first: 0, last: 15, shift: 0 })
    expect(rowWindow({ scrollTop: 3_200, viewHeight: 320 }, 1_000)).toEqual({
      first: 94,
      last: 115,
      shift: 0,
    })
  })

  test('has no rows of an empty list, and only rows that are there', () => {
    expect(rowWindow({ scrollTop: 0, viewHeight: 320 }, 0)).toMatchObject({ first: 0, last: -1 })
    expect(rowWindow({ scrollTop: 99_000, viewHeight: 320 }, 3)).toMatchObject({ first: 2, last: 2 })
  })

  test('has a million rows at their own places', () => {
    const place = { scrollTop: 50_000 * ROW_HEIGHT, viewHeight: 320 }
    expect(rowWindow(place, 1_000_000)).toMatchObject({ first: 49_994, shift: 0 })
  })

  test('reaches both ends of any list, in a body that a browser can lay out', () => {
    fc.assert(
      fc.property(counts, viewHeights, (count, viewHeight) => {
        expect(bodyHeight(count)).toBeLessThan(2 ** 25)
        expect(rowWindow({ scrollTop: 0, viewHeight }, count).first).toBe(0)
        const bottom = Math.max(0, bodyHeight(count) - viewHeight)
        const { last, shift } = rowWindow({ scrollTop: bottom, viewHeight }, count)
        expect(last).toBe(count - 1)
        // The last row ends where the body does, or above it where all rows are in view.
        expect(count * ROW_HEIGHT + shift).toBeCloseTo(bodyHeight(count), 3)
      }),
    )
  })

  test('scrolls a row into view, and not at all where it is in view', () => {
    fc.assert(
      fc.property(
        counts,
        viewHeights,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (count, viewHeight, at) => {
          const index = Math.round(at * (count - 1))
          for (const from of [0, Math.max(0, bodyHeight(count) - viewHeight)]) {
            const scrollTop = scrollTopFor(index, { scrollTop: from, viewHeight }, count)
            const { shift } = rowWindow({ scrollTop, viewHeight }, count)
            const top = index * ROW_HEIGHT + shift - scrollTop
            expect(top).toBeGreaterThanOrEqual(-0.01)
            expect(top + ROW_HEIGHT).toBeLessThanOrEqual(viewHeight + 0.01)
            expect(scrollTopFor(index, { scrollTop, viewHeight }, count)).toBeCloseTo(scrollTop, 3)
          }
        },
      ),
    )
  })
})
