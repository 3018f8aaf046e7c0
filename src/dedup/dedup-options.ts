import type { Redis } from 'ioredis'
import type { Clock } from '../processor/clock'
import { KeyholdError } from '../processor/errors'
import type { KeyLayoutName } from './key-layout'

export interface RedisDedupOptions {
  /** From `connectRedis` or `openRedis`: a connection with ioredis' defaults is refused. */
  readonly redis: Redis
  /** Comes first in every name; may be empty. */
  readonly namespace: string
  readonly layout: KeyLayoutName
  /** How long a hold lasts beyond a crash at least, and a third of it the moment of its renewal; 1 s … 1 h. Default 30 s. */
  readonly leaseMs?: number
  /** How long a call waits for Redis; 50 ms … 60 s. Default 1 s. */
  readonly timeoutMs?: number
  /** Shown to whoever is refused. Default: this machine's name. */
  readonly host?: string
  readonly clock?: Clock
}

/**
 * @returns the times in ms, defaults filled in
 * @throws KeyholdError `bad-option`
 */
export function checkOptions(options: RedisDedupOptions): {
  readonly leaseMs: number
  readonly timeoutMs: number
} {
  refuseUnsafe(options.redis)
  refusePrefix(options.redis)
  return {
    leaseMs: numberWithin('leaseMs', options.leaseMs ?? 30_000, 1_000, 3_600_000),
    timeoutMs: numberWithin('timeoutMs', options.timeoutMs ?? 1_000, 50, 60_000),
  }
}

/** With ioredis' defaults, commands that timed out or were cut are sent again: holds nobody knows of, double bumps. */
function refuseUnsafe(redis: Redis): void {
  const { autoResendUnfulfilledCommands, enableOfflineQueue, commandTimeout } = redis.options
  if (autoResendUnfulfilledCommands === false && enableOfflineQueue === false && commandTimeout === undefined)
    return
  throw new KeyholdError(
    'bad-option',
    'This connection may send commands again on its own.',
    'Make it with connectRedis, or set autoResendUnfulfilledCommands and enableOfflineQueue to false and no commandTimeout.',
  )
}

/** Names are built in one place; ioredis would prefix those of some commands, and not of those that are written by hand. */
function refusePrefix({ options: { keyPrefix } }: Redis): void {
  if (keyPrefix === undefined || keyPrefix.length === 0) return
  throw new KeyholdError(
    'bad-option',
    'This connection puts a prefix before names.',
    'Make it without keyPrefix, and give a namespace instead.',
  )
}

function numberWithin(name: string, value: number, least: number, most: number): number {
  if (Number.isFinite(value) && value >= least && value <= most) return value
  throw new KeyholdError(
    'bad-option',
    `${name} cannot be ${String(value)}.`,
    `Give ${String(least)} to ${String(most)} ms.`,
  )
}
