import { KeyholdError } from '../../processor/errors'

/** What no file system that Keyhold runs on refuses, and nothing that leads out of the folder. */
const SPOILERS = /[/\\<>:"|?*\p{Cc}]/u
const SCRIPT = /\.(js|mjs|ts)$/
const LONGEST_BYTES = 255

/**
 * Refuses what is no name of a script of the handler folder: every act on a file begins with it.
 * @throws KeyholdError `bad-script-name`
 */
export function checkScriptName(file: string): void {
  const problem = problemOf(file)
  if (problem === undefined) return
  throw new KeyholdError(
    'bad-script-name',
    `"${file.slice(0, 80)}" cannot be the name of a script: ${problem}.`,
    'Give a name without folders that ends with .js, .mjs or .ts.',
  )
}

function problemOf(file: string): string | undefined {
  if (SPOILERS.test(file)) return 'it holds a character that names of files cannot have everywhere'
  if (file.startsWith('.')) return 'files whose names begin with a dot are hidden'
  if (file.endsWith('.d.ts')) return 'such files declare types'
  if (!SCRIPT.test(file)) return 'it does not end with .js, .mjs or .ts'
  if (Buffer.byteLength(file) > LONGEST_BYTES) return `it is longer than ${LONGEST_BYTES} bytes`
  return undefined
}
