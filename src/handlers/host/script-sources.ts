import { createHash } from 'node:crypto'
import { readFileSync, statSync, type BigIntStats } from 'node:fs'
import { basename } from 'node:path'
import type { Failure } from '../handler-error'
import { findSyntaxProblem, stripTypes, type SyntaxProblem } from './type-stripping'

/** Larger files are no handlers; reading them would stall every other run. */
const LARGEST_SCRIPT_BYTES = 4 * 1_048_576
/**
 * Clocks of file systems tick in steps of up to 2 s: a file read so soon after its last change may change again
 * and show the same times, so it is read again.
 */
const TIMES_SETTLE_MS = 2_000

export type SourceAnswer =
  | { readonly ok: true; readonly text: string; readonly hash: string }
  | { readonly ok: false; readonly failure: Failure }

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
    if (typeof file === 'string') return { ok: false, failure: badScript(`${basename(path)} ${file}.`) }
    if (!/\.m?ts$/.test(path)) return { ok: true, text: file.text, hash: file.hash }
    const known = this.#stripped.get(path)
    if (known?.hash === file.hash) return known.answer
    const answer = strip(path, file)
    this.#stripped.set(path, { hash: file.hash, answer })
    return answer
  }

  /** True while every file's content is what `hashes` (by path) says. */
  areCurrent(hashes: ReadonlyMap<string, string>): boolean {
    for (const [path, hash] of hashes) {
      const file = this.#look(path)
      if (typeof file === 'string' || file.hash !== hash) return false
    }
    return true
  }

  /** Adds the line at which a JavaScript file is broken to what V8 said of it. */
  async locate(path: string, failure: Failure): Promise<Failure> {
    const file = this.#look(path)
    if (typeof file === 'string') return failure
    const problem = await findSyntaxProblem(file.text, path)
    return problem ? doesNotParse(path, problem) : failure
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
      const hash = createHash('sha256').update(bytes).digest('hex')
      const changedAtMs = Number(ctimeNs / 1_000_000n)
      const text = known?.hash === hash ? known.text : bytes.toString('utf8').replace(/^\uFEFF/, '')
      const file = { stamp, changedAtMs, readAtMs, text, hash }
      this.#files.set(path, file)
      return file
    } catch (error) {
      this.#files.delete(path)
      const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
      return isMissing ? 'is not there' : 'cannot be read'
    }
  }
}

async function strip(path: string, file: KnownFile): Promise<SourceAnswer> {
  const stripped = await stripTypes(file.text, path)
  return stripped.ok
    ? { ok: true, text: stripped.text, hash: file.hash }
    : { ok: false, failure: doesNotParse(path, stripped.problem) }
}

export function badScript(message: string, remedy?: string): Failure {
  return { code: 'bad-script', message, ...(remedy === undefined ? {} : { remedy }) }
}

function doesNotParse(path: string, { message, line, snippet }: SyntaxProblem): Failure {
  const where = line === undefined ? '' : ` at line ${line}`
  return { ...badScript(`${basename(path)} does not parse${where}: ${message}.`), stack: snippet }
}
