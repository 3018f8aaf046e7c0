import { rm } from 'node:fs/promises'
import { statSync, writeFileSync, type BigIntStats } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ScriptSources } from '../../src/handlers/host/script-sources'
import { temporaryFolder } from './handler-host'

let folder: string
let path: string

beforeEach(async () => {
  folder = await temporaryFolder('keyhold-sources-')
  path = join(folder, 'script.js')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** What a file system tells whose clock ticks every two seconds: a change may leave the times as they were. */
function statWithCoarseClock(path: string): BigIntStats {
  const found = statSync(path, { bigint: true })
  const coarse = (ns: bigint): bigint => ns - (ns % 2_000_000_000n)
  found.mtimeNs = coarse(found.mtimeNs)
  found.ctimeNs = coarse(found.ctimeNs)
  return found
}

it.each([
  { clock: 'this file system', stat: undefined },
  { clock: 'one with a coarse clock', stat: statWithCoarseClock },
])('a change that leaves the size as it was is seen at once, on $clock', async ({ stat }) => {
  const sources = new ScriptSources(stat)
  for (const n of [1, 3, 5]) {
    writeFileSync(path, `export default () => ${n}`)
    const read = await sources.read(path)
    if (!read.ok) expect.fail(read.failure.message)
    expect(sources.areCurrent(new Map([[path, read.hash]]))).toBe(true)
    writeFileSync(path, `export default () => ${n + 1}`)
    expect(sources.areCurrent(new Map([[path, read.hash]]))).toBe(false)
  }
})

it('a file that was written again with the same content is current', async () => {
  const sources = new ScriptSources()
  writeFileSync(path, 'export default () => 1')
  const read = await sources.read(path)
  writeFileSync(path, 'export default () => 1')
  expect(read.ok && sources.areCurrent(new Map([[path, read.hash]]))).toBe(true)
})

it('a file too large to be a script is refused without being read', async () => {
  writeFileSync(path, '/'.repeat(4 * 1_048_576 + 1))
  const read = await new ScriptSources().read(path)
  expect(read).toMatchObject({
    ok: false,
    failure: { code: 'bad-script', message: 'script.js is larger than 4 MiB.' },
  })
})
