import { describe, expect, it } from 'vitest'
import {
  formatRedisAddress,
  parseRedisAddress,
  redactUrl,
  showRedisAddress,
} from '../../src/redis/redis-address'

describe('address of a Redis', () => {
  it.each([
    ['redis://127.0.0.1', { host: '127.0.0.1', port: 6379 }],
    ['redis://:s%40crt@redis.local:6380/2', { host: 'redis.local', port: 6380, password: 's@crt', db: 2 }],
    ['redis://bob:pw@[::1]:7000', { host: '::1', port: 7000, username: 'bob', password: 'pw' }],
    [
      'redis://h?password=pw&username=bob&db=1',
      { host: 'h', port: 6379, username: 'bob', password: 'pw', db: 1 },
    ],
    ['rediss://h:1/0', { host: 'h', port: 1, db: 0, tls: {} }],
    ['unix:/run/redis.sock', { path: '/run/redis.sock' }],
    ['unix:///run/re%20dis.sock?password=p%26w&db=3', { path: '/run/re dis.sock', password: 'p&w', db: 3 }],
    ['unix://bob:p:w@/run/redis.sock', { path: '/run/redis.sock', username: 'bob', password: 'p:w' }],
  ])('reads %s', (text, address) => {
    expect(parseRedisAddress(text)).toEqual(address)
  })

  it.each([
    '',
    'localhost:6379',
    'http://h',
    'redis://',
    'redis://h:99999',
    'redis://h/x',
    'redis://h/-1',
    'redis://:%zz@h',
    'unix:relative.sock',
    'unix:/',
    'unix:///s?db=1.5',
  ])('refuses %s, and repeats none of it', (text) => {
    expect(() => parseRedisAddress(text)).toThrow(expect.objectContaining({ code: 'bad-option' }))
    expect(redactUrl(text)).toBe('(an address that cannot be read)')
  })

  it.each([
    { host: '::1', port: 7000, username: 'bob', password: 'p&w %ü', db: 2 },
    { host: 'h', port: 1, tls: {} },
    { path: '/home/me & you/re?d#is 100%.sock', password: '@:/' },
  ])('writes what it reads back', (address) => {
    expect(parseRedisAddress(formatRedisAddress(address))).toEqual(address)
  })

  it('shows everything but the password', () => {
    expect(redactUrl('redis://bob:hidden@h:1/2')).toBe('redis://bob@h:1/2')
    expect(redactUrl('rediss://:hidden@[::1]')).toBe('rediss://[::1]:6379')
    expect(redactUrl('redis://h?password=hidden')).toBe('redis://h:6379')
    expect(redactUrl('unix:///s.sock?password=hidden&db=1')).toBe('unix:/s.sock?db=1')
    expect(showRedisAddress({ host: 'h', password: 'hidden' })).toBe('redis://h:6379')
  })
})
