import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../src/contract/limits'
import { checkArgument } from '../../src/runtime/jobs/job-argument'

describe('the argument of a job', () => {
  it.each(['{"seller":42}', 'null', '"text"', '[1,2]', '  1  '])('may be %s', (text) => {
    expect(() => checkArgument(text)).not.toThrow()
  })

  it.each(['', '{seller:42}', '{"a":1,}', 'undefined', "{'a':1}"])('is refused when it is %j', (text) => {
    expect(() => checkArgument(text)).toThrow(expect.objectContaining({ code: 'bad-argument' }))
  })

  it('may have 1 MiB of UTF-8 and not a byte more', () => {
    const wide = '€'.repeat((LIMITS.argumentBytes - 4) / 3)
    expect(Buffer.byteLength(`"${wide}"`)).toBe(LIMITS.argumentBytes - 2)
    expect(() => checkArgument(`"${wide}xx"`)).not.toThrow()
    expect(() => checkArgument(`"${wide}xxx"`)).toThrow(
      expect.objectContaining({ code: 'argument-too-large' }),
    )
  })
})
