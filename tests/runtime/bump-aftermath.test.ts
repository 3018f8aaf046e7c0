import { getEventListeners } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Aftermath } from '../../src/runtime/bump/aftermath'
import { buildHost, type BuiltHost } from '../handlers/handler-host'
import { ManualClock } from '../processor/manual-clock'
import { GoIoStyleProcessor } from '../support/go-io-client'
import { startTcpProxy } from '../support/tcp-proxy'
import { endWithTest } from '../support/clean-up'
import { waitFor } from '../support/wait-for'
import { openReadyBench, type RuntimeBench } from './runtime-bench'

let host: BuiltHost
beforeAll(async () => {
  host = await buildHost()
})
afterAll(() => host.remove())

const GENERATION = 'orders:goio.bgProcessor.generation'
const holdName = (generation: number, key: string) =>
  `orders:goio.bgProcessor.dedupKey:gen:${generation}:jobKey:${key}`
const job = (key: string) => ({ key, backoffMs: 600_000, argument: '1' })

/** The notice once the holds of the new generation were counted as wanted. */
async function noticeOf(bench: RuntimeBench, wanted: { readonly taken?: number } = {}) {
  const { bumpNotice } = await bench.live('the notice is counted', ({ bumpNotice: seen }) => {
    if (!seen?.counted) return false
    const { here, keyhold, unknown, 'go-io': goIo } = seen.counted.taken
    return wanted.taken === undefined || here + keyhold + unknown + goIo === wanted.taken
  })
  if (!bumpNotice) throw new Error('There is no notice.')
  return bumpNotice
}

