import { javascript } from '@codemirror/lang-javascript'
import type { Extension } from '@codemirror/state'
import { isTypeScript } from '../model'
import { completeContext } from './context-completion'
import { completeGlobals } from './globals'

/** The language of a file by its ending, with completion of what a handler gets and may export. */
export function scriptLanguage(file: string): Extension {
  const support = javascript({ typescript: isTypeScript(file) })
  return [
    support,
    support.language.data.of({ autocomplete: completeContext }),
    support.language.data.of({ autocomplete: completeGlobals }),
  ]
}
