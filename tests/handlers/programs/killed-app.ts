// A program that hands runs ahead to a host, as the app does, until it is killed.
import { createForkLauncher } from '../../../src/handlers/fork-launcher'
import { createHandlerRunner } from '../../../src/handlers/hosted-runner'

/** The most that a lane is ever handed ahead. */
const AHEAD = 256

const [hostEntry = '', folder = '', marksFolder = '', marksName = '', argument = ''] = process.argv.slice(2)
const runner = createHandlerRunner({
  ...{ launcher: createForkLauncher({ hostEntry }), folder, marksFolder, marksName },
})
let jobId = 0

/** Hands over a run behind the one before as soon as one in front has ended. */
async function lane(number: number): Promise<void> {
  let behind: number | undefined
  const ends: Promise<unknown>[] = []
  for (;;) {
    jobId += 1
    ends.push(
      runner.run({
        ...{ file: 'note.js', argument, key: String(jobId), jobId, lane: number, behind },
        ...{ attempt: 1, scheduledAt: 0, backoffMs: 0, mark: jobId },
      }),
    )
    behind = jobId
    if (ends.length >= AHEAD) await ends.shift()
  }
}

await Promise.all([lane(0), lane(1)])
