// Waits as long as { "ms": 1000 } says, and ends early when its job is cancelled.
import { setTimeout as wait } from 'node:timers/promises'

/**
 * @param {{ ms?: number } | null} arg
 * @param {{ signal: AbortSignal }} context
 */
export default async function waitAsTold(arg, { signal }) {
  await wait(arg?.ms ?? 1000, undefined, { signal })
}
