import callAnApi from './scripts/call-an-api.ts?raw'
import emptyJs from './scripts/empty.js?raw'
import emptyTs from './scripts/empty.ts?raw'
import followUpJobs from './scripts/follow-up-jobs.ts?raw'
import readAFile from './scripts/read-a-file.js?raw'
import retryLaterAndLater from './scripts/retry-later-and-later.ts?raw'
import runACommand from './scripts/run-a-command.js?raw'
import workThroughAList from './scripts/work-through-a-list.ts?raw'

/** A script to begin with. */
export interface HandlerTemplate {
  readonly name: string
  /** Its first comment line. */
  readonly summary: string
  /** Proposed for the new file, with its ending. */
  readonly file: string
  readonly text: string
}

/** What **New** offers, the emptiest first. */
export const handlerTemplates: readonly HandlerTemplate[] = [
  template('Empty, TypeScript', 'my-handler.ts', emptyTs),
  template('Empty, JavaScript', 'my-handler.js', emptyJs),
  template('Call an HTTP API', 'call-an-api.ts', callAnApi),
  template('Retry later and later', 'retry-later-and-later.ts', retryLaterAndLater),
  template('Schedule follow-up jobs', 'follow-up-jobs.ts', followUpJobs),
  template('Work through a list', 'work-through-a-list.ts', workThroughAList),
  template('Read a file beside it', 'read-a-file.js', readAFile),
  template('Run a command', 'run-a-command.js', runACommand),
]

function template(name: string, file: string, text: string): HandlerTemplate {
  const summary = (text.split('\n', 1)[0] ?? '').replace(/^\/\/ */, '')
  return { name, summary, file, text }
}
