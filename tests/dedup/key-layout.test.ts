import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createKeyLayout, type KeyLayoutName } from '../../src/dedup/key-layout'

const layouts: readonly KeyLayoutName[] = [
  'go-io',
  'go-io-colon',
  { prefix: 'shop.jobs' },
  { prefix: 'a:gen:3' },
]

const anyLayout = fc.record({
  namespace: fc.oneof(fc.constant(''), fc.constant('orders'), fc.string({ unit: 'grapheme', maxLength: 12 })),
  layout: fc.constantFrom(...layouts),
})
const anyGeneration = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)
const anyKey = fc.oneof(
  fc.uint8Array({ maxLength: 1_024 }).map((bytes) => Buffer.from(bytes)),
  fc
    .array(fc.constantFrom(':jobKey:', ':', 'gen:9', '', '-1', '"', '\n', 'a', '*'), { maxLength: 8 })
    .map((parts) => Buffer.from(parts.join(''))),
)

describe('key layout', () => {
  it('spells the names of go-io, of its copies with colons, and of a prefix of its own', () => {
    const name = (layout: KeyLayoutName, namespace = 'orders') => {
      const names = createKeyLayout({ namespace, layout })
      return [names.generationName, names.holdName('3', 'seller:42'), names.instanceName('x1')]
    }
    expect(name('go-io')).toEqual([
      'orders:goio.bgProcessor.generation',
      'orders:goio.bgProcessor.dedupKey:gen:3:jobKey:seller:42',
      'orders:keyhold.instance:x1',
    ])
    expect(name('go-io-colon').slice(0, 2)).toEqual([
      'orders:goio:bgProcessor:generation',
      'orders:goio:bgProcessor:dedupKey:gen:3:jobKey:seller:42',
    ])
    expect(name({ prefix: 'shop.jobs' }).slice(0, 2)).toEqual([
      'orders:shop.jobs.generation',
      'orders:shop.jobs.dedupKey:gen:3:jobKey:seller:42',
    ])
    expect(name({ prefix: 'goio.bgProcessor' })).toEqual(name('go-io'))
  })

  it('begins with a colon where the namespace is empty', () => {
    const names = createKeyLayout({ namespace: '', layout: 'go-io' })
    expect(names.generationName).toBe(':goio.bgProcessor.generation')
    expect(names.holdPrefix).toBe(':goio.bgProcessor.dedupKey:gen:')
  })

  it('reads back what it built, whatever bytes the key holds', () => {
    fc.assert(
      fc.property(anyLayout, anyGeneration, anyKey, (options, generation, key) => {
        const names = createKeyLayout(options)
        const parsed = names.parseHoldName(names.holdNameBytes(generation, key))
        expect(parsed?.generation).toBe(generation)
        expect(parsed?.key.equals(key)).toBe(true)
      }),
    )
  })

  it('builds the same bytes from text as from bytes', () => {
    fc.assert(
      fc.property(anyLayout, anyGeneration, fc.string({ unit: 'binary' }), (options, generation, key) => {
        const names = createKeyLayout(options)
        const built = Buffer.from(names.holdName(generation, key))
        expect(built.equals(names.holdNameBytes(generation, Buffer.from(key)))).toBe(true)
      }),
    )
  })

  it('refuses names that are no hold of its namespace', () => {
    const names = createKeyLayout({ namespace: 'orders', layout: 'go-io' })
    const foreign = [
      '',
      'orders',
      'orders:goio.bgProcessor.generation',
      'orders:goio.bgProcessor.dedupKey:gen:',
      'orders:goio.bgProcessor.dedupKey:gen::jobKey:a',
      'orders:goio.bgProcessor.dedupKey:gen:-:jobKey:a',
      'orders:goio.bgProcessor.dedupKey:gen:3x:jobKey:a',
      'orders:goio.bgProcessor.dedupKey:gen:3:jobKey',
      'orders2:goio.bgProcessor.dedupKey:gen:3:jobKey:a',
      'x:orders:goio.bgProcessor.dedupKey:gen:3:jobKey:a',
      'orders:goio:bgProcessor:dedupKey:gen:3:jobKey:a',
    ]
    for (const name of foreign) expect(names.parseHoldName(Buffer.from(name)), name).toBeUndefined()
  })

  it('escapes what is special in a glob, in the namespace and in the text', () => {
    const names = createKeyLayout({ namespace: 'or[d]e*s?\\', layout: { prefix: 'p*' } })
    expect(names.scanPattern({})).toBe('or\\[d\\]e\\*s\\?\\\\:p\\*.dedupKey:gen:*:jobKey:*')
    expect(names.scanPattern({ generation: '-3', text: 'a*[b]' })).toBe(
      'or\\[d\\]e\\*s\\?\\\\:p\\*.dedupKey:gen:-3:jobKey:*a\\*\\[b\\]*',
    )
    expect(names.scanPattern({ match: 'seller:*' })).toMatch(/:gen:\*:jobKey:seller:\*$/)
    expect(names.instancePattern).toBe('or\\[d\\]e\\*s\\?\\\\:keyhold.instance:*')
  })

  it('reads the id of an instance from its name', () => {
    const names = createKeyLayout({ namespace: 'orders', layout: 'go-io' })
    expect(names.parseInstanceName(names.instanceName('a:b'))).toBe('a:b')
    expect(names.parseInstanceName('other:keyhold.instance:a')).toBeUndefined()
  })
})
