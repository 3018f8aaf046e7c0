import type { Failure } from './failure'
import type { HostDeath } from './host-connection'

/** What a run is called whose host ended. */

export const aborted: Failure = { code: 'aborted', message: 'The run was aborted.' }

export const recalled: Failure = { code: 'recalled', message: 'The run was taken back before it started.' }

/** @param isAlone no other run can have done it */
export function failureOf(death: HostDeath, isAlone: boolean): Failure {
  if (!death.wasUp) return notStarted(death)
  // Of several it cannot be said which one did it.
  return isAlone && ranOutOfMemory(death) ? outOfMemory : crashed(death)
}

function crashed(death: HostDeath): Failure {
  return {
    code: 'crashed',
    message: `The handler host ended with ${death.reason} while the job ran.${lastWords(death)}`,
  }
}

function notStarted(death: HostDeath): Failure {
  return {
    code: 'crashed',
    message: `The handler host did not start; it ended with ${death.reason}.${lastWords(death)}`,
    remedy: 'Check that the application is installed whole, then schedule the job again.',
  }
}

/** Lines by which V8 and native code say why they end a process. */
const lastWords = (death: HostDeath): string => {
  const line = death.lastLines.find((text) => /FATAL|Error:/.test(text))
  return line === undefined ? '' : ` It wrote: ${line.trim()}`
}

/** One allocation larger than the whole heap ends the process instead of the worker. */
const ranOutOfMemory = (death: HostDeath): boolean =>
  death.lastLines.some((line) => line.includes('heap out of memory'))

const outOfMemory: Failure = {
  code: 'out-of-memory',
  message: 'The handler wanted more memory at once than its host can have.',
}
