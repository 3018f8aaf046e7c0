import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, resolve, sep } from 'node:path'

/** Where the renderer lives. */
export const APP_SCHEME = 'app'
export const APP_ORIGIN = `${APP_SCHEME}://keyhold`

/** Stands in the built document where each response's nonce goes. */
const NONCE_PLACE = '__CSP_NONCE__'

const MIME_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
}

/** What the page may load: its own files, and `<style>` elements that carry this response's nonce. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "font-src 'self' data:",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ')
}

/**
 * The file that a URL of the app names.
 * @param root the folder that is served, absolute
 * @returns undefined where the URL is not the app's, or leads out of the folder in any encoding
 */
export function filePathOf(root: string, url: string): string | undefined {
  const path = pathOf(url)
  if (path === undefined) return undefined
  const segments = path.split('/')
  if (segments.includes('..') || path.includes('\\') || path.includes('\0')) return undefined
  // A page of the console has no extension: it is drawn by the one document there is.
  const file = extname(path) === '' ? resolve(root, 'index.html') : resolve(root, `.${path}`)
  return file.startsWith(root + sep) ? file : undefined
}

function pathOf(url: string): string | undefined {
  try {
    const parsed = new URL(url)
    if (parsed.protocol !== `${APP_SCHEME}:` || parsed.host !== 'keyhold') return undefined
    return decodeURIComponent(parsed.pathname)
  } catch {
    return undefined
  }
}

/**
 * Answers one request of the renderer. The document gets a fresh nonce, in the header and in its
 * `<meta name="csp-nonce" content="__CSP_NONCE__">`, where the renderer reads it for the styles that it makes.
 * @param root the folder that is served, absolute
 */
export async function answerAppRequest(
  root: string,
  request: { readonly url: string; readonly method: string },
): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405, 'Only GET.')
  const file = filePathOf(root, request.url)
  if (file === undefined) return refusal(403, 'No file of the app.')
  let content: Buffer
  try {
    content = await readFile(file)
  } catch {
    return refusal(404, 'There is no such file.')
  }
  const nonce = randomBytes(16).toString('base64')
  const html = extname(file) === '.html'
  return new Response(html ? withNonce(content.toString('utf8'), nonce) : new Uint8Array(content), {
    headers: {
      ...securityHeaders(nonce),
      'content-type': MIME_TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream',
      'cache-control': 'no-store',
    },
  })
}

function withNonce(html: string, nonce: string): string {
  return html.replaceAll(NONCE_PLACE, nonce)
}

function securityHeaders(nonce: string): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(nonce),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  }
}

function refusal(status: number, message: string): Response {
  return new Response(message, {
    status,
    headers: { ...securityHeaders('none'), 'content-type': 'text/plain; charset=utf-8' },
  })
}
