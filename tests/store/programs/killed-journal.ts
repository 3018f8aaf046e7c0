// A program that intends and accepts jobs for ever and says which are accepted, until it is killed.
import { writeSync } from 'node:fs'
import { JobStore } from '../../../src/store/job-store'

const [file = '', entry = ''] = process.argv.slice(2)
const owner = { instance: 'killed', host: 'api-7', place: 'redis://one/0 shop' }
const { journal } = await JobStore.open({ file, entry, journal: owner })
if (!journal) throw new Error('The store was opened without a journal.')

const inBatch = (first: number, say: (number: number, done: () => void) => void): Promise<unknown> =>
  Promise.all(Array.from({ length: 20 }, (_, at) => new Promise<void>((done) => say(first + at, done))))

for (let first = 1; ; first += 20) {
  await inBatch(first, (number, done) => {
    const job = {
      number,
      key: `seller:${number}`,
      argument: `{"seller":${number}}`,
      backoffMs: 0,
      scheduledAt: 1,
    }
    journal.intend(job, done)
  })
  await inBatch(first, (number, done) => journal.accept(number, done))
  for (let number = first; number < first + 20; number += 1) if (number % 7 === 0) journal.forget(number)
  writeSync(1, `${first + 19}\n`)
}
