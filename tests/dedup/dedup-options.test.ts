import { Redis } from 'ioredis'
import { expect, it } from 'vitest'
import { RedisDedup } from '../../src/index'
import { endWithTest } from '../support/clean-up'

const SAFE = { lazyConnect: true, autoResendUnfulfilledCommands: false, enableOfflineQueue: false }

function dedupOver(options: object): RedisDedup {
  const redis = new Redis({ ...SAFE, ...options })
  endWithTest({ stop: () => redis.disconnect() })
  const dedup = new RedisDedup({ redis, namespace: 'options', layout: 'go-io' })
  endWithTest({ stop: () => dedup.close() })
  return dedup
}

it('a connection that never sends again is taken', () => {
  expect(() => dedupOver({})).not.toThrow()
})

it.each([
  ['sends again what was cut', { autoResendUnfulfilledCommands: true }],
  ['keeps commands while it is away', { enableOfflineQueue: true }],
  ['throws late replies away', { commandTimeout: 1_000 }],
  ['puts a prefix before some names only', { keyPrefix: 'team:' }],
])('a connection that %s is refused', (_what, options) => {
  expect(() => dedupOver(options)).toThrow(expect.objectContaining({ code: 'bad-option' }))
})
