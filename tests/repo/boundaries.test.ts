import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'

const repository = resolve(import.meta.dirname, '../..')
const folders: string[] = []

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

type Files = Readonly<Record<string, string>>

/** A repository of the given files with this one's rules and packages. */
function plant(files: Files): string {
  const root = mkdtempSync(join(tmpdir(), 'keyhold-boundaries-'))
  folders.push(root)
  for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) {
    cpSync(join(repository, name), join(root, name))
  }
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'), 'dir')
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  return root
}

function check(root: string): { readonly status: number | null; readonly output: string } {
  const script = join(repository, 'scripts/checks/boundaries.mjs')
  const run = spawnSync(process.execPath, [script, root], { encoding: 'utf8' })
  return { status: run.status, output: run.stdout + run.stderr }
}

/** Every room with what it may import. */
const allowed: Files = {
  'src/contract/views.ts': "import { z } from 'zod'\nexport const view = z.string()\n",
  'src/processor/errors.ts': 'export const code = 1\n',
  'src/processor/dedup.ts':
    "import { performance } from 'node:perf_hooks'\nexport const now = performance.now\n",
  'src/redis/connect.ts':
    "import { Redis } from 'ioredis'\nimport { code } from '../processor/errors'\nexport const connect = () => [Redis, code]\n",
  'src/dedup/take.ts':
    "import { connect } from '../redis/connect'\nimport { now } from '../processor/dedup'\nexport const take = () => [connect, now]\n",
  'src/handlers/worker.ts':
    "import { transformSync } from 'amaro'\nimport { code } from '../processor/errors'\nexport const work = () => [transformSync, code]\n",
  'src/store/thread.ts':
    "import Database from 'libsql'\nimport { code } from '../processor/errors'\nexport const open = () => [Database, code]\n",
  'src/index.ts': "export { take } from './dedup/take'\n",
  'src/runtime/runtime.ts':
    "import { take } from '../dedup/take'\nimport { work } from '../handlers/worker'\nimport { view } from '../contract/views'\nexport const run = () => [take, work, view]\n",
  'electron/main.ts':
    "import { app } from 'electron'\nimport { run } from '../src/runtime/runtime'\nexport const main = () => [app, run]\n",
  'electron/preload.ts':
    "import { contextBridge } from 'electron'\nimport { view } from '../src/contract/views'\nexport const bridge = [contextBridge, view]\n",
  'renderer/ui/button.ts': 'export const button = 1\n',
  'renderer/features/queue/page.ts':
    "import { useState } from 'react'\nimport { button } from '../../ui/button'\nimport { view } from '../../../src/contract/views'\nexport const queue = [useState, button, view]\n",
  'renderer/features/held-keys/page.ts': 'export const heldKeys = 1\n',
}

/** One planted import for each rule: the rule, who imports, what. */
const violations: readonly (readonly [rule: string, from: string, specifier: string])[] = [
  ['contract-imports-zod-only', 'src/contract/bad.ts', '../processor/errors'],
  ['contract-imports-zod-only', 'src/contract/bad-node.ts', 'node:fs'],
  ['processor-imports-itself-only', 'src/processor/bad.ts', 'ioredis'],
  ['processor-imports-itself-only', 'src/processor/bad-room.ts', '../dedup/take'],
  ['redis-imports-processor', 'src/redis/bad.ts', '../dedup/take'],
  ['dedup-imports-redis-and-processor', 'src/dedup/bad.ts', '../contract/views'],
  ['handlers-import-one-library', 'src/handlers/bad.ts', 'ioredis'],
  ['store-imports-one-library', 'src/store/bad.ts', 'ioredis'],
  ['index-exports-the-library', 'src/index.ts', './runtime/runtime'],
  ['runtime-imports-src', 'src/runtime/bad.ts', '../index'],
  ['preload-is-alone', 'electron/preload.ts', './main'],
  ['preload-is-alone', 'electron/preload.ts', 'node:fs'],
  ['electron-imports-runtime-and-contract', 'electron/bad.ts', '../src/dedup/take'],
  ['electron-imports-runtime-and-contract', 'electron/bad-package.ts', 'ioredis'],
  ['nobody-imports-preload', 'electron/bad-preload.ts', './preload'],
  ['renderer-imports-contract', 'renderer/ui/bad.ts', '../../src/runtime/runtime'],
  ['renderer-imports-contract', 'renderer/ui/bad-node.ts', 'node:fs'],
  ['renderer-has-no-node-packages', 'renderer/ui/bad-package.ts', 'ioredis'],
  ['features-do-not-know-each-other', 'renderer/features/queue/bad.ts', '../held-keys/page'],
  ['product-does-not-import-tests', 'src/processor/bad-test.ts', '../../tests/support'],
  ['nothing-unresolved', 'src/runtime/bad-missing.ts', './nowhere'],
  ['no-cycles', 'src/processor/cycle.ts', './cycle'],
]

function withViolations(): Files {
  const files: Record<string, string> = { ...allowed, 'tests/support.ts': 'export const support = 1\n' }
  for (const [, from, specifier] of violations) files[from] = `${files[from] ?? ''}import '${specifier}'\n`
  return files
}

describe('who imports whom', () => {
  test('a tree that keeps to the rules passes', () => {
    const { status, output } = check(plant(allowed))
    expect(output).toMatch(/, 0 violations/)
    expect(status).toBe(0)
  })

  test('one planted import for each rule is named, and fails the check', () => {
    const { status, output } = check(plant(withViolations()))
    const missed = violations.filter(
      ([rule, from]) => !output.split('\n').some((line) => line.startsWith(`${rule}: ${from} → `)),
    )
    expect(missed, output).toEqual([])
    expect(status).toBe(1)
  })

  test('a type is an import too', () => {
    const files = {
      ...allowed,
      'src/processor/bad.ts': "import type { Redis } from 'ioredis'\nexport type R = Redis\n",
    }
    const { status, output } = check(plant(files))
    expect(output).toContain('processor-imports-itself-only: src/processor/bad.ts → ')
    expect(status).toBe(1)
  })

  test('a check of no modules fails', () => {
    const { status, output } = check(
      plant({ 'src/notes.txt': 'no module here\n', 'a.config.ts': 'export {}\n' }),
    )
    expect(output).toContain('nothing was checked')
    expect(status).toBe(1)
  })
})
