import { createHash } from 'node:crypto'
import { lstat, mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { SaveOutcome, ScriptView } from '../../contract/handlers'
import { LIMITS } from '../../contract/limits'
import { KeyholdError } from '../../processor/errors'
import { checkScriptName } from './script-name'
import { makeFile, moveFile, replaceFile } from './whole-file'

/** Bytes of a script that is opened: a text of the longest kind, in UTF-8. */
const LARGEST_BYTES = 3 * LIMITS.scriptCharacters

/**
 * The scripts of a handler folder as files: read, written over only what the writer saw, renamed. The files are
 * the truth, and others may write them at any time; the acts of this app come one after another.
 */
export class ScriptLibrary {
  readonly folder: string
  #work: Promise<unknown> = Promise.resolve()

  /** @param folder absolute */
  constructor(folder: string) {
    this.folder = folder
  }

  /**
   * Where a script is.
   * @throws KeyholdError `bad-script-name`, `no-such-script`, `script-not-read`
   */
  async pathOf(file: string): Promise<string> {
    const path = this.#path(file)
    try {
      await lstat(path)
      return path
    } catch (error) {
      throw notRead(file, error)
    }
  }

  /** @throws KeyholdError `bad-script-name`, `no-such-script`, `script-not-read`, `script-not-text`, `script-too-large` */
  async read(file: string): Promise<ScriptView> {
    const path = this.#path(file)
    let bytes: Buffer
    try {
      const found = await stat(path)
      // A read of anything else (a pipe) may never end.
      if (!found.isFile()) throw notRead(file, new Error('it is no file'))
      if (found.size > LARGEST_BYTES) throw tooLarge(file)
      bytes = await readFile(path)
    } catch (error) {
      throw notRead(file, error)
    }
    return { file, text: textOf(file, bytes), version: hashOf(bytes) }
  }

  /**
   * Writes a script, if it is still what the writer saw.
   * @param expected that version; null: the file must not be there yet
   * @throws KeyholdError `bad-script-name`, `script-not-written`, `script-is-link`, and as `read`
   */
  save(file: string, text: string, expected: string | null): Promise<SaveOutcome> {
    return this.#next(() =>
      expected === null ? this.#create(file, text) : this.#replace(file, text, expected),
    )
  }

  /** @throws KeyholdError `bad-script-name`, `no-such-script`, `script-exists`, `script-not-written` */
  rename(file: string, to: string): Promise<void> {
    return this.#next(async () => {
      const [from, target] = [this.#path(file), this.#path(to)]
      if (from === target) return
      await moveFile(from, target).catch((error: unknown) => {
        if (codeOf(error) === 'ENOENT') throw noSuchScript(file, error)
        if (codeOf(error) === 'EEXIST') throw alreadyThere(to)
        throw notWritten(to, error)
      })
    })
  }

  async #create(file: string, text: string): Promise<SaveOutcome> {
    const path = this.#path(file)
    await mkdir(this.folder, { recursive: true }).catch((error: unknown) => {
      throw notWritten(file, error)
    })
    try {
      await makeFile(path, text)
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return { outcome: 'changed-outside', script: await this.read(file) }
      throw notWritten(file, error)
    }
    return { outcome: 'saved', script: written(file, text) }
  }

  async #replace(file: string, text: string, expected: string): Promise<SaveOutcome> {
    const path = this.#path(file)
    await refuseLink(file, path)
    const script = await this.read(file).catch((error: unknown) => {
      if (error instanceof KeyholdError && error.code === 'no-such-script') return undefined
      throw error
    })
    if (script === undefined) return { outcome: 'gone' }
    const wanted = written(file, text)
    // Somebody else wrote the very same text: there is nothing left to do.
    if (script.version === wanted.version) return { outcome: 'saved', script }
    if (script.version !== expected) return { outcome: 'changed-outside', script }
    await replaceFile(path, text).catch((error: unknown) => {
      throw notWritten(file, error)
    })
    return { outcome: 'saved', script: wanted }
  }

  #path(file: string): string {
    checkScriptName(file)
    return join(this.folder, file)
  }

  #next<Result>(act: () => Promise<Result>): Promise<Result> {
    const done = this.#work.then(act)
    this.#work = done.catch(() => undefined)
    return done
  }
}

function written(file: string, text: string): ScriptView {
  return { file, text, version: hashOf(Buffer.from(text)) }
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function textOf(file: string, bytes: Buffer): string {
  const text = bytes.toString('utf8')
  if (text.length > LIMITS.scriptCharacters) throw tooLarge(file)
  if (Buffer.from(text).equals(bytes)) return text
  throw new KeyholdError(
    'script-not-text',
    `${file} is not text in UTF-8.`,
    'Open it in an editor that knows its encoding, and store it as UTF-8.',
  )
}

/** A save would put a file in the place of the link, and what it leads to would stay as it was. */
async function refuseLink(file: string, path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined)
  if (!found?.isSymbolicLink()) return
  throw new KeyholdError(
    'script-is-link',
    `${file} is a link to a file elsewhere, and is not written from here.`,
    'Open it in your own editor, or put a copy into the folder.',
  )
}

function tooLarge(file: string): KeyholdError {
  return new KeyholdError(
    'script-too-large',
    `${file} has more than ${LIMITS.scriptCharacters.toLocaleString('en-US')} characters.`,
    'Open it in your own editor.',
  )
}

function noSuchScript(file: string, cause: unknown): KeyholdError {
  return new KeyholdError(
    'no-such-script',
    `${file} is not in the handler folder.`,
    'It was renamed or deleted: choose another script.',
    { cause },
  )
}

function alreadyThere(file: string): KeyholdError {
  return new KeyholdError('script-exists', `${file} is there already.`, 'Give another name.')
}

function notRead(file: string, error: unknown): KeyholdError {
  if (error instanceof KeyholdError) return error
  if (codeOf(error) === 'ENOENT') return noSuchScript(file, error)
  return new KeyholdError(
    'script-not-read',
    `${file} could not be read: ${messageOf(error)}.`,
    'Correct its permissions, or those of the handler folder.',
    { cause: error },
  )
}

function notWritten(file: string, error: unknown): KeyholdError {
  if (error instanceof KeyholdError) return error
  return new KeyholdError(
    'script-not-written',
    `${file} could not be written: ${messageOf(error)}.`,
    'Make room on the disk, or correct the permissions of the handler folder, then try again.',
    { cause: error },
  )
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
