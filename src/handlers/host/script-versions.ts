import type { BrokenScript, GoodScript } from '../host-protocol'
import type { ScriptSources } from './script-sources'

/** How long a failure is believed of a script that never loaded: the reason may lie outside of its files. */
const BELIEVED_MS = 2_000

/** Of each script its last good version, and the text that does not load. */
export class ScriptVersions {
  readonly #sources: ScriptSources
  readonly #onGood: (script: GoodScript) => void
  readonly #good = new Map<string, GoodScript>()
  readonly #broken = new Map<string, BrokenScript & { readonly at: number }>()

  /** @param onGood called when a script's last good version is another one */
  constructor(sources: ScriptSources, onGood: (script: GoodScript) => void) {
    this.#sources = sources
    this.#onGood = onGood
  }

  goodOf(file: string): GoodScript | undefined {
    return this.#good.get(file)
  }

  /** Why the files as they are now do not load, where that has been seen. */
  brokenNow(file: string): BrokenScript | undefined {
    const broken = this.#broken.get(file)
    if (broken === undefined) return undefined
    const isBelieved = this.#good.has(file) || performance.now() - broken.at < BELIEVED_MS
    if (isBelieved && this.#sources.areCurrent(broken.files)) return broken
    this.#broken.delete(file)
    return undefined
  }

  /** From the host before. */
  adopt(script: GoodScript): void {
    this.#good.set(script.file, script)
  }

  /** It loads, as its files are now. @returns what is remembered of it */
  isGood(script: GoodScript): GoodScript {
    this.#broken.delete(script.file)
    const known = this.#good.get(script.file)
    if (known && isSame(known, script)) return known
    this.#good.set(script.file, script)
    this.#onGood(script)
    return script
  }

  isBroken(script: BrokenScript): void {
    this.#broken.set(script.file, { ...script, at: performance.now() })
  }
}

function isSame(before: GoodScript, now: GoodScript): boolean {
  if (before.version !== now.version) return false
  const hashes = new Map(before.sources.map(({ path, hash }) => [path, hash]))
  return now.sources.every(({ path, hash }) => hashes.get(path) === hash)
}
