import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildHost, type BuiltHost } from '../../handlers/handler-host'
import { openReadyBench } from '../runtime-bench'

let host: BuiltHost
beforeAll(async () => {
  host = await buildHost()
})
afterAll(() => host.remove())

describe('a recurring job of a runtime', () => {
  it('comes through the queue like any other, and is told by the live state', async () => {
    const bench = await openReadyBench(host)
    const { runtime } = bench
    const before = runtime.live().recurringVersion
    await runtime.recurring.save({
      entry: {
        id: null,
        on: true,
        key: 'each:second',
        backoffMs: 3_600_000,
        argument: '{}',
        times: { kind: 'every', everyMs: 1_000 },
      },
    })
    // The second time its key is held by the backoff of the first.
    await bench.live('it came twice', ({ counters }) => counters.done === 1 && counters.held > 0)
    await bench.live('it was told', ({ recurringVersion }) => recurringVersion >= before + 3)
    const [entry] = runtime.recurring.list().entries
    expect(entry).toMatchObject({
      scheduled: 1,
      last: { outcome: { outcome: 'held', owner: { here: true } } },
    })
    await runtime.stop({ waiting: 'release' })
    expect(runtime.live().counters.waiting).toBe(0)
  })
})
