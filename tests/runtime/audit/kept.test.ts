import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { JobStore } from '../../../src/store/job-store'
import { buildHost, type BuiltHost } from '../../handlers/handler-host'
import { buildStore, type BuiltStore } from '../../store/built-store'
import { startRedisServer } from '../../support/redis-server'
import { startTcpProxy } from '../../support/tcp-proxy'
import { endWithTest } from '../../support/clean-up'
import { fill, scan } from '../holds-bench'
import { openReadyBench, type BenchOptions } from '../runtime-bench'
import { noted, notedActs } from './audit-bench'

let host: BuiltHost
let store: BuiltStore
beforeAll(async () => {
  ;[host, store] = await Promise.all([buildHost(), buildStore()])
}, 60_000)
afterAll(async () => {
  await Promise.all([host.remove(), store.remove()])
})

const open = (options: BenchOptions = {}) => openReadyBench(host, { storeEntry: store.entry, ...options })

describe('the audit', () => {
  it('says of a bump that got no answer what was found later', async () => {
    const server = endWithTest(await startRedisServer())
    const proxy = endWithTest(await startTcpProxy(server.port))
    const bench = await open({ server, proxy })
    proxy.hold('to-client')
    await expect(bench.runtime.bumps.confirm('0', 'stuck')).rejects.toMatchObject({ code: 'bump-unknown' })
    proxy.release()
    expect(await notedActs(bench, 2)).toEqual([
      { act: 'bump-unknown', from: '0' },
      { act: 'bump-found', from: '0', found: '1' },
    ])
  })

  it('says of a release that got no answer that it may have been done', async () => {
    const server = endWithTest(await startRedisServer())
    const proxy = endWithTest(await startTcpProxy(server.port))
    const bench = await open({ server, proxy })
    await fill(bench, 1, 0)
    const [row] = await scan(bench)
    const { nameBytes = '', valueBytes = '', expiresAt = null } = row ?? {}
    proxy.hold('to-client')
    const release = bench.runtime.release({ nameBytes, valueBytes, expiresAt, job: 'ask' })
    await expect(release).rejects.toMatchObject({ code: 'no-answer' })
    proxy.release()
    expect(await notedActs(bench, 1)).toMatchObject([{ act: 'release', key: 'many:1', outcome: 'unknown' }])
  })

  it('survives the runtime, and goes on where it was', async () => {
    const first = await open()
    first.runtime.pause()
    await first.runtime.stop({ waiting: 'release' })
    const second = await open({ sameFolder: first.folder })
    second.runtime.pause('again')
    await notedActs(second, 2)
    expect(await noted(second)).toMatchObject([{ act: 'pause' }, { act: 'pause', reason: 'again' }])
  })

  it('shows what another version noted as it is kept', async () => {
    const first = await open()
    await first.runtime.stop({ waiting: 'release' })
    const file = join(first.folder, 'stores', 'test.sqlite')
    const later = await JobStore.open({ file, entry: store.entry })
    const record = { at: 1, operator: 'eve', profile: 'test' }
    await later.addAudit({ ...record, act: 'teleport', what: '{"to":"mars"}' })
    await later.addAudit({ ...record, act: 'bump', what: 'no JSON' })
    await later.close()
    const bench = await open({ sameFolder: first.folder })
    expect(await noted(bench)).toEqual([
      { id: 1, at: 1, act: 'teleport', operator: 'eve', profileId: 'test', what: '{"to":"mars"}' },
      { id: 2, at: 1, act: 'bump', operator: 'eve', profileId: 'test', what: 'no JSON' },
    ])
  })

  it('is read by pages, by act and by text', async () => {
    const bench = await open()
    const { audit, bumps } = bench.runtime
    for (const from of ['0', '1', '2']) await bumps.confirm(from, from === '1' ? 'Sellers stuck' : '')
    bench.runtime.pause()
    await notedActs(bench, 4)
    const first = await audit.page({ filter: { acts: ['bump'] }, limit: 2 })
    expect(first.rows.map(({ known }) => known?.did)).toMatchObject([{ from: '2' }, { from: '1' }])
    const after = first.next ?? undefined
    const rest = await audit.page({ filter: { acts: ['bump'] }, limit: 2, ...(after ? { after } : {}) })
    expect(rest).toMatchObject({ rows: [{ known: { did: { from: '0' } } }], next: null })
    const found = await audit.page({ filter: { text: 'sellers' }, limit: 10 })
    expect(found.rows).toMatchObject([{ reason: 'Sellers stuck' }])
    expect(found.file).toBe(join(bench.folder, 'stores', 'test.sqlite'))
    expect((await audit.page({ filter: { text: 'nobody' }, limit: 10 })).rows).toEqual([])
  })

  it('is written to a file, in both formats', async () => {
    const bench = await open()
    bench.runtime.pause('a "quiet" hour')
    bench.runtime.resume()
    await notedActs(bench, 2)
    for (const format of ['csv', 'jsonl'] as const) {
      const path = join(bench.folder, `audit.${format}`)
      const { exportId } = bench.runtime.audit.export({ filter: {}, format, path })
      await bench.live('it is written', ({ exports }) =>
        exports.some((one) => one.exportId === exportId && one.state === 'done' && one.rows === 2),
      )
    }
    const csv = readFileSync(join(bench.folder, 'audit.csv'), 'utf8').split('\r\n')
    expect(csv[0]).toBe('id,at,profile,act,operator,reason,what')
    expect(csv[2]).toContain('pause,ada,"a ""quiet"" hour"')
    const lines = readFileSync(join(bench.folder, 'audit.jsonl'), 'utf8').trim().split('\n')
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { id: 2, act: 'resume', operator: 'ada', what: { did: { act: 'resume' } } },
      { id: 1, act: 'pause', reason: 'a "quiet" hour', profile: 'test' },
    ])
  })
})

describe('an act that cannot be noted', () => {
  it('is done all the same, and told', async () => {
    const bench = await openReadyBench(host, { storeEntry: join(store.folder, 'missing.cjs') })
    bench.runtime.pause()
    expect(bench.runtime.live().state).toBe('paused')
    await bench.live('it is told', ({ problemsVersion }) => problemsVersion >= 2)
    const { rows } = await bench.runtime.problems()
    expect(rows[0]?.error.message).toContain('The act "pause" was done and could not be noted in the audit.')
    await expect(bench.runtime.audit.page({ filter: {}, limit: 1 })).rejects.toThrow()
    expect(() =>
      bench.runtime.audit.export({ filter: {}, format: 'csv', path: join(bench.folder, 'a.csv') }),
    ).toThrow()
  })

  it('is nothing to tell where no audit was asked for', async () => {
    const bench = await openReadyBench(host)
    bench.runtime.pause()
    expect((await bench.runtime.problems()).rows).toEqual([])
    await expect(bench.runtime.audit.page({ filter: {}, limit: 1 })).rejects.toMatchObject({
      code: 'store-off',
    })
  })
})
