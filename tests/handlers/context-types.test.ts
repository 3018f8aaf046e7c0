import { mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { contextMembers, contextTypeNames, optionMembers } from '../../src/contract/handler-context'
import { CONTEXT_TYPES_HEADER, contextTypes } from '../../src/handlers/context-types'
import { copySamples } from '../../src/handlers/samples'
import { handlerTemplates } from '../../src/handlers/templates'
import { temporaryFolder } from './handler-host'
import { pageScripts, recipes, type PageFile } from './recipe-page'
import { typeProblems } from './type-check'

let base: string
let folder: string
let types: string

beforeEach(async () => {
  base = await temporaryFolder('keyhold-types-')
  folder = join(base, 'handlers')
  types = join(folder, 'keyhold.d.ts')
})
afterEach(() => rm(base, { recursive: true, force: true }))

const lines = (...text: readonly string[]): string => text.join('\n')

const sound: readonly PageFile[] = [
  {
    file: 'sound.ts',
    text: lines(
      `import type { HandlerContext, HandlerOptions, Handler, ScheduleAnswer } from './keyhold'`,
      `export const options: HandlerOptions = { attempts: 3, retryDelayMs: (attempt) => attempt * 1_000 }`,
      `export default async function all(arg: { seller: number }, context: HandlerContext) {`,
      `  const { key, attempt, scheduledAt, backoffMs, signal, log, sleep, progress, schedule } = context`,
      `  const numbers: number[] = [attempt, scheduledAt, backoffMs, arg.seller]`,
      `  log.info(key, numbers); log.warn(); log.error(signal.aborted)`,
      `  await sleep(1)`,
      `  progress(0.5); progress(1, 'done')`,
      `  const answer: ScheduleAnswer = await schedule(key, 0, { any: 'thing' })`,
      `  if (answer.outcome === 'held') return answer.remainingMs`,
      `}`,
      `export const asValue: Handler<{ seller: number }> = all`,
    ),
  },
  {
    file: 'sound.js',
    text: lines(
      `/** @type {import('./keyhold').HandlerOptions} */`,
      `export const options = { timeoutMs: 1 }`,
      `/** @type {import('./keyhold').Handler<{ seller: number }>} */`,
      `export default async ({ seller }, { sleep }) => { await sleep(seller); return seller }`,
    ),
  },
]

const wrong: readonly PageFile[] = [
  {
    file: 'wrong.ts',
    text: lines(
      `import type { HandlerContext, HandlerOptions } from './keyhold'`,
      `export const options: HandlerOptions = { tries: 3 }`,
      `export default async (arg: unknown, context: HandlerContext) => {`,
      `  context.kee`,
      `  await context.sleep('long')`,
      `  context.key = 'another'`,
      `}`,
    ),
  },
  {
    file: 'wrong.js',
    text: lines(
      `/** @type {import('./keyhold').Handler<{ seller: number }>} */`,
      `export default ({ seller }) => 'soon'`,
    ),
  },
]

/** Puts scripts where the types are. @returns the paths of those that are code */
async function writeScripts(place: string, files: readonly PageFile[]): Promise<readonly string[]> {
  await copySamples(join(base, place))
  const paths = files.map(({ file, text }) => ({ path: join(base, place, file), text }))
  for (const { path, text } of paths) {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
  }
  return paths.map(({ path }) => path).filter((path) => !path.endsWith('.json'))
}

describe('the types beside the scripts', () => {
  // One program for all: the compiler reads its own libraries only once.
  it('are right for what users find, and let the compiler find what is wrong, at its line', async () => {
    const packages = resolve(import.meta.dirname, '../../node_modules')
    await mkdir(join(base, 'node_modules'))
    await symlink(join(packages, 'zod'), join(base, 'node_modules/zod'))
    const paths = [
      ...(await writeScripts('own', [...sound, ...wrong])),
      ...(await writeScripts('templates', handlerTemplates)),
      ...(await writeScripts('page', pageScripts())),
      ...(await writeScripts(
        'recipes',
        recipes().flatMap(({ files }) => files),
      )),
      ...['crash', 'echo', 'flaky', 'http-get', 'wait'].map((name) => join(base, 'own', `${name}.js`)),
    ]
    const problems = typeProblems(paths)
    expect(problems.filter((problem) => !problem.startsWith('wrong.'))).toEqual([])
    expect(problems.map((problem) => problem.split(': ', 1)[0])).toEqual([
      'wrong.js:2',
      'wrong.ts:2',
      'wrong.ts:4',
      'wrong.ts:5',
      'wrong.ts:6',
    ])
  })

  it('name every member and every option, and the types that the signatures name', () => {
    const text = contextTypes()
    for (const { name, signature } of contextMembers)
      expect(text).toContain(`  readonly ${name}: ${signature}\n`)
    for (const { name, signature } of optionMembers)
      expect(text).toContain(`  readonly ${name}?: ${signature}\n`)
    for (const name of contextTypeNames)
      expect(text).toMatch(new RegExp(`^export (type|interface) ${name}\\b`, 'm'))
  })
})

describe('the file of the types', () => {
  it('is written anew when it is an older one of ours', async () => {
    await mkdir(folder)
    await writeFile(types, `${CONTEXT_TYPES_HEADER}\n\nexport type Older = 1\n`)
    await copySamples(folder)
    expect(await readFile(types, 'utf8')).toBe(contextTypes())
  })

  it('is left alone when nothing changed', async () => {
    await copySamples(folder)
    const before = await stat(types, { bigint: true })
    await copySamples(folder)
    expect((await stat(types, { bigint: true })).ctimeNs).toBe(before.ctimeNs)
  })

  it('is left alone when it is the user’s own', async () => {
    await mkdir(folder)
    await writeFile(types, 'export type Mine = 1\n')
    await copySamples(folder)
    expect(await readFile(types, 'utf8')).toBe('export type Mine = 1\n')
  })
})
