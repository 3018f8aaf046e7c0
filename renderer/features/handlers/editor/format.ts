import { isTypeScript } from '../model'
import { styleOf } from './script-style'

export interface Formatted {
  readonly text: string
  readonly cursor: number
}

/**
 * Lays a script out. The formatter is large and seldom needed: it is loaded at the first call.
 *
 * @param cursor offset in `text`; answered is where that place is afterwards
 * @throws Error where the text does not parse
 */
export async function formatScript(file: string, text: string, cursor: number): Promise<Formatted> {
  const [{ formatWithCursor }, babel, estree] = await Promise.all([
    import('prettier/standalone'),
    import('prettier/plugins/babel'),
    import('prettier/plugins/estree'),
  ])
  const { formatted, cursorOffset } = await formatWithCursor(text, {
    cursorOffset: cursor,
    parser: isTypeScript(file) ? 'babel-ts' : 'babel',
    plugins: [babel, estree],
    printWidth: 100,
    ...styleOf(text),
  })
  return { text: formatted, cursor: Math.max(0, cursorOffset) }
}
