import { mkdir, readFile, readdir, rename, stat, unlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { KeptVersion } from './handler-runner'

/** Texts kept; the one that ran longest ago goes first. */
const KEPT = 200
/** Texts that have loaded and may run soon. */
const REMEMBERED = 50

/** Keeps the texts that ran, by their hash: `<hash>.<file>`, each written once. */
export class VersionStore {
  readonly #folder: string | undefined
  readonly #onProblem: (sentence: string) => void
  /** Those that are not in the folder yet. */
  readonly #loaded = new Map<string, KeptVersion>()
  readonly #written = new Set<string>()
  #writing: Promise<void> = Promise.resolve()

  /** @param folder undefined: nothing is kept beyond this process */
  constructor(folder: string | undefined, onProblem: (sentence: string) => void) {
    this.#folder = folder
    this.#onProblem = onProblem
  }

  /** A text has loaded: it may run. */
  hasLoaded(kept: KeptVersion): void {
    if (this.#written.has(kept.version)) return
    this.#loaded.set(kept.version, kept)
    const [oldest] = this.#loaded.keys()
    if (this.#loaded.size > REMEMBERED && oldest !== undefined) this.#loaded.delete(oldest)
  }

  hasRun(version: string): void {
    const kept = this.#loaded.get(version)
    if (kept === undefined || this.#folder === undefined || this.#written.has(version)) return
    this.#written.add(version)
    const folder = this.#folder
    this.#writing = this.#writing.then(() => this.#write(folder, kept))
  }

  async read(version: string): Promise<KeptVersion | undefined> {
    const loaded = this.#loaded.get(version)
    if (loaded || this.#folder === undefined || !/^[0-9a-f]{64}$/.test(version)) return loaded
    try {
      const name = (await readdir(this.#folder)).find((found) => found.startsWith(`${version}.`))
      if (name === undefined) return undefined
      const text = await readFile(join(this.#folder, name), 'utf8')
      return { file: name.slice(version.length + 1), text, version }
    } catch {
      return undefined
    }
  }

  /** What was to be written is written. */
  settled(): Promise<void> {
    return this.#writing
  }

  async #write(folder: string, { version, file, text }: KeptVersion): Promise<void> {
    try {
      await mkdir(folder, { recursive: true })
      const names = await readdir(folder)
      const known = names.find((name) => name.startsWith(`${version}.`))
      if (known !== undefined) {
        const now = new Date()
        await utimes(join(folder, known), now, now)
        this.#loaded.delete(version)
        return
      }
      const path = join(folder, `${version}.${file}`)
      // Never half a text under its final name.
      await writeFile(`${path}~`, text)
      await rename(`${path}~`, path)
      this.#loaded.delete(version)
      if (names.length >= KEPT) await forgetOldest(folder)
    } catch (error) {
      this.#written.delete(version)
      const reason = error instanceof Error ? error.message : 'unknown'
      this.#onProblem(`The text of ${file} that ran could not be kept: ${reason}`)
    }
  }
}

async function forgetOldest(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => /^[0-9a-f]{64}\./.test(name))
  const dated = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })),
  )
  const oldest = dated.sort((a, b) => b.at - a.at).slice(KEPT)
  await Promise.all(oldest.map(({ name }) => unlink(join(folder, name))))
}
