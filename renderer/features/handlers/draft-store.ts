import { useSyncExternalStore } from 'react'
import type { ScriptView } from '../../../src/contract/handlers'
import { draftOf, isUnsaved, renamed, type Draft } from './draft'

export type Drafts = ReadonlyMap<string, Draft>

/**
 * The scripts that are open, by file name. It outlives the page: what was typed is there again when a page broke or
 * was replaced by another.
 */
export class DraftStore {
  #drafts: Drafts = new Map()
  readonly #moving = new Set<string>()
  readonly #listeners = new Set<() => void>()

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The same object until something changes. */
  readonly snapshot = (): Drafts => this.#drafts

  get(file: string): Draft | undefined {
    return this.#drafts.get(file)
  }

  /** The first open one with changes that no file has. */
  unsaved(): Draft | undefined {
    return [...this.#drafts.values()].find(isUnsaved)
  }

  /** Opens a script; one that is open stays as it is. */
  open(script: ScriptView): void {
    if (!this.#drafts.has(script.file)) this.#put(script.file, draftOf(script))
  }

  change(file: string, change: (draft: Draft) => Draft): void {
    const draft = this.#drafts.get(file)
    if (!draft) return
    const next = change(draft)
    if (next !== draft) this.#put(file, next)
  }

  /** Its file is being given another name: that it is not under its own meanwhile is nothing to say. */
  isMoving(file: string): boolean {
    return this.#moving.has(file)
  }

  /** Gives an open script another name, once its file has it. */
  async move<Answer>(file: string, to: string, moveFile: () => Promise<Answer>): Promise<Answer> {
    this.#moving.add(file)
    try {
      const answer = await moveFile()
      this.#rename(file, to)
      return answer
    } finally {
      this.#moving.delete(file)
    }
  }

  #rename(file: string, to: string): void {
    const draft = this.#drafts.get(file)
    if (!draft) return
    const rest = new Map(this.#drafts)
    rest.delete(file)
    this.#replace(rest.set(to, renamed(draft, to)))
  }

  close(file: string): void {
    const rest = new Map(this.#drafts)
    if (rest.delete(file)) this.#replace(rest)
  }

  #put(file: string, draft: Draft): void {
    this.#replace(new Map(this.#drafts).set(file, draft))
  }

  #replace(drafts: Drafts): void {
    this.#drafts = drafts
    for (const listener of this.#listeners) listener()
  }
}

export function hasUnsaved(open: Drafts): boolean {
  return [...open.values()].some(isUnsaved)
}

/** The one of this window. */
export const drafts = new DraftStore()

export function useDrafts(): Drafts {
  return useSyncExternalStore(drafts.subscribe, drafts.snapshot)
}
