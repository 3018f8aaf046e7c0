import { expect, it } from 'vitest'
import { createHandlerRunner } from '../../src/handlers/hosted-runner'
import { failureOf, temporaryFolder } from './handler-host'
import { rm } from 'node:fs/promises'

it('a host that cannot be started fails each run with the reason, and none stays behind', async () => {
  const folder = await temporaryFolder('keyhold-handlers-')
  let launches = 0
  const launch = (): never => {
    launches += 1
    throw new Error('no more processes')
  }
  const runner = createHandlerRunner({ launcher: { launch }, folder })
  const run = { file: 'a.js', argument: 'null', key: 'k', lane: 0, attempt: 1, scheduledAt: 0, backoffMs: 0 }
  for (const jobId of [1, 2]) {
    const failure = await failureOf(runner.run({ ...run, jobId }))
    expect(failure).toMatchObject({ code: 'crashed', notStarted: true })
    expect(failure.message).toContain('no more processes')
  }
  expect(launches).toBe(2)
  await runner.close()
  await rm(folder, { recursive: true })
})
