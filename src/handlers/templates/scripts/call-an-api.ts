// Calls an HTTP API: { "url": "https://example.com/sellers/42" }. Pauses as long as it is told when it was too fast.
import type { HandlerContext, HandlerOptions } from './keyhold'

interface Arg {
  readonly url: string
}

export const options: HandlerOptions = { timeoutMs: 10_000 }

export default async function callAnApi({ url }: Arg, { key, signal, log }: HandlerContext) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key }),
    signal,
  })
  const answer = await response.text()
  log.info(response.status, answer.slice(0, 200))

  if (response.status === 429) return 1_000 * Number(response.headers.get('retry-after') ?? 1)
  if (!response.ok) throw new Error(`${url} answered ${response.status}`)
  return 250
}
