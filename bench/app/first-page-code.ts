import { readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

interface CodeFile {
  readonly name: string
  readonly bytes: number
}

const STATIC_IMPORT = /(?:from|import)"(\.[^"]+\.js)"/g

/** The scripts that the built page loads before it can draw anything, largest first: those that its HTML names, and all that they import. */
export function firstPageCode(root: string): readonly CodeFile[] {
  const html = readFileSync(join(root, 'dist/index.html'), 'utf8')
  const named = [...html.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map(([, path = '']) =>
    join(root, 'dist', path),
  )
  const found = new Set<string>()
  const follow = (file: string): void => {
    if (found.has(file)) return
    found.add(file)
    for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(STATIC_IMPORT))
      follow(join(dirname(file), path))
  }
  for (const file of named) follow(file)
  return [...found]
    .map((file) => ({ name: basename(file), bytes: statSync(file).size }))
    .sort((a, b) => b.bytes - a.bytes)
}
