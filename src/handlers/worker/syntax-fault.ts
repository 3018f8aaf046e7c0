import { Script, SourceTextModule } from 'node:vm'
import type { SyntaxFault } from '../worker-protocol'

/** What V8 has against a text as an ES module, if anything. Nothing of it runs. */
export function syntaxFaultOf(text: string): SyntaxFault | undefined {
  try {
    new SourceTextModule(text)
    return undefined
  } catch (error) {
    const message = error instanceof Error ? error.message : 'unknown'
    return { message, ...placeOf(text, message) }
  }
}

/**
 * V8 tells where a classic script is broken, and keeps it to itself for a module. So the text is parsed once more
 * without its `import` and `export`, and believed where the complaint is the same.
 */
function placeOf(text: string, message: string): { readonly line?: number; readonly column?: number } {
  try {
    new Script(withoutModuleWords(text), { filename: 'text' })
    return {}
  } catch (error) {
    if (!(error instanceof Error) || error.message !== message) return {}
    const [where = '', , carets = ''] = (error.stack ?? '').split('\n')
    const line = Number(/^text:(\d+)$/.exec(where)?.[1])
    const column = carets.indexOf('^') + 1
    return { ...(line > 0 ? { line } : {}), ...(line > 0 && column > 0 ? { column } : {}) }
  }
}

/** Every line and column stays where it is. */
const withoutModuleWords = (text: string): string =>
  text
    // `$ = ` in front of what is an expression, or reads as one.
    .replace(/^export[ \t]+default[ \t]/gm, (words) => `$${' '.repeat(words.length - 3)}= `)
    .replace(/^export(?=[ \t]+(?:const|let|var|function|async|class)\b)/gm, blank)
    .replace(/^import\b[^\n]*?['"][^'"\n]*['"];?/gm, blank)

const blank = (found: string): string => ' '.repeat(found.length)
