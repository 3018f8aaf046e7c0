import type { ScriptView } from '../../../src/contract/handlers'

/** How the file stands while its text is open here. */
export type Outside =
  | { readonly state: 'same' }
  /** Somebody else wrote it while there are changes of ours: the operator chooses. */
  | { readonly state: 'changed'; readonly script: ScriptView }
  | { readonly state: 'gone' }

/** A script that is open: what was last seen of its file, and the text as it is in the editor. */
export interface Draft {
  readonly file: string
  readonly base: ScriptView
  readonly text: string
  readonly outside: Outside
}

const same: Outside = { state: 'same' }

export function draftOf(script: ScriptView): Draft {
  return { file: script.file, base: script, text: script.text, outside: same }
}

/** True while the editor holds what no file does. */
export function isUnsaved(draft: Draft): boolean {
  return draft.text !== draft.base.text
}

export function edited(draft: Draft, text: string): Draft {
  return draft.text === text ? draft : { ...draft, text }
}

/** The file was read again. Changes of ours stay; without any, the editor follows the file. */
export function reconciled(draft: Draft, disk: ScriptView): Draft {
  if (disk.version === draft.base.version) {
    return draft.outside.state === 'same' ? draft : { ...draft, outside: same }
  }
  if (!isUnsaved(draft) || draft.text === disk.text) return draftOf(disk)
  return { ...draft, outside: { state: 'changed', script: disk } }
}

export function gone(draft: Draft): Draft {
  return { ...draft, outside: { state: 'gone' } }
}

/** The file holds `script` now, by our own save; the text may have grown since. */
export function saved(draft: Draft, script: ScriptView): Draft {
  return { ...draft, base: script, outside: same }
}

/** Ours is to replace what somebody else wrote: the next save says that it saw theirs. */
export function keptMine(draft: Draft, text = draft.text): Draft {
  if (draft.outside.state !== 'changed') return draft
  return { ...draft, base: draft.outside.script, text, outside: same }
}

export function tookTheirs(draft: Draft): Draft {
  return draft.outside.state === 'changed' ? draftOf(draft.outside.script) : draft
}

export function discarded(draft: Draft): Draft {
  return { ...draft, text: draft.base.text }
}

export function renamed(draft: Draft, file: string): Draft {
  return { ...draft, file, base: { ...draft.base, file } }
}

/** The version that a save writes over; null: there must be no such file. */
export function expectedVersion(draft: Draft): string | null {
  return draft.outside.state === 'gone' ? null : draft.base.version
}
