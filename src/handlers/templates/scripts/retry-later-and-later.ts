// Tries again after 1 s, 2 s, 4 s …, six times in all: { "url": "https://example.com" }.
import type { HandlerContext, HandlerOptions } from './keyhold'

interface Arg {
  readonly url: string
}

export const options: HandlerOptions = {
  attempts: 6,
  // The attempt that failed is 1, 2, 3 …; the wait is at most a minute.
  retryDelayMs: (attempt) => Math.min(60_000, 1_000 * 2 ** (attempt - 1)),
}

export default async function retryLaterAndLater({ url }: Arg, { attempt, signal, log }: HandlerContext) {
  log.info('attempt', attempt)
  const response = await fetch(url, { signal })
  // What is thrown fails this attempt, and the job waits for the next one.
  if (!response.ok) throw new Error(`${url} answered ${response.status}`)
}
