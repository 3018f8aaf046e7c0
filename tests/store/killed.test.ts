import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildProgram, buildStore, type BuiltStore } from './built-store'
import { everyLeft, numbers, openRun } from './journal-bench'
import { collect, openStore, temporaryFile } from './store-bench'

let built: BuiltStore
let program: string
let journalProgram: string
beforeAll(async () => {
  built = await buildStore()
  program = await buildProgram(built, 'killed-writer')
  journalProgram = await buildProgram(built, 'killed-journal')
})
afterAll(() => built.remove())

/** Lets the program write until it has acknowledged so many jobs, then kills it. @returns the last acknowledged one */
async function writeUntilKilled(name: string, file: string, jobs: number): Promise<number> {
  const child = spawn(process.execPath, [name, file, built.entry], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exit = once(child, 'exit')
  let acknowledged = 0
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged = Number(line)
    if (acknowledged >= jobs) child.kill('SIGKILL')
  }
  expect(await exit).toEqual([null, 'SIGKILL'])
  return acknowledged
}

test.each([20, 400, 2_000])('kill -9 after %i acknowledged jobs loses none of them', async (jobs) => {
  const file = temporaryFile()
  const acknowledged = await writeUntilKilled(program, file, jobs)
  const problems: string[] = []
  const store = await openStore(built, { file, onProblem: ({ code }) => problems.push(code) })
  const kept = await collect(store.everyJob({}))
  const ids = kept.map((job) => job.jobId).sort((a, b) => a - b)
  expect(ids.slice(0, acknowledged)).toEqual(Array.from({ length: acknowledged }, (_, at) => at + 1))
  // What was not acknowledged is there by whole batches or not at all.
  expect(ids.length % 20).toBe(0)
  expect(problems).toEqual([])
})

test.each([20, 400, 2_000])('kill -9 after %i accepted jobs leaves the journal whole', async (jobs) => {
  const file = temporaryFile()
  const acknowledged = await writeUntilKilled(journalProgram, file, jobs)
  const { journal } = await openRun(built, file, { instance: 'after' })
  const left = await everyLeft(journal)
  // Every seventh is forgotten once it is accepted, and was told to be so before the acknowledgement of the next batch.
  const due = numbers(1, acknowledged).filter((number) => number % 7 !== 0)
  const ids = left.map(({ number }) => number)
  expect(ids.filter((number) => number % 7 !== 0).slice(0, due.length)).toEqual(due)
  expect(ids.filter((number) => number % 7 === 0 && number <= acknowledged - 20)).toEqual([])
  expect(ids).toEqual(ids.toSorted((a, b) => a - b))
  for (const { number, state, key, argument } of left) {
    expect({ key, argument }).toEqual({ key: `seller:${number}`, argument: `{"seller":${number}}` })
    if (number <= acknowledged) expect(state).toBe('accepted')
  }
})
