// Fetches { "url": "https://example.com" }, logs the status, and fails if it is not a success.

/** @type {import('./keyhold').HandlerOptions} */
export const options = { timeoutMs: 15_000 }

/** @type {import('./keyhold').Handler<{ url?: string } | null>} */
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
