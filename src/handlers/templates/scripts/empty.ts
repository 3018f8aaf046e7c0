// Does nothing yet: a place to begin, in TypeScript.
import type { HandlerContext } from './keyhold'

interface Arg {
  readonly seller: number
}

export default async function handle(arg: Arg, { key, log }: HandlerContext) {
  log.info(key, 'seller', arg.seller)

  // The pause before the next job, in milliseconds. Nothing: no pause.
  return 0
}
