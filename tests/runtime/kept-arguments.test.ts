import { describe, expect, it } from 'vitest'
import { KeptArguments } from '../../src/runtime/jobs/kept-arguments'

describe('KeptArguments', () => {
  it('forgets the oldest when there are more jobs than it keeps', () => {
    const kept = new KeptArguments({ jobs: 2, characters: 1_000 })
    kept.keep(1, '"one"')
    kept.keep(2, '"two"')
    kept.keep(3, '"three"')
    expect([kept.get(1), kept.get(2), kept.get(3)]).toEqual([undefined, '"two"', '"three"'])
  })

  it('forgets the oldest when the texts are longer than it keeps, however few they are', () => {
    const kept = new KeptArguments({ jobs: 100, characters: 10 })
    kept.keep(1, '12345')
    kept.keep(2, '12345')
    kept.keep(3, '123456')
    expect([kept.get(1), kept.get(2), kept.get(3)]).toEqual([undefined, undefined, '123456'])
  })
})
