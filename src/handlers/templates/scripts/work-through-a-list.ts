// Works through { "items": ["a", "b", "c"] }, shows how far it is, and ends early when it is cancelled.
import type { HandlerContext, HandlerOptions } from './keyhold'

interface Arg {
  readonly items: readonly string[]
}

export const options: HandlerOptions = { timeoutMs: 600_000 }

export default async function workThroughAList({ items }: Arg, { progress, signal, sleep }: HandlerContext) {
  for (const [index, item] of items.entries()) {
    signal.throwIfAborted()
    progress(index / items.length, item)
    // The work on one item goes here.
    await sleep(200)
  }
  progress(1, 'done')
}
