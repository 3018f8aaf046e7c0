import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createHoldValueWriter, readHoldValue } from '../../src/dedup/hold-value'

describe('hold value', () => {
  it('writes exactly the five members, in their order', () => {
    const write = createHoldValueWriter({ instance: 'k3y', host: 'api-7' })
    expect(write(12, 1_700_000_000_000, 300_000)).toBe(
      '{"v":1,"token":"k3y.12","host":"api-7","at":1700000000000,"backoff":300000}',
    )
  })

  it('reads back what it wrote, whatever the names of instance and host', () => {
    const whole = fc.nat({ max: Number.MAX_SAFE_INTEGER })
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.string({ unit: 'grapheme' }),
        whole,
        whole,
        whole,
        (instance, host, counter, at, backoffMs) => {
          const value = createHoldValueWriter({ instance, host })(counter, at, backoffMs)
          expect(readHoldValue(Buffer.from(value))).toEqual({
            owner: { kind: 'keyhold', instance, host, at },
            token: `${instance}.${counter}`,
            at,
            backoffMs,
          })
        },
      ),
    )
  })

  it('takes any JSON string for one of go-io', () => {
    for (const value of ['""', '"seller:42"', '"\\u003ca\\u0026b\\u003e"', ' "ü" ']) {
      expect(readHoldValue(Buffer.from(value)).owner, value).toEqual({ kind: 'go-io' })
    }
  })

  it('knows nobody behind any other value', () => {
    const ours = { v: 1, token: 'a.1', host: 'h', at: 1, backoff: 1 }
    const foreign = [
      '',
      '"open',
      'plain',
      '1',
      'null',
      'true',
      '[]',
      '{}',
      JSON.stringify({ ...ours, v: 2 }),
      JSON.stringify({ ...ours, token: 1 }),
      JSON.stringify({ ...ours, token: 'nodot' }),
      JSON.stringify({ ...ours, token: '.1' }),
      JSON.stringify({ ...ours, token: 'a.x' }),
      JSON.stringify({ ...ours, at: 1.5 }),
      JSON.stringify({ ...ours, backoff: '1' }),
      JSON.stringify({ ...ours, host: null }),
    ]
    for (const value of foreign) {
      expect(readHoldValue(Buffer.from(value)), value).toEqual({ owner: { kind: 'unknown' } })
    }
    expect(readHoldValue(Buffer.from([0x22, 0xff, 0x22])).owner.kind).toBe('unknown')
  })

  it('reads any spelling of its own object, and nothing that is no JSON', () => {
    const read = (text: string) => readHoldValue(text)
    const told = {
      owner: { kind: 'keyhold', instance: 'a', host: 'h', at: 7 },
      token: 'a.1',
      at: 7,
      backoffMs: 0,
    }
    for (const text of [
      '{"v":1,"token":"a.1","host":"h","at":7,"backoff":0}',
      ' {"v":1,"token":"a.1","host":"h","at":7,"backoff":0}\n',
      '{"host":"h","v":1,"token":"a.1","backoff":0,"at":7}',
      '{"v":1,"token":"a.1","host":"\\u0068","at":7e0,"backoff":0,"more":[]}',
      '{"v":1,"token":"b.1","token":"a.1","host":"h","at":7,"backoff":0}',
    ])
      expect(read(text), text).toMatchObject(told)
    for (const text of [
      '{"v":1,"token":"a.1","host":"h","at":07,"backoff":0}',
      '{"v":1,"token":"a.1","host":"h\n","at":7,"backoff":0}',
      '{"v":1,"token":"a.1","host":"h","at":7,"backoff":0}}',
      '{"v":1,"token":"a.1","host":"h","at":9999999999999999,"backoff":0}',
    ])
      expect(read(text), text).toEqual({ owner: { kind: 'unknown' } })
    expect(read('{"v":1,"token":"a.b.01","host":"","at":9007199254740991,"backoff":1}')).toMatchObject({
      owner: { instance: 'a.b', host: '' },
      token: 'a.b.01',
      at: 9_007_199_254_740_991,
    })
  })

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(readHoldValue(Buffer.from(bytes)).owner.kind).toMatch(/^(go-io|unknown)$/)
      }),
    )
  })
})
