import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const page = readFileSync(join(resolve(import.meta.dirname, '../..'), 'docs/handlers.md'), 'utf8')

/** A code block of the page that names a file. */
export interface PageFile {
  readonly file: string
  readonly text: string
}

/** What the page says of one run of a recipe. */
export interface StatedRun {
  /** JSON text. */
  readonly argument: string
  readonly attempt: number
  readonly logs: readonly string[]
  readonly progress: readonly string[]
  /** "key backoff argument". */
  readonly schedules: readonly string[]
  /** "250 ms"; undefined: it fails. */
  readonly pauses: string | undefined
  /** "code: the end of the message"; undefined: it does not. */
  readonly fails: string | undefined
  /** "in 1000 ms"; undefined: not again. */
  readonly again: string | undefined
}

export interface Recipe {
  readonly title: string
  /** Those beside the script, and the script itself as the last one. */
  readonly files: readonly PageFile[]
  readonly runs: readonly StatedRun[]
}

interface Block {
  readonly language: string
  readonly file: string | undefined
  readonly text: string
}

/** The scripts that the page shows outside of its recipes. */
export function pageScripts(): readonly PageFile[] {
  return filesOf(blocksOf(page.split('\n## Ten recipes\n', 1)[0] ?? ''))
}

/** The recipes, in the order of the page. */
export function recipes(): readonly Recipe[] {
  const [, section = ''] = page.split('\n## Ten recipes\n')
  return section
    .split(/^### /m)
    .slice(1)
    .map((text) => {
      const blocks = blocksOf(text)
      const stated = blocks.filter(({ language }) => language === 'text')
      return {
        title: text.split('\n', 1)[0] ?? '',
        files: filesOf(blocks),
        runs: stated.flatMap((block) => block.text.split(/^(?=try )/m)).map(readRun),
      }
    })
}

const filesOf = (blocks: readonly Block[]): readonly PageFile[] =>
  blocks.flatMap(({ file, text }) => (file === undefined ? [] : [{ file, text }]))

function blocksOf(text: string): readonly Block[] {
  return [...text.matchAll(/^```(\S+)(?: (\S+))?\n(.*?)^```$/gms)].map(
    ([, language = '', file, body = '']) => ({
      language,
      file,
      text: body,
    }),
  )
}

/** Reads lines of a word and what it says; a word that is not known is a mistake of the page. */
function readRun(text: string): StatedRun {
  const said = text
    .trim()
    .split('\n')
    .map((line) => /^(\S+) +(.*)$/.exec(line) ?? [line, '', ''])
    .map(([line, word = '', rest = '']) => ({ line, word, rest }))
  const all = (wanted: string): readonly string[] =>
    said.filter(({ word }) => word === wanted).map(({ rest }) => rest)
  const known = new Set(['try', 'attempt', 'logs', 'progress', 'schedules', 'pauses', 'fails', 'again'])
  const unknown = said.find(({ word }) => !known.has(word))
  if (unknown) throw new Error(`docs/handlers.md says "${unknown.line}", which no recipe test knows`)
  return {
    argument: all('try')[0] ?? '',
    attempt: Number(all('attempt')[0] ?? 1),
    logs: all('logs'),
    progress: all('progress'),
    schedules: all('schedules'),
    pauses: all('pauses')[0],
    fails: all('fails')[0],
    again: all('again')[0],
  }
}
