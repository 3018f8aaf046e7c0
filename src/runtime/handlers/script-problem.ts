import type { ScriptProblem } from '../../contract/handlers'
import { HandlerError } from '../../handlers/handler-error'
import { errorEnvelope } from '../views/error-envelope'

/** Why a script cannot be used, as it crosses the process line: with its line, where that is known. */
export function scriptProblem(error: unknown): ScriptProblem {
  const { line, column } = error instanceof HandlerError ? error : {}
  return {
    ...errorEnvelope(error),
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
  }
}
