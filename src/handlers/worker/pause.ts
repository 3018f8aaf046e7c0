import { types } from 'node:util'

const LONGEST_PAUSE_MS = 86_400_000

/** The pause that a handler's result stands for (ms), or what is wrong with it. */
export function readPause(result: unknown): number | string {
  if (result === undefined) return 0
  if (typeof result !== 'number') return `returned ${kindOf(result)}, which is no pause`
  if (Number.isFinite(result) && result >= 0 && result <= LONGEST_PAUSE_MS) return result
  return `returned ${result}, which is no pause from 0 to ${LONGEST_PAUSE_MS} ms`
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (types.isProxy(value)) return 'a Proxy'
  if (Array.isArray(value)) return 'an array'
  return `${typeof value === 'object' ? 'an' : 'a'} ${typeof value}`
}
