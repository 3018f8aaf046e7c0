// Fetches { "url": "https://example.com" }, logs the status, and fails if it is not a success.

/**
 * @param {{ url?: string } | null} arg
 * @param {{ signal: AbortSignal, log: { info(...values: unknown[]): void } }} context
 */
export default async function httpGet(arg, { signal, log }) {
  if (!arg?.url) throw new Error('the argument names no url')
  const started = Date.now()
  const response = await fetch(arg.url, { signal })
  const body = await response.text()
  log.info(
    `${response.status} ${response.statusText}, ${body.length} characters in ${Date.now() - started} ms`,
  )
  if (!response.ok) throw new Error(`${arg.url} answered ${response.status}`)
}
