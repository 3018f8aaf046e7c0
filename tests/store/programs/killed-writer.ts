// A program that adds jobs for ever and says which are acknowledged, until it is killed.
import { writeSync } from 'node:fs'
import { JobStore } from '../../../src/store/job-store'

const [file = '', entry = ''] = process.argv.slice(2)
const store = await JobStore.open({ file, entry })

for (let jobId = 1; ; jobId += 20) {
  const batch = Array.from({ length: 20 }, (_, at) =>
    store.addJob({
      ...{ run: 'killed', jobId: jobId + at, key: `seller:${jobId + at}`, backoffMs: 0, argument: '{}' },
      ...{ handler: 'echo.js', host: 'here', scheduledAt: Date.now(), finishedAt: Date.now() },
      ...{ waitMs: 0, runMs: 0, pauseMs: 0, outcome: 'done', attempt: 1, lines: [] },
    }),
  )
  await Promise.all(batch)
  writeSync(1, `${jobId + 19}\n`)
}
