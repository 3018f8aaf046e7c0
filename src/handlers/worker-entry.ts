// A worker thread of the handler host: runs one of the user's scripts.
import { AsyncLocalStorage } from 'node:async_hooks'
import { parentPort, workerData } from 'node:worker_threads'
import { RunClaims } from './run-claims'
import { openMarker } from './run-marks'
import { captureOutput, JobLog } from './worker/job-log'
import { allowAbort } from './worker/process-guards'
import { RunQueue } from './worker/run-queue'
import { ScriptSession } from './worker/script-session'
import { syntaxFaultOf } from './worker/syntax-fault'
import { isWorkerBirth, unpackJob, type FromWorker, type ToWorker, type WorkerBirth } from './worker-protocol'

const port = parentPort
if (port === null) throw new Error('This file is run by the handler host, in a worker thread.')

let posted = 0
const post = (message: FromWorker): void => {
  posted += 1
  port.postMessage(message)
}
const birth = birthOf(workerData)
const runOf = new AsyncLocalStorage<number>()
const log = new JobLog((level, text, at) => post({ type: 'line', level, text, at, runId: runOf.getStore() }))
const session = new ScriptSession(birth, log, runOf, post)
const runs = new RunQueue({
  claims: new RunClaims(birth.claims),
  marker: openMarker(birth.marksFile),
  run: (job) => session.run(job),
  post,
  posted: () => posted,
})

function receive(message: ToWorker): void {
  switch (message.type) {
    case 'load':
      void session.load(message.path)
      return
    case 'run':
      runs.add(message.jobs.map(unpackJob))
      return
    case 'abort':
      session.abort(message.runId, message.reason, message.message)
      return
    case 'scheduled':
      session.scheduled(message.callId, message.reply)
      return
    case 'source':
      session.supply(message.path, message.text)
      return
    case 'no-source':
      session.refuse(message.path, message.failure)
      return
    case 'parse':
      post({ type: 'parsed', questionId: message.questionId, fault: syntaxFaultOf(message.text) })
      return
    case 'measure':
      post({
        type: 'measured',
        questionId: message.questionId,
        bufferBytes: process.memoryUsage().arrayBuffers,
      })
  }
}

function birthOf(data: unknown): WorkerBirth {
  if (isWorkerBirth(data)) return data
  throw new Error('The handler host did not say which folder.')
}

allowAbort()
captureOutput(log)
// What is thrown outside of a run's own promise would end the thread without a word of what it was.
process.on('uncaughtException', (error) => post(session.strayOf(error)))
port.on('message', receive)
