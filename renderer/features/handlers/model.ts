import type { HandlerView, ScriptProblem } from '../../../src/contract/handlers'
import { countOf } from '../../ui/format'

const endings = ['.ts', '.js', '.mjs'] as const

/** A place in a text; from 1, both. */
export interface CursorPlace {
  readonly line: number
  readonly column: number
}

export function isTypeScript(file: string): boolean {
  return file.endsWith('.ts')
}

export function languageName(file: string): string {
  return isTypeScript(file) ? 'TypeScript' : 'JavaScript'
}

/** `echo` of `echo.ts`, `.ts` of it. */
function splitName(file: string): { readonly stem: string; readonly ending: string } {
  const dot = file.lastIndexOf('.')
  return dot <= 0 ? { stem: file, ending: '' } : { stem: file.slice(0, dot), ending: file.slice(dot) }
}

/**
 * What is wrong with a name for a script, if anything.
 *
 * @param taken the names of the folder; the one that is to be renamed left out
 */
export function nameProblem(name: string, taken: readonly string[]): string | undefined {
  if (name.trim() === '') return 'Give it a name, such as my-handler.ts.'
  if (name !== name.trim()) return 'The name begins or ends with a space.'
  if (/[/\\]/.test(name)) return 'A name, not a path: no / and no \\.'
  if (/[\u0000-\u001f<>:"|?*]/.test(name)) return 'No control characters and none of < > : " | ? *'
  if (name.startsWith('.')) return 'A name that begins with a dot is hidden: not listed.'
  if (name.endsWith('.d.ts')) return 'A .d.ts file holds types, not a handler.'
  if (!endings.some((ending) => name.endsWith(ending))) return 'The name must end in .ts, .js or .mjs.'
  if (new TextEncoder().encode(name).length > 255) return 'The name is too long: 255 bytes at most.'
  const lower = name.toLowerCase()
  if (taken.some((other) => other.toLowerCase() === lower)) return `${name} is already there.`
  return undefined
}

/** A free name near the one that is wanted: `echo-2.ts` where there is `echo.ts`. */
export function freeName(wanted: string, taken: readonly string[]): string {
  const lower = new Set(taken.map((name) => name.toLowerCase()))
  if (!lower.has(wanted.toLowerCase())) return wanted
  const { stem, ending } = splitName(wanted)
  for (let number = 2; ; number += 1) {
    const name = `${stem}-${number}${ending}`
    if (!lower.has(name.toLowerCase())) return name
  }
}

/** The characters of a name that are typed anew at a rename: the part before its ending. */
export function stemLength(file: string): number {
  return splitName(file).stem.length
}

/** `Line 3: Unexpected token.` */
export function problemWords({ line, message }: ScriptProblem): string {
  // The file is known where this stands, and the line is said once.
  const said = message.replace(/^.* does not parse at line \d+: /, '')
  const sentence = /[.!?]$/.test(said) ? said : `${said}.`
  return line === undefined ? sentence : `Line ${line}: ${sentence}`
}

/** It can be gone to in the editor: the note there says it, with the way. Else the note above the page does. */
export function hasPlace(problem: ScriptProblem | undefined): boolean {
  return problem?.line !== undefined
}

/** The script that the page shows: the one asked for, else what is unsaved, else the active one, else the first. */
export function shownScript(
  scripts: readonly ListedScript[],
  wanted: string | undefined,
): string | undefined {
  const shown =
    scripts.find(({ file }) => file === wanted) ??
    scripts.find(({ unsaved }) => unsaved) ??
    scripts.find(({ view }) => view?.active) ??
    scripts.at(0)
  return shown?.file
}

export interface Question {
  readonly title: string
  readonly text: string
  readonly action: string
}

/** Asked before waiting jobs get another script. */
export function activationQuestion(file: string, waiting: number): Question {
  return {
    title: 'Use this handler',
    text: `${countOf(waiting, 'waiting job')} will run with ${file}. Jobs that run now end with the handler they have.`,
    action: `Use ${file}`,
  }
}

/** Asked before waiting jobs get another version of the active script. */
export function newVersionQuestion(file: string, waiting: number): Question {
  return {
    title: `Save ${file}`,
    text: `${countOf(waiting, 'waiting job')} will run with the new version. Jobs that run now end with the one they have.`,
    action: 'Save',
  }
}

/** A row of the list. Without a `view`: its file is gone, and its unsaved text is all there is. */
export interface ListedScript {
  readonly file: string
  readonly view: HandlerView | undefined
  readonly unsaved: boolean
}

/**
 * The scripts of the folder, and those whose text is only here any more.
 *
 * @param unsaved names of scripts with unsaved changes
 */
export function listedScripts(
  handlers: readonly HandlerView[],
  unsaved: readonly string[],
): readonly ListedScript[] {
  const left = unsaved.filter((file) => !handlers.some((view) => view.file === file))
  return [
    ...handlers.map((view) => ({ file: view.file, view, unsaved: unsaved.includes(view.file) })),
    ...left.map((file) => ({ file, view: undefined, unsaved: true })),
  ]
}
