import { CompletionContext } from '@codemirror/autocomplete'
import { ensureSyntaxTree } from '@codemirror/language'
import { EditorState, Text } from '@codemirror/state'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { contextMembers, optionMembers } from '../../src/contract/handler-context'
import { completeContext } from '../../renderer/features/handlers/editor/context-completion'
import { lineEnds } from '../../renderer/features/handlers/editor/extensions'
import { formatScript } from '../../renderer/features/handlers/editor/format'
import { replaceText } from '../../renderer/features/handlers/editor/replace-text'
import { scriptLanguage } from '../../renderer/features/handlers/editor/script-language'
import { diagnosticOf } from '../../renderer/features/handlers/editor/script-lint'
import { styleOf } from '../../renderer/features/handlers/editor/script-style'

const PARSE_MS = 5_000
const members = contextMembers.map(({ name }) => name)

/** Names that are proposed where the text has its `|`. */
function proposed(marked: string, { file = 'a.ts', explicit = false } = {}): readonly string[] | undefined {
  const pos = marked.indexOf('|')
  const doc = marked.slice(0, pos) + marked.slice(pos + 1)
  const begun = EditorState.create({ doc, extensions: [scriptLanguage(file)] })
  // An editor goes on with what it could not parse in its first 20 ms; here nobody would.
  ensureSyntaxTree(begun, doc.length, PARSE_MS)
  const { state } = begun.update({})
  return completeContext(new CompletionContext(state, pos, explicit))?.options.map(({ label }) => label)
}

describe('completion proposes what a handler gets', () => {
  test.each([
    'export default (arg, context) => { context.| }',
    'export default function name(arg, context) { context.si| }',
    'export default async function (arg, ctx) { ctx.| }',
    'export default (arg: { ms: number }, job: HandlerContext) => { job.| }',
    'const run: Handler = async (arg, tools) => { tools.| }\nexport default run\n',
    'function run(arg, tools) { tools.| }\nexport default run\n',
  ])('%s', (text) => {
    expect(proposed(text)).toEqual(members)
  })

  test.each([
    'export default (arg, context) => { context.log.| }',
    'export default (arg, { log }) => { log.| }',
    'export default (arg, { log: say }) => { say.w| }',
  ])('behind the dot: %s', (text) => {
    expect(proposed(text)).toEqual(['info', 'warn', 'error'])
  })

  test('in the pattern that takes the context apart, without what is there already', () => {
    const rest = members.filter((name) => name !== 'log')
    expect(proposed('export default (arg, { log, s| }) => {}')).toEqual(rest)
    expect(proposed('export default (arg, { s|, log }) => {}')).toEqual(rest)
    expect(proposed('export default (arg, { | }) => {}', { explicit: true })).toEqual(members)
    expect(proposed('export default async function run(arg: Job, { s| }: HandlerContext) {}')).toEqual(
      members,
    )
  })

  test.each([
    'export default (arg, context) => { arg.| }',
    'export default ({ s| }, context) => {}',
    'const other = (arg, tools) => { tools.| }\nexport default () => 0\n',
    'export default (arg, context) => { context.key.| }',
    'export default (arg, { log }) => { log.info("context.|") }',
  ])('and nothing elsewhere: %s', (text) => {
    expect(proposed(text)).toBeUndefined()
  })

  test('the names of options, and not in their values', () => {
    const names = optionMembers.map(({ name }) => name)
    expect(proposed('export const options = { t| }')).toEqual(names)
    expect(proposed('export const options = { attempts: 3, t| }')).toEqual(
      names.filter((name) => name !== 'attempts'),
    )
    expect(proposed('export const options = { attempts: t| }')).toBeUndefined()
    expect(proposed('const options = { t| }')).toBeUndefined()
  })
})

