// Does nothing yet: a place to begin, in TypeScript.
import type { HandlerContext } from './keyhold'

// How it is run; all of it may be left out.
export const options = { timeoutMs: 60_000, attempts: 1, retryDelayMs: 1_000, concurrency: 1 }

interface Arg {
  readonly seller: number
}

export default async function handle(arg: Arg, { key, log }: HandlerContext) {
  log.info(key, 'seller', arg.seller)

  // The pause before the next job, in milliseconds. Nothing: no pause.
  return 0
}
