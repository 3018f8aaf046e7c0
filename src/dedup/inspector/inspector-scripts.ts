import type { Redis, Result } from 'ioredis'
import extendHoldsLua from '../scripts/extend-holds.lua?raw'
import holdValuesLua from '../scripts/hold-values.lua?raw'
import inspectHoldsLua from '../scripts/inspect-holds.lua?raw'
import purgeHoldsLua from '../scripts/purge-holds.lua?raw'
import releaseHoldsLua from '../scripts/release-holds.lua?raw'
import scanHoldsLua from '../scripts/scan-holds.lua?raw'

type Arguments = readonly (string | number | Buffer)[]

declare module 'ioredis' {
  interface RedisCommander<Context> {
    keyholdHoldValuesBuffer(keys: number, args: Arguments): Result<unknown, Context>
    keyholdInspectHoldsBuffer(keys: number, args: Arguments): Result<unknown, Context>
    keyholdScanHoldsBuffer(keys: number, args: Arguments): Result<unknown, Context>
    keyholdReleaseHolds(keys: number, args: Arguments): Result<unknown, Context>
    keyholdExtendHolds(keys: number, args: Arguments): Result<unknown, Context>
    keyholdPurgeHolds(keys: number, args: Arguments): Result<unknown, Context>
  }
}

/** Registers the inspector's scripts on a connection: EVALSHA, and EVAL where Redis does not know one yet. */
export function defineInspectorScripts(redis: Redis): void {
  redis.defineCommand('keyholdHoldValues', { lua: holdValuesLua })
  redis.defineCommand('keyholdInspectHolds', { lua: inspectHoldsLua })
  redis.defineCommand('keyholdScanHolds', { lua: scanHoldsLua })
  redis.defineCommand('keyholdReleaseHolds', { lua: releaseHoldsLua })
  redis.defineCommand('keyholdExtendHolds', { lua: extendHoldsLua })
  redis.defineCommand('keyholdPurgeHolds', { lua: purgeHoldsLua })
}
