import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapePlaceholders, fillPlaceholders, hasPlaceholder } from '../../src/contract/placeholders'

const values = { n: 7, uuid: 'U', now: 'T' }

describe('placeholders', () => {
  it.each([
    ['seller:{n}', 'seller:7'],
    ['{n}{uuid}{now}{n}', '7UT7'],
    ['{"a":{"b":{n}}}', '{"a":{"b":7}}'],
    ['{{n}} stays, {{now}} too', '{n} stays, {now} too'],
    ['{{{n}}}', '{{n}}'],
    ['{N} {other} { n } {}', '{N} {other} { n } {}'],
    ['', ''],
  ])('turn %s into %s', (text, filled) => {
    expect(fillPlaceholders(text, values)).toBe(filled)
  })

  it('take what their values hold as it is', () => {
    expect(fillPlaceholders('{uuid}', { n: 1, uuid: '$& {n}', now: '' })).toBe('$& {n}')
  })

  it('give back an escaped text as it was, whatever it is', () => {
    const piece = fc.constantFrom('{', '}', 'n', 'uuid', 'now', '{n}', '{{n}}', '{uuid}', 'x', '"', '$&')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('')
        expect(fillPlaceholders(escapePlaceholders(text), values)).toBe(text)
      }),
      { numRuns: 2_000 },
    )
  })

  it('are found in a text that has any', () => {
    expect(['{n}', 'a{uuid}', '{now}'].map(hasPlaceholder)).toEqual([true, true, true])
    expect(['n', '{ n }', '{"n":1}'].map(hasPlaceholder)).toEqual([false, false, false])
  })
})
