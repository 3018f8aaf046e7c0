import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildHost, type BuiltHost } from '../handlers/handler-host'
import { ended, marked, nameOf, openGoIoBench, scan, scanIdOf } from './holds-bench'

let host: BuiltHost
beforeAll(async () => {
  host = await buildHost()
})
afterAll(() => host.remove())

describe('an extension of many', () => {
  it('keeps holds of go-io and of Keyhold for longer, and says which it did not', async () => {
    const bench = await openGoIoBench(host)
    await bench.redis.set(nameOf('seller:endless'), '"x"')
    const rows = await scan(bench, { text: 'seller' })
    const { previewId, count } = await bench.runtime.holds.preview({ targets: marked(rows) })
    expect(count).toBe(4)
    const extension = { kind: 'by', ms: 3_600_000 } as const
    const act = await bench.runtime.holds.extend({ previewId, extension, typed: '' })
    expect(await ended(bench, act)).toMatchObject({ kind: 'extend-holds', changed: 3, failed: 1 })
    expect(await bench.redis.pttl(nameOf('seller:42:catalog'))).toBeGreaterThan(7_000_000)
    // The rows of the scan that is shown say so, and can be changed again without another scan.
    const sort = { by: 'remaining', descending: true } as const
    const shown = await bench.runtime.heldKeyRows({
      ...{ scanId: scanIdOf(bench), sort, offset: 0, limit: 4 },
    })
    expect(shown.rows[0]?.key).toBe('seller:endless')
    for (const { remainingMs = 0 } of shown.rows.slice(1)) expect(remainingMs).toBeGreaterThan(3_600_000)
    expect(await bench.runtime.holds.preview({ targets: marked(shown.rows) })).toMatchObject({ count: 4 })
  })

  it('refuses a moment that has passed or is too far, before anything is touched', async () => {
    const bench = await openGoIoBench(host)
    const rows = await scan(bench, { text: 'seller' })
    const { previewId } = await bench.runtime.holds.preview({ targets: marked(rows) })
    for (const at of [Date.now() - 1_000, Date.now() + 31 * 86_400_000]) {
      const extension = { kind: 'to', at } as const
      await expect(bench.runtime.holds.extend({ previewId, extension, typed: '' })).rejects.toMatchObject({
        code: 'bad-expiry',
      })
    }
  })
})
