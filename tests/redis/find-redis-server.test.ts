import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { findRedisServer, installRemedy } from '../../src/redis/find-redis-server'

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'keyhold-find-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function putProgram(folder: string, name: string): string {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, name)
  writeFileSync(file, '#!/bin/sh\n')
  chmodSync(file, 0o755)
  return file
}

const refusal = { code: 'no-redis-server' }

describe('the program of the embedded server', () => {
  it('comes from the resources, then KEYHOLD_REDIS_SERVER, then the PATH', () => {
    const [resourcesFolder, first, second] = [makeFolder(), makeFolder(), makeFolder()]
    const valkey = putProgram(first, 'valkey-server')
    const environment = { PATH: [first, second].join(delimiter) }
    expect(findRedisServer({ resourcesFolder, environment })).toBe(valkey)
    const redis = putProgram(second, 'redis-server')
    expect(findRedisServer({ resourcesFolder, environment })).toBe(redis)
    const named = putProgram(makeFolder(), 'my-redis')
    const withName = { ...environment, KEYHOLD_REDIS_SERVER: named }
    expect(findRedisServer({ resourcesFolder, environment: withName })).toBe(named)
    const bundled = putProgram(join(resourcesFolder, 'redis'), 'redis-server')
    expect(findRedisServer({ resourcesFolder, environment: withName })).toBe(bundled)
    expect(findRedisServer({ resourcesFolder, environment: withName, binary: redis })).toBe(redis)
  })

  it('is not replaced by another one when the one that was named cannot be run', () => {
    const folder = makeFolder()
    putProgram(folder, 'redis-server')
    const environment = { PATH: folder, KEYHOLD_REDIS_SERVER: join(folder, 'none') }
    expect(() => findRedisServer({ environment })).toThrow(expect.objectContaining(refusal))
    expect(() => findRedisServer({ environment: { PATH: folder }, binary: folder })).toThrow(
      expect.objectContaining(refusal),
    )
  })

  it('is missing with a remedy for each system', () => {
    expect(() => findRedisServer({ environment: { PATH: makeFolder() } })).toThrow(
      expect.objectContaining(refusal),
    )
    expect(() => findRedisServer({ environment: {} })).toThrow(/No Redis server was found/)
    expect(installRemedy('darwin').command).toMatch(/brew install/)
    expect(installRemedy('win32').remedy).toMatch(/WSL/)
    expect(installRemedy('linux').remedy).toMatch(/connect to a Redis elsewhere/)
  })
})
