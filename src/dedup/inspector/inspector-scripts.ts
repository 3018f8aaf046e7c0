import type { Redis, Result } from 'ioredis'
import holdValuesLua from '../scripts/hold-values.lua?raw'
import inspectHoldsLua from '../scripts/inspect-holds.lua?raw'
import releaseHoldLua from '../scripts/release-hold.lua?raw'

type Arguments = readonly (string | number | Buffer)[]

declare module 'ioredis' {
  interface RedisCommander<Context> {
    keyholdHoldValuesBuffer(keys: number, args: Arguments): Result<unknown, Context>
    keyholdInspectHoldsBuffer(keys: number, args: Arguments): Result<unknown, Context>
    keyholdReleaseHold(keys: number, args: Arguments): Result<unknown, Context>
  }
}

/** Registers the inspector's scripts on a connection: EVALSHA, and EVAL where Redis does not know one yet. */
export function defineInspectorScripts(redis: Redis): void {
  redis.defineCommand('keyholdHoldValues', { lua: holdValuesLua })
  redis.defineCommand('keyholdInspectHolds', { lua: inspectHoldsLua })
  redis.defineCommand('keyholdReleaseHold', { lua: releaseHoldLua })
}
