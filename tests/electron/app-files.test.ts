import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { answerAppRequest, contentSecurityPolicy } from '../../electron/app-files'
import { ownFolder } from './support'

const HTML = '<html><head><meta name="csp-nonce" content="__CSP_NONCE__" /></head></html>'

async function served(): Promise<(url: string, method?: string) => Promise<Response>> {
  const folder = await ownFolder()
  const root = join(folder, 'dist')
  await mkdir(join(root, 'assets'), { recursive: true })
  await writeFile(join(folder, 'secret.json'), 'secret')
  await mkdir(join(folder, 'dist-electron'))
  await writeFile(join(folder, 'dist-electron', 'main.cjs'), 'secret')
  await writeFile(join(root, 'index.html'), HTML)
  await writeFile(join(root, 'assets', 'a b.js'), 'script')
  return (url, method = 'GET') => answerAppRequest(root, { url, method })
}

describe('app://keyhold', () => {
  it('serves the document with a nonce of its own in header and meta tag, each time another', async () => {
    const ask = await served()
    const nonces = new Set<string>()
    for (const url of ['app://keyhold/', 'app://keyhold/index.html', 'app://keyhold/held-keys']) {
      const response = await ask(url)
      expect(response.status).toBe(200)
      const nonce = /content="([^"]+)"/.exec(await response.text())?.[1] ?? ''
      expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/)
      expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy(nonce))
      nonces.add(nonce)
    }
    expect(nonces.size).toBe(3)
  })

  it('allows scripts from its own files alone', () => {
    const policy = contentSecurityPolicy('n')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("style-src 'self' 'nonce-n';")
    expect(policy).not.toContain('unsafe')
  })

  it('serves a file whose name is encoded, with its type', async () => {
    const response = await (await served())('app://keyhold/assets/a%20b.js')
    expect(await response.text()).toBe('script')
    expect(response.headers.get('content-type')).toContain('text/javascript')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it.each([
    'app://keyhold/..%2fsecret.json',
    'app://keyhold/%2e%2e%2fsecret.json',
    'app://keyhold/%2e%2e%5csecret.json',
    'app://keyhold/..%5csecret.json',
    'app://keyhold/assets/..%2f..%2fsecret.json',
    'app://keyhold/..%2fdist-electron/main.cjs',
    'app://keyhold/index.html%00.js',
    'app://keyhold/%E0%A4%A',
    'app://keyhold/%2fetc/passwd%2f..%2f..',
    'app://elsewhere/index.html',
    'file:///etc/passwd',
    'no address',
  ])('refuses %s', async (url) => {
    const response = await (await served())(url)
    expect(response.status).toBe(403)
    expect(await response.text()).not.toContain('secret')
  })

  it.each([
    'app://keyhold/../secret.json',
    'app://keyhold/%252e%252e%252fsecret.json',
    'app://keyhold/none.js',
  ])('finds nothing at %s', async (url) => {
    expect((await (await served())(url)).status).toBe(404)
  })

  it('answers GET alone', async () => {
    expect((await (await served())('app://keyhold/', 'POST')).status).toBe(405)
  })
})
