import { expect, it } from 'vitest'
import { RunIds } from '../../src/handlers/run-ids'
import { PLACES } from '../../src/handlers/run-marks'

it('an id shares its place with none that is open, however many have come and gone since', () => {
  const ids = new RunIds()
  const [, lasting] = [ids.take(), ids.take()]
  const later = Array.from({ length: 3 * PLACES }, () => {
    const id = ids.take()
    ids.free(id)
    return id
  })
  expect(later.filter((id) => id % PLACES === lasting % PLACES)).toEqual([])
  expect(later).toEqual([...later].sort((a, b) => a - b))
  ids.free(lasting)
  expect(new Set(Array.from({ length: PLACES - 1 }, () => ids.take() % PLACES)).has(lasting)).toBe(true)
})

it('there are ids even where every place is taken', () => {
  const ids = new RunIds()
  for (let taken = 0; taken < PLACES; taken += 1) ids.take()
  expect(ids.take()).toBe(PLACES + 1)
})
