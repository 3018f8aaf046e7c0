import type { EditorState, TransactionSpec } from '@codemirror/state'

/** Changes a document into another text, touching only what differs: cursor and folds outside of it stay. */
export function replaceText(state: EditorState, text: string): TransactionSpec {
  const before = state.doc
  const after = state.toText(text)
  const limit = Math.min(before.length, after.length)
  const [oldText, newText] = [before.toString(), after.toString()]
  let from = 0
  while (from < limit && oldText[from] === newText[from]) from += 1
  let end = 0
  while (end < limit - from && oldText.at(-1 - end) === newText.at(-1 - end)) end += 1
  return {
    changes: { from, to: before.length - end, insert: after.slice(from, after.length - end) },
  }
}