describe('a problem is marked', () => {
  const doc = Text.of(['const a = 1', 'const beta = (', ''])
  const problem = { code: 'bad-script', message: 'No.', remedy: '' }

  test('at its word, its line, or the first line', () => {
    expect(diagnosticOf({ ...problem, line: 2, column: 7 }, doc)).toMatchObject({ from: 18, to: 22 })
    expect(diagnosticOf({ ...problem, line: 2 }, doc)).toMatchObject({ from: 12, to: 26 })
    expect(diagnosticOf(problem, doc)).toMatchObject({ from: 0, to: 11 })
  })

  test('inside the text, even where the text has become shorter', () => {
    expect(diagnosticOf({ ...problem, line: 9, column: 80 }, doc)).toMatchObject({ from: 27, to: 27 })
    expect(diagnosticOf({ ...problem, line: 2, column: 80 }, doc)).toMatchObject({ from: 26, to: 26 })
  })
})

describe('formatting', () => {
  test('lays TypeScript out, and keeps the cursor in its word', async () => {
    const text = 'export default (arg:{ms:number},{log})=>{\nlog.info( arg.ms )\n}\n'
    const cursor = text.indexOf('ms )')
    const done = await formatScript('a.ts', text, cursor)
    expect(done.text).toBe('export default (arg: { ms: number }, { log }) => {\n  log.info(arg.ms)\n}\n')
    expect(done.text.slice(done.cursor)).toBe('ms)\n}\n')
  })

  test('leaves its writer’s habits', async () => {
    const text = 'export default function run() {\n\tconst a = "b";\n\treturn a.length;\n}\n'
    expect((await formatScript('a.js', text, 0)).text).toBe(text)
    expect(styleOf("const a = 'b'\r\nif (a) {\r\n    run()\r\n}\r\n")).toEqual({
      semi: false,
      singleQuote: true,
      useTabs: false,
      tabWidth: 4,
      endOfLine: 'crlf',
    })
  })

  test('refuses what does not parse', async () => {
    await expect(formatScript('a.js', 'export default (', 0)).rejects.toThrow()
  })
})

test('a text that changed elsewhere leaves the cursor in what is the same', () => {
  const state = EditorState.create({ doc: 'one\ntwo\nthree', selection: { anchor: 10 } })
  const after = state.update(replaceText(state, 'zero\none\n2\nthree')).state
  expect(after.sliceDoc()).toBe('zero\none\n2\nthree')
  expect(after.sliceDoc(after.selection.main.head)).toBe('ree')
})

test('lines end in the editor as in the file', () => {
  const open = (doc: string): string => EditorState.create({ doc, extensions: [lineEnds(doc)] }).sliceDoc()
  expect(open('a\r\nb\r\n')).toBe('a\r\nb\r\n')
  expect(open('a\nb')).toBe('a\nb')
  expect(open('a\r\nb\nc')).toBe('a\nb\nc')
})

describe('the colours of code reach AAA', () => {
  const css = readFileSync(
    resolve(import.meta.dirname, '../../renderer/features/handlers/editor/code-colors.css'),
    'utf8',
  )
  const looks = css.split('}').filter((block) => block.includes('--kh-code-ground'))

  test.each(['light', 'dark'])('in the %s look', (look) => {
    const colours = new Map(
      [...(looks[look === 'light' ? 0 : 1] ?? '').matchAll(/--kh-code-(\w+): (#[0-9a-f]{6})/g)].map(
        ([, name = '', colour = '']) => [name, colour],
      ),
    )
    const grounds = ['ground', 'selection', 'match'].map((name) => colours.get(name) ?? '')
    const inks = [...colours].filter(([name]) => !['ground', 'selection', 'match'].includes(name))
    expect(inks.length).toBeGreaterThan(5)
    for (const [name, ink] of inks) {
      for (const ground of grounds) expect(contrast(ink, ground), `${name} on ${ground}`).toBeGreaterThan(7)
    }
  })
})

/** Contrast of two colours by WCAG 2. */
function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (high + 0.05) / (low + 0.05)
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
