import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { connectRedis } from '../../src/redis/connect'
import { EmbeddedFiles, type EmbeddedAddress } from '../../src/redis/embedded-files'
import { startEmbeddedServer } from '../../src/redis/embedded-server'
import { findRedisServer } from '../../src/redis/find-redis-server'
import { endWithTest } from '../support/clean-up'
import { findFreePort, pingRedis, startRedisServer } from '../support/redis-server'
import { waitFor } from '../support/wait-for'

function makeFolder(name = 'keyhold-embedded-'): string {
  const folder = mkdtempSync(join(tmpdir(), name))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

const start = async (folder: string) => endWithTest(await startEmbeddedServer({ folder }))

/** What a crashed run leaves: a server at work, its configuration and its record, and nobody who owns it. */
async function leaveBehind(folder: string, address: EmbeddedAddress): Promise<number> {
  const files = new EmbeddedFiles(folder)
  files.writeRun(address)
  const child = spawn(findRedisServer(), [files.configFile], { stdio: 'ignore' })
  endWithTest({ stop: () => child.kill('SIGKILL') })
  const redis = endWithTest(
    await waitFor(() => connectRedis(address), { what: 'the server left behind answers' }),
  )
  await redis.set('of', 'the crashed run')
  redis.disconnect()
  return child.pid ?? 0
}

describe('embedded server', () => {
  it('runs on a socket that this user alone can open, with a password that no argument shows', async () => {
    const folder = makeFolder()
    const server = await start(folder)
    const password = /password=([0-9a-f]{48})/.exec(server.url)?.[1] ?? ''
    expect(password).not.toBe('')
    expect(server.address).toBe(`unix:${join(folder, 'redis.sock')}`)

    const redis = endWithTest(await connectRedis(server.url))
    expect(await redis.config('GET', 'appendonly')).toEqual(['appendonly', 'yes'])
    expect(await redis.config('GET', 'port')).toEqual(['port', '0'])
    await expect(connectRedis(server.address)).rejects.toMatchObject({ code: 'redis-error' })

    expect(readFileSync(`/proc/${server.pid}/cmdline`, 'utf8')).not.toContain(password)
    const secrets = readdirSync(folder).filter((name) => {
      const file = join(folder, name)
      return statSync(file).isFile() && readFileSync(file, 'utf8').includes(password)
    })
    expect(secrets.sort()).toEqual(['redis.conf', 'server.json'])
    for (const name of [...secrets, 'redis.sock']) {
      expect(statSync(join(folder, name)).mode & 0o077, name).toBe(0)
    }
  })

  it('keeps its data from run to run, and leaves neither process nor password', async () => {
    const folder = join(makeFolder(), 'made', 'when missing "ü"')
    const first = await start(folder)
    const redis = endWithTest(await connectRedis(first.url))
    await redis.set('a', '1')
    await first.stop()
    await first.stop()
    expect(isAlive(first.pid)).toBe(false)
    expect(readdirSync(folder).sort()).toEqual(['appendonlydir', 'redis.log'])
    expect(statSync(folder).mode & 0o077).toBe(0)

    const second = await start(folder)
    expect(second.url).not.toBe(first.url)
    const again = endWithTest(await connectRedis(second.url))
    expect(await again.get('a')).toBe('1')
  })

  it('listens on a port of 127.0.0.1 where the path of a socket would be too long', async () => {
    const server = await start(join(makeFolder(), 'x'.repeat(100)))
    expect(server.address).toMatch(/^redis:\/\/127\.0\.0\.1:\d+$/)
    const redis = endWithTest(await connectRedis(server.url))
    expect(await redis.config('GET', 'bind')).toEqual(['bind', '127.0.0.1'])
    await expect(connectRedis(server.address)).rejects.toMatchObject({ code: 'redis-error' })
  })

  it('is not in the group of this process, so that Ctrl-C leaves it to the one who stops it', async () => {
    const server = await start(makeFolder())
    const fields = readFileSync(`/proc/${server.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    expect(Number(fields[2])).toBe(server.pid)
  })

  it('says when it ends by itself, and not when it was stopped', async () => {
    const folder = makeFolder()
    const server = await start(folder)
    const ends: unknown[] = []
    server.onExit((code, signal) => ends.push([code, signal]))
    process.kill(server.pid, 'SIGKILL')
    await waitFor(() => ends.length, { what: 'the end is reported' })
    expect(ends).toEqual([[null, 'SIGKILL']])
    await server.stop()

    const next = await start(folder)
    next.onExit((code, signal) => ends.push([code, signal]))
    await next.stop()
    expect(ends).toHaveLength(1)
  })

  it('ends the server of a crashed run, and takes over its data', async () => {
    const folder = makeFolder()
    const pid = await leaveBehind(folder, { path: join(folder, 'redis.sock'), password: 'left-behind' })
    const server = await start(folder)
    expect(isAlive(pid)).toBe(false)
    const redis = endWithTest(await connectRedis(server.url))
    expect(await redis.get('of')).toBe('the crashed run')
  })

  it('leaves a server alone that does not know the recorded password', async () => {
    const other = endWithTest(await startRedisServer({ password: 'of-somebody' }))
    const folder = makeFolder()
    new EmbeddedFiles(folder).writeRun({ host: '127.0.0.1', port: other.port, password: 'ours' })
    await start(folder)
    expect(await pingRedis(other.port, 'of-somebody')).toBe(true)
  })

  it('starts although the recorded address is dead or unreadable', async () => {
    const folder = makeFolder()
    new EmbeddedFiles(folder).writeRun({ host: '127.0.0.1', port: await findFreePort(), password: 'ours' })
    await (await start(folder)).stop()
    writeFileSync(join(folder, 'server.json'), '{"path":')
    await start(folder)
  })

  it('does not end a server whose owner lives', async () => {
    const folder = makeFolder()
    const first = await start(folder)
    await expect(startEmbeddedServer({ folder })).rejects.toMatchObject({ code: 'redis-in-use' })
    const redis = endWithTest(await connectRedis(first.url))
    expect(await redis.ping()).toBe('PONG')
  })

  it('says why it did not start, with the log, and leaves no process and no password', async () => {
    const folder = makeFolder()
    await (await start(folder)).stop()
    const data = join(folder, 'appendonlydir')
    const manifest = readdirSync(data).find((name) => name.endsWith('.manifest')) ?? ''
    writeFileSync(join(data, manifest), 'broken')
    const failed = startEmbeddedServer({ folder })
    await expect(failed).rejects.toMatchObject({ code: 'redis-not-started' })
    await expect(failed).rejects.toThrow(/manifest/)
    expect(existsSync(join(folder, 'server.json'))).toBe(false)
    expect(existsSync(join(folder, 'redis.conf'))).toBe(false)

    const noRedis = startEmbeddedServer({ folder: makeFolder(), binary: process.execPath })
    await expect(noRedis).rejects.toMatchObject({ code: 'redis-not-started' })
  })
})
