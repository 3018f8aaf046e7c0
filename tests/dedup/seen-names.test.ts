import { describe, expect, it } from 'vitest'
import { SeenNames } from '../../src/dedup/inspector/seen-names'

const nameOf = (n: number): Buffer => Buffer.from(`orders:goio.bgProcessor.dedupKey:gen:0:jobKey:key:${n}`)

/** Which of so many names were new. */
function add(seen: SeenNames, from: number, to: number): number {
  let added = 0
  for (let n = from; n < to; n += 1) if (seen.add(nameOf(n))) added += 1
  return added
}

describe('names seen', () => {
  it('takes each of a million names for new', () =>
    expect(add(new SeenNames(), 0, 1_000_000)).toBe(1_000_000))

  it('tells the last 100,000 again, and none that came before the last 200,000', () => {
    const seen = new SeenNames()
    add(seen, 0, 350_000)
    expect(add(seen, 250_000, 350_000)).toBe(0)
    expect(add(seen, 0, 50_000)).toBe(50_000)
  })

  it('tells names that differ in one byte, or in their length alone', () => {
    const seen = new SeenNames()
    const names = ['', 'a', 'b', 'ab', 'ba', 'a\0', '\0a', '\0', '\0\0'].map((text) => Buffer.from(text))
    expect(names.map((name) => seen.add(name))).toEqual(names.map(() => true))
    expect(names.map((name) => seen.add(name))).toEqual(names.map(() => false))
  })
})
