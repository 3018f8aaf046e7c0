import { KeyholdError } from '../src/runtime'

const SCHEMES = /^(rediss?:\/\/|unix:)/i

/**
 * The address as it may be shown and stored.
 * @param url `redis://`, `rediss://` or `unix:`, with or without a password
 * @throws KeyholdError bad-redis-url
 */
export function addressWithoutPassword(url: string): string {
  if (!SCHEMES.test(url)) throw badUrl()
  let parsed: URL
  try {
    parsed = new URL(url)
  } catch {
    throw badUrl()
  }
  parsed.password = ''
  parsed.searchParams.delete('password')
  return parsed.href
}

export function hasPassword(url: string): boolean {
  const parsed = new URL(url)
  return parsed.password !== '' || parsed.searchParams.has('password')
}

function badUrl(): KeyholdError {
  return new KeyholdError(
    'bad-redis-url',
    'The address of Redis is not one that Keyhold can connect to.',
    'Write it as redis://host:6379, rediss://user:password@host:6379/0 or unix:/path/to/redis.sock.',
  )
}
