import { expect, it } from 'vitest'
import type { HoldDepth, InspectedHold, InspectorPage } from '../../src/dedup/key-inspector'
import { HeldKeysScan } from '../../src/runtime/held-keys/held-keys-scan'
import { Heartbeats } from '../../src/runtime/held-keys/heartbeats'
import { waitFor } from '../support/wait-for'

const MIB = 1_048_576
const large = Buffer.alloc(60 * MIB, 'x')

function holdOf(key: string): InspectedHold {
  const name = Buffer.from(`gen:0:jobKey:${key}`)
  return {
    ...{ name, redisKey: name.toString(), generation: '0', current: true },
    key: { bytes: Buffer.from(key), text: key, exact: true },
    ...{ remainingMs: 1_000, expiresAt: 1_000, readAt: 0, owner: { kind: 'unknown' } },
    ...{ value: large, valueLength: large.length },
  }
}

const pageOf = (key: string): InspectorPage => ({
  ...{ holds: [holdOf(key)], matches: 1, generation: '0', scanned: 1, approximateTotal: 4, done: false },
})

it('has room again for rows, and reads their holds, once others were taken out', async () => {
  let goOn = (): void => undefined
  const released = new Promise<void>((resolve) => (goOn = resolve))
  const reads: HoldDepth[] = []
  const scan = new HeldKeysScan({
    scanId: 'scan',
    filter: { names: {}, needs: 'name', lastsAsAsked: () => true, isMatch: () => true },
    heartbeats: new Heartbeats({ heartbeats: () => Promise.resolve(new Set<string>()) }),
    pages: async function* (options) {
      yield pageOf('a')
      yield pageOf('b')
      // 120 of 128 MiB are taken.
      yield pageOf('c')
      reads.push(options.reads?.() ?? 'value')
      await released
      reads.push(options.reads?.() ?? 'value')
      yield pageOf('d')
    },
    changed: () => undefined,
  })
  await waitFor(() => reads.length === 1, { what: 'there is no more room' })
  expect(scan.view()).toMatchObject({ rows: 2, matches: 3 })
  scan.forget(new Set(['gen:0:jobKey:a']))
  goOn()
  await waitFor(() => scan.view().state === 'done', { what: 'the scan is done' })
  expect(reads).toEqual(['name', 'value'])
  expect(scan.view()).toMatchObject({ rows: 2, matches: 3 })
  expect(scan.all().map(({ key }) => key)).toEqual(['b', 'd'])
})
