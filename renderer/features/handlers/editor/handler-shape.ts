import { ensureSyntaxTree, syntaxTree } from '@codemirror/language'
import type { EditorState } from '@codemirror/state'

export type SyntaxNode = ReturnType<typeof syntaxTree>['topNode']

/** Ms for what was not parsed yet; the editor's first look at a text ends after 20. */
const PARSE_MS = 200

/** The tree of the whole text: one that is half parsed would say that what comes later is not there. */
export function wholeTree(state: EditorState): ReturnType<typeof syntaxTree> {
  return ensureSyntaxTree(state, state.doc.length, PARSE_MS) ?? syntaxTree(state)
}

const functions = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunction'])

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child)
  return children
}

function textOf(state: EditorState, node: SyntaxNode): string {
  return state.sliceDoc(node.from, node.to)
}

/** The function that a top-level name stands for: declared as one, or a constant that holds one. */
function functionNamed(state: EditorState, script: SyntaxNode, name: string): SyntaxNode | undefined {
  for (const statement of childrenOf(script)) {
    const declared = statement.getChild('VariableDefinition')
    if (!declared || textOf(state, declared) !== name) continue
    if (functions.has(statement.name)) return statement
    return childrenOf(statement).find((child) => functions.has(child.name))
  }
  return undefined
}

/** The function that the script exports by default, if it can be seen in the text. */
export function handlerFunction(state: EditorState): SyntaxNode | undefined {
  const script = wholeTree(state).topNode
  for (const statement of script.getChildren('ExportDeclaration')) {
    if (!statement.getChild('default')) continue
    const own = childrenOf(statement).find((child) => functions.has(child.name))
    if (own) return own
    const name = statement.getChild('VariableName')
    return name ? functionNamed(state, script, textOf(state, name)) : undefined
  }
  return undefined
}

/** What stands for a function's second parameter: a name, or a pattern that takes it apart. */
function secondParameter(handler: SyntaxNode): SyntaxNode | undefined {
  const list = handler.getChild('ParamList')
  if (!list) return undefined
  let commas = 0
  for (const child of childrenOf(list)) {
    if (child.name === ',') commas += 1
    else if (commas === 1 && (child.name === 'VariableDefinition' || child.name === 'ObjectPattern'))
      return child
  }
  return undefined
}

export interface ContextNames {
  /** Names for the context as a whole. */
  readonly whole: ReadonlySet<string>
  /** Local names for members of it: `log` → `log`, or what it was renamed to. */
  readonly members: ReadonlyMap<string, string>
  /** The pattern that takes it apart. */
  readonly pattern: SyntaxNode | undefined
}

/** How this script's handler calls its context. `context` always counts. */
export function contextNames(state: EditorState): ContextNames {
  const handler = handlerFunction(state)
  const parameter = handler ? secondParameter(handler) : undefined
  if (parameter?.name === 'VariableDefinition') {
    return { whole: new Set(['context', textOf(state, parameter)]), members: new Map(), pattern: undefined }
  }
  const members = (parameter?.getChildren('PatternProperty') ?? []).flatMap(
    (property): [string, string][] => {
      const local = property.getChild('VariableDefinition')
      if (!local) return []
      const name = property.getChild('PropertyName') ?? local
      return [[textOf(state, local), textOf(state, name)]]
    },
  )
  return { whole: new Set(['context']), members: new Map(members), pattern: parameter }
}

/** The object of `export const options = { … }`. */
export function optionsObject(state: EditorState): SyntaxNode | undefined {
  for (const statement of wholeTree(state).topNode.getChildren('ExportDeclaration')) {
    const declaration = statement.getChild('VariableDeclaration')
    const name = declaration?.getChild('VariableDefinition')
    if (declaration && name && textOf(state, name) === 'options') {
      return declaration.getChild('ObjectExpression') ?? undefined
    }
  }
  return undefined
}

/** Names that an object or a pattern has already. */
export function namesIn(state: EditorState, node: SyntaxNode, except: number): ReadonlySet<string> {
  const names = [...node.getChildren('Property'), ...node.getChildren('PatternProperty')].flatMap(
    (property) => {
      const name = property.firstChild
      return name && (name.from > except || name.to < except) ? [textOf(state, name)] : []
    },
  )
  return new Set(names)
}