describe('what is told after a bump', () => {
  it('counts the keys taken since by their owners, and those that go-io clients hold again', async () => {
    const bench = await openReadyBench(host)
    const { runtime, redis } = bench
    const goIo = new GoIoStyleProcessor(redis, 'orders')
    let end = (): void => undefined
    const running = new Promise<void>((resolve) => (end = resolve))
    await goIo.schedule('carried-over', 600_000, () => running)
    await redis.set(holdName(0, 'again'), '"again"')
    await redis.set(holdName(0, 'not-again'), '"not-again"')
    runtime.pause()

    await runtime.bumps.confirm('0')
    end()
    await waitFor(() => goIo.finished.length === 1, { what: 'the job of the go-io client has settled' })
    await goIo.schedule('again', 600_000, () => undefined)
    await goIo.schedule('new', 600_000, () => undefined)
    await runtime.schedule(job('mine'))
    const notice = await noticeOf(bench, { taken: 4 })
    expect(notice).toMatchObject({ from: '0', to: '1', by: 'here', state: 'counting' })
    expect(notice.counted).toMatchObject({
      taken: { here: 1, keyhold: 0, 'go-io': 3, unknown: 0 },
      before: 0,
      heldAgain: 2,
      complete: true,
    })
  })

  it('leaves out what the new generation held before, where that was counted', async () => {
    const bench = await openReadyBench(host)
    const { bumps } = bench.runtime
    await bench.redis.set(holdName(1, 'from-before'), '"from-before"')
    await waitFor(() => bumps.preview('one').state === 'done', { what: 'all is counted' })
    await bumps.confirm('0')
    const { counted } = await noticeOf(bench)
    expect(counted).toMatchObject({ before: 1, heldAgain: 0, taken: { 'go-io': 0 } })
  })

  it('remembers a key that was counted before the bump, though its old hold is gone', async () => {
    const bench = await openReadyBench(host)
    const { bumps } = bench.runtime
    await bench.redis.set(holdName(0, 'expired'), '"expired"')
    await waitFor(() => bumps.preview('one').state === 'done', { what: 'all is counted' })
    await bench.redis.del(holdName(0, 'expired'))
    await bench.redis.set(holdName(1, 'expired'), '"expired"')
    await bumps.confirm('0')
    expect((await noticeOf(bench)).counted).toMatchObject({ heldAgain: 1 })
  })

  it('is told of a bump of somebody else too, with the same facts', async () => {
    const bench = await openReadyBench(host)
    await bench.redis.set(holdName(0, 'again'), '"again"')
    const goIo = new GoIoStyleProcessor(bench.redis, 'orders')
    await goIo.bumpRemoteDedupKey()
    await goIo.schedule('again', 600_000, () => undefined)
    const notice = await noticeOf(bench)
    expect(notice).toMatchObject({ from: '0', to: '1', by: 'elsewhere' })
    expect(notice.counted).toMatchObject({ heldAgain: 1, taken: { 'go-io': 1 } })
  })

  it('tells the loser of two bumps at once that it was somebody else', async () => {
    const first = await openReadyBench(host)
    const second = await openReadyBench(host, { server: first.server })
    const both = [first, second]
    const outcomes = await Promise.all(both.map(({ runtime }) => runtime.bumps.confirm('0')))
    const told = both.map(({ runtime }) => runtime.live().bumpNotice?.by)
    expect(told).toEqual(outcomes.map(({ outcome }) => (outcome === 'bumped' ? 'here' : 'elsewhere')))
    expect([...told].sort()).toEqual(['elsewhere', 'here'])
  })

  it('goes when it is dismissed, and the next bump brings another', async () => {
    const bench = await openReadyBench(host)
    const { runtime } = bench
    await runtime.bumps.confirm('0')
    const { noticeId } = await noticeOf(bench)
    runtime.bumps.dismiss(noticeId + 1)
    expect(runtime.live().bumpNotice).toBeDefined()
    runtime.bumps.dismiss(noticeId)
    expect(runtime.live().bumpNotice).toBeUndefined()
    await runtime.bumps.confirm('1')
    expect((await noticeOf(bench)).noticeId).not.toBe(noticeId)
  })

  it('says of a bump without an answer that it is in doubt, and then what was found', async () => {
    const server = (await openReadyBench(host)).server
    const proxy = endWithTest(await startTcpProxy(server.port))
    const bench = await openReadyBench(host, { server: { ...server, url: proxy.url } })
    proxy.hold('to-client')
    await expect(bench.runtime.bumps.confirm('0')).rejects.toMatchObject({ code: 'bump-unknown' })
    expect(bench.runtime.bumps.preview('one').doubt).toEqual({ from: '0' })
    proxy.release()
    await waitFor(() => bench.runtime.bumps.preview('one').doubt?.found, { what: 'it is known' })
    expect(bench.runtime.bumps.preview('one').doubt).toEqual({ from: '0', found: '1' })
    expect(bench.runtime.live().bumpNotice).toMatchObject({ from: '0', to: '1', by: 'in-doubt' })
    expect(await bench.redis.get(GENERATION)).toBe('1')
  })

  it('refuses the bump of a read-only profile, and tells what others bump', async () => {
    const bench = await openReadyBench(host, { readOnly: true })
    await expect(bench.runtime.bumps.confirm('0')).rejects.toMatchObject({ code: 'read-only' })
    await bench.redis.incr(GENERATION)
    expect((await noticeOf(bench)).by).toBe('elsewhere')
  })

  it('leaves nothing behind of the pauses between its passes', async () => {
    const clock = new ManualClock()
    let signal: AbortSignal | undefined
    let passes = 0
    const aftermath = new Aftermath({
      inspector: {
        async *census(asked) {
          await Promise.resolve()
          signal = asked?.signal
          passes += 1
          yield { holds: [], scanned: 0, approximateTotal: 0, done: true }
        },
      },
      clock,
      own: new Set(['here']),
      notice: { noticeId: 1, from: '0', to: '1', at: 0, by: 'here' },
      changed: () => undefined,
    })
    while (passes < 12) await clock.advance(1_000)
    expect(signal && getEventListeners(signal, 'abort')).toHaveLength(1)
    aftermath.close()
    expect(clock.pending()).toEqual([])
  })
})
