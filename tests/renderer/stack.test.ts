import { describe, expect, it } from 'vitest'
import { placeIn, readStack } from '../../renderer/ui/stack'

describe('readStack', () => {
  it.each([
    ['at run (mine.ts:4:9)', { file: 'mine.ts', line: 4, column: 9 }],
    ['at async run (mine.ts:4:9)', { file: 'mine.ts', line: 4, column: 9 }],
    ['at mine.ts:12:3', { file: 'mine.ts', line: 12, column: 3 }],
    ['at async mine.ts:12:3', { file: 'mine.ts', line: 12, column: 3 }],
    ['at new Catalog (lib/catalog.mjs:1:20)', { file: 'lib/catalog.mjs', line: 1, column: 20 }],
    ['at Object.run [as default] (a file.js:7:1)', { file: 'a file.js', line: 7, column: 1 }],
    ['at run (mine.ts?v=0f3a:4:9)', { file: 'mine.ts', line: 4, column: 9 }],
  ])('finds the place in "%s"', (text, place) => {
    expect(readStack(text)).toEqual([{ text, place }])
  })

  it.each(['  4 | const a = ', 'Error: at the end', 'at native', 'at eval (<anonymous>)'])(
    'leaves "%s" as it is',
    (text) => expect(readStack(text)).toEqual([{ text, place: undefined }]),
  )

  it('reads a line after the other, and no empty ones', () => {
    expect(readStack('at a (x.js:1:1)\n\nat b (y.js:2:2)\n').map(({ place }) => place?.file)).toEqual([
      'x.js',
      'y.js',
    ])
    expect(readStack('')).toEqual([])
  })
})

describe('placeIn', () => {
  it('finds the innermost frame of the file', () => {
    const stack = 'at fail (thrower.ts:4:9)\nat run (mine.ts:3:1)\nat mine.ts:9:9'
    expect(placeIn(stack, 'mine.ts')).toEqual({ file: 'mine.ts', line: 3, column: 1 })
    expect(placeIn(stack, 'other.ts')).toBeUndefined()
    expect(placeIn(undefined, 'mine.ts')).toBeUndefined()
  })
})
