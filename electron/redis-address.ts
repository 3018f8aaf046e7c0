import { KeyholdError, parseRedisAddress, showRedisAddress } from '../src/runtime'

/**
 * The address as it may be shown and stored.
 * @param url `redis://`, `rediss://` or `unix:`, with or without a password
 * @throws KeyholdError bad-option
 */
export function addressWithoutPassword(url: string): string {
  return showRedisAddress(parseRedisAddress(url))
}

/** As `addressWithoutPassword`, for an address that may be wrong: such a one is not shown at all. */
export function shownAddress(url: string): string {
  try {
    return addressWithoutPassword(url)
  } catch (error) {
    if (error instanceof KeyholdError) return '(an address that cannot be read)'
    throw error
  }
}

/** @throws KeyholdError bad-option */
export function hasPassword(url: string): boolean {
  return parseRedisAddress(url).password !== undefined
}
