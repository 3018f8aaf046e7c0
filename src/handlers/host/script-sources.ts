import { readFileSync, statSync, type BigIntStats } from 'node:fs'
import { basename } from 'node:path'
import type { Failure } from '../failure'
import { versionOf } from '../script-version'
import type { SyntaxFault } from '../worker-protocol'
import { findSyntaxProblem, stripTypes, type SyntaxProblem } from './type-stripping'

/** Larger files are no handlers; reading them would stall every other run. */
const LARGEST_SCRIPT_BYTES = 4 * 1_048_576
/**
 * Clocks of file systems tick in steps of up to 2 s: a file read so soon after its last change may change again
 * and show the same times, so it is read again.
 */
const TIMES_SETTLE_MS = 2_000

export type SourceAnswer =
  | {
      readonly ok: true
      /** What runs: the types are blanks. */
      readonly text: string
      /** Of what the file holds. */
      readonly hash: string
      /** As the file holds it. */
      readonly written: string
    }
  /** `hash`: undefined where nothing could be read. */
  | { readonly ok: false; readonly hash: string | undefined; readonly failure: Failure }

/** Files by path, with the hash of what they held when they were read; undefined where they could not be read. */
export type ReadFiles = ReadonlyMap<string, string | undefined>

interface KnownFile {
  readonly stamp: string
  readonly changedAtMs: number
  readonly readAtMs: number
  readonly text: string
  readonly hash: string
}

/** Reads the user's files, with their types stripped, and tells whether they are still what was read. */
export class ScriptSources {
  readonly #stat: (path: string) => BigIntStats
  readonly #files = new Map<string, KnownFile>()
  /** Of TypeScript files, by path; replaced when the content is another. */
  readonly #stripped = new Map<string, { readonly hash: string; readonly answer: Promise<SourceAnswer> }>()

  /** @param stat how a file's size and times are found; a test gives one with a coarse clock */
  constructor(stat = (path: string): BigIntStats => statSync(path, { bigint: true })) {
    this.#stat = stat
  }

  async read(path: string): Promise<SourceAnswer> {
    const file = this.#look(path)
    if (typeof file === 'string') {
      const remedy = file === MISSING ? 'Choose another script, or put it back.' : undefined
      return { ok: false, hash: undefined, failure: badScript(`${basename(path)} ${file}.`, remedy) }
    }
    if (!isTypeScript(path)) return { ok: true, text: file.text, hash: file.hash, written: file.text }
    const known = this.#stripped.get(path)
    if (known?.hash === file.hash) return known.answer
    const answer = strip(path, file)
    this.#stripped.set(path, { hash: file.hash, answer })
    return answer
  }

  /** A text that a file could hold, as `read` would give it. */
  async readText(path: string, written: string): Promise<SourceAnswer> {
    const hash = versionOf(written)
    const text = withoutMark(written)
    return isTypeScript(path) ? strip(path, { text, hash }) : { ok: true, text, hash, written: text }
  }

  /** True while every file is what it was when it was read. */
  areCurrent(files: ReadFiles): boolean {
    for (const [path, hash] of files) {
      const file = this.#look(path)
      if ((typeof file === 'string' ? undefined : file.hash) !== hash) return false
    }
    return true
  }

  /** The file, read again if it may have changed; or why there is none. */
  #look(path: string): KnownFile | string {
    try {
      const { ino, size, mtimeNs, ctimeNs } = this.#stat(path)
      const stamp = `${ino}:${size}:${mtimeNs}:${ctimeNs}`
      const known = this.#files.get(path)
      if (known?.stamp === stamp && known.readAtMs - known.changedAtMs > TIMES_SETTLE_MS) return known
      if (size > LARGEST_SCRIPT_BYTES) return `is larger than ${LARGEST_SCRIPT_BYTES / 1_048_576} MiB`
      const readAtMs = Date.now()
      const bytes = readFileSync(path)
      const hash = versionOf(bytes)
      const changedAtMs = Number(ctimeNs / 1_000_000n)
      const text = known?.hash === hash ? known.text : withoutMark(bytes.toString('utf8'))
      const file = { stamp, changedAtMs, readAtMs, text, hash }
      this.#files.set(path, file)
      return file
    } catch (error) {
      this.#files.delete(path)
      const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
      return isMissing ? MISSING : 'cannot be read'
    }
  }
}

const MISSING = 'is not there'

const isTypeScript = (path: string): boolean => /\.m?ts$/.test(path)

/** Some editors begin a file with a mark of its byte order. */
const withoutMark = (text: string): string => text.replace(/^\uFEFF/, '')

type Written = Pick<KnownFile, 'text' | 'hash'>

async function strip(path: string, { text, hash }: Written): Promise<SourceAnswer> {
  const stripped = await stripTypes(text, path)
  return stripped.ok
    ? { ok: true, text: stripped.text, hash, written: text }
    : { ok: false, hash, failure: doesNotParse(path, stripped.problem) }
}

export function badScript(message: string, remedy?: string): Failure {
  return { code: 'bad-script', message, ...(remedy === undefined ? {} : { remedy }) }
}

/** What is wrong with a text that V8 does not parse, with the line: V8's own, or where the stripper's parser stops. */
export async function explainFault(path: string, text: string, fault: SyntaxFault): Promise<Failure> {
  const problem = await findSyntaxProblem(text, path)
  return doesNotParse(path, problem ?? { line: undefined, column: undefined, snippet: '', ...fault })
}

function doesNotParse(path: string, { message, line, column, snippet }: SyntaxProblem): Failure {
  const where = line === undefined ? '' : ` at line ${line}`
  return {
    ...badScript(`${basename(path)} does not parse${where}: ${message.replace(/\.$/, '')}.`),
    stack: snippet,
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
  }
}
