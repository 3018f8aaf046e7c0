import type { Redis, Result } from 'ioredis'
import bumpLua from './scripts/bump.lua?raw'
import findLua from './scripts/find-holds.lua?raw'
import renewLua from './scripts/renew.lua?raw'
import settleLua from './scripts/settle.lua?raw'
import syncLua from './scripts/sync.lua?raw'
import takeLua from './scripts/take.lua?raw'
import { HotScript } from './script-call'

type Arguments = readonly (string | number)[]

declare module 'ioredis' {
  interface RedisCommander<Context> {
    keyholdSync(keys: number, args: Arguments): Result<unknown, Context>
    keyholdBump(keys: number, args: Arguments): Result<unknown, Context>
    keyholdFind(keys: number, args: Arguments): Result<unknown, Context>
  }
}

/** What every script answers first. */
export interface ScriptReply {
  /** Redis' time while it ran; ms since the epoch. */
  readonly now: number
  /** As it stands in Redis, whatever that is. */
  readonly generation: string
  readonly status: 'done' | 'late' | 'generation' | 'changed' | 'refused' | 'error'
  /** One a key where the status is `done`; the reason where it is `error` or `refused`. */
  readonly answers: readonly unknown[]
}

/** Those of a job's way: called for hundreds of holds at once. */
export function hotScripts(): Readonly<Record<'take' | 'renew' | 'settle', HotScript>> {
  return { take: new HotScript(takeLua), renew: new HotScript(renewLua), settle: new HotScript(settleLua) }
}

/** Registers the other scripts on a connection: EVALSHA, and EVAL where Redis does not know one yet. */
export function defineScripts(redis: Redis): void {
  redis.defineCommand('keyholdSync', { lua: syncLua })
  redis.defineCommand('keyholdBump', { lua: bumpLua })
  redis.defineCommand('keyholdFind', { lua: findLua })
}

/** @throws TypeError when the reply is none of ours */
export function readReply(reply: unknown): ScriptReply {
  if (isList(reply)) {
    const [now, generation, status, ...answers] = reply
    if (typeof now === 'number' && typeof generation === 'string' && isStatus(status)) {
      return { now, generation, status, answers }
    }
  }
  throw new TypeError('Redis answered a script with something that it never returns.')
}

/** As `Array.isArray`, but the items stay unknown. */
export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}

function isStatus(status: unknown): status is ScriptReply['status'] {
  return (
    status === 'done' ||
    status === 'late' ||
    status === 'generation' ||
    status === 'changed' ||
    status === 'refused' ||
    status === 'error'
  )
}

/** Stands for a generation that is not known: no value in Redis is taken for it. */
export const UNKNOWN_GENERATION = '?'

/** Go's int64 in its one spelling: what INCR accepts. */
const INTEGER = /^(?:0|-?[1-9]\d{0,18})$/

/** Whether a text can be a generation. It is compared as text: arithmetic would lose digits. */
export function isGeneration(text: string): boolean {
  return INTEGER.test(text)
}
