import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { completionPath } from '@codemirror/lang-javascript'
import type { EditorState } from '@codemirror/state'
import {
  contextMembers,
  optionMembers,
  type ContextMember,
  type OptionMember,
} from '../../../../src/contract/handler-context'
import { formatCount } from '../../../ui/format'
import { contextNames, namesIn, optionsObject, wholeTree, type SyntaxNode } from './handler-shape'

const word = /[\w$]*$/

/** The whole signature, which the list may cut, and what it means. */
function infoOf(signature: string, doc: string): HTMLElement {
  const info = document.createElement('div')
  const code = document.createElement('code')
  code.textContent = signature
  info.append(code, doc)
  return info
}

function completionOf({ name, signature, kind, doc }: ContextMember): Completion {
  return { label: name, type: kind, detail: signature, info: () => infoOf(signature, doc), boost: 10 }
}

function optionCompletion(option: OptionMember): Completion {
  const { name, signature, doc, unit, least, most, standard } = option
  const range = `${formatCount(least)} … ${formatCount(most)} ${unit}; ${formatCount(standard)} where it is not set.`
  return { ...completionOf(option), info: () => infoOf(signature, `${doc} ${range}`), apply: `${name}: ` }
}

/** Members behind a path such as `context.log`, or `log` where it was taken out of the context. */
export function membersAt(state: EditorState, path: readonly string[]): readonly ContextMember[] | undefined {
  const [first, ...rest] = path
  if (first === undefined) return undefined
  const { whole, members } = contextNames(state)
  const taken = members.get(first)
  const start = whole.has(first) ? contextMembers : contextMembers.find(({ name }) => name === taken)?.members
  return rest.reduce<readonly ContextMember[] | undefined>(
    (found, step) => found?.find(({ name }) => name === step)?.members,
    start,
  )
}

/** True where a name of a property is written, directly in this object or pattern. */
function isNamePlace(node: SyntaxNode, object: SyntaxNode): boolean {
  if (node.from === object.from && node.to === object.to) return true
  const property = node.parent
  if (property?.parent?.from !== object.from || property.parent.to !== object.to) {
    // An unfinished name may stand in the object itself, as an error.
    return node.parent?.from === object.from && node.parent.to === object.to
  }
  return property.firstChild?.from === node.from
}

function inside(pos: number, node: SyntaxNode | undefined): node is SyntaxNode {
  return node !== undefined && pos > node.from && (pos < node.to || node.lastChild?.type.isError === true)
}

function namesResult(
  context: CompletionContext,
  object: SyntaxNode,
  options: readonly Completion[],
): CompletionResult | null {
  const node = wholeTree(context.state).resolveInner(context.pos, -1)
  if (!isNamePlace(node, object)) return null
  const typed = context.matchBefore(word)
  const from = typed?.from ?? context.pos
  if (from === context.pos && !context.explicit) return null
  const present = namesIn(context.state, object, context.pos)
  return { from, options: options.filter(({ label }) => !present.has(label)), validFor: word }
}

/** Completes the members of the handler's context, and those of its exported options. */
export function completeContext(context: CompletionContext): CompletionResult | null {
  const { state, pos } = context
  const options = optionsObject(state)
  if (inside(pos, options)) return namesResult(context, options, optionMembers.map(optionCompletion))
  const { pattern } = contextNames(state)
  if (pattern?.name === 'ObjectPattern' && inside(pos, pattern)) {
    return namesResult(context, pattern, contextMembers.map(completionOf))
  }
  const path = completionPath(context)
  const members = path && membersAt(state, path.path)
  if (!members) return null
  return { from: pos - path.name.length, options: members.map(completionOf), validFor: word }
}
