import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../src/contract/limits'
import { HandlerError } from '../../src/handlers/handler-error'
import type { FinishedJob } from '../../src/processor/background-processor'
import { KeyholdError } from '../../src/processor/errors'
import { finishedRow } from '../../src/runtime/jobs/job-rows'
import { RecentLog } from '../../src/runtime/recent-log'

const finished: FinishedJob<string> = {
  jobId: 1,
  key: 'seller:1',
  backoffMs: 0,
  arg: 'null',
  outcome: 'failed',
  scheduledAt: 1,
  waitMs: 1,
  runMs: 1,
  pauseMs: 0,
  attempts: 1,
  confirmed: true,
  generation: '0',
}
const at = { sequence: 1, finishedAt: 1, script: { file: 'echo.js', version: undefined }, instance: 'here' }

describe('the row of a finished job', () => {
  it("shows the script's own stack, and no frame of Keyhold", () => {
    const error = new HandlerError({ code: 'threw', message: 'no stock', stack: 'at mine.js:3' })
    expect(finishedRow({ ...finished, error }, at).error).toEqual({
      code: 'threw',
      message: 'no stock',
      remedy: error.remedy,
      stack: 'at mine.js:3',
    })
    const own = new KeyholdError('bad-pause', 'No pause.', 'Return one.')
    expect(finishedRow({ ...finished, error: own }, at).error).not.toHaveProperty('stack')
  })

  it('calls the time limit of the script host what it is', () => {
    const error = new HandlerError({ code: 'timeout', message: 'Too long.' })
    expect(finishedRow({ ...finished, error }, at).outcome).toBe('timeout')
  })

  it('says whether the other one that holds the key is this app', () => {
    const owner = { kind: 'keyhold', instance: 'there', host: 'api-7', at: 5 } as const
    expect(finishedRow({ ...finished, outcome: 'lost-to', owner }, at).owner).toEqual({
      ...owner,
      here: false,
    })
  })

  it('cuts errors without end', () => {
    const error = new Error('x'.repeat(100_000))
    const row = finishedRow({ ...finished, error }, at)
    expect(row.error?.message.length).toBeLessThanOrEqual(2_000)
    expect(row.error?.stack?.length).toBeLessThanOrEqual(2_000)
  })

  it('shows an argument in at most 200 characters, and never half a character at the cut', () => {
    const preview = (arg: string) => finishedRow({ ...finished, arg }, at).argument
    expect(preview('"short"')).toBe('"short"')
    expect(preview('x'.repeat(10_000))).toBe(`${'x'.repeat(199)}…`)
    expect(preview(`${'x'.repeat(198)}😀 and more`)).toBe(`${'x'.repeat(198)}…`)
  })

  it('keeps a preview and not the megabyte that it was cut from', () => {
    setFlagsFromString('--expose-gc')
    const collect = (): void => void runInNewContext('gc()')
    const log = new RecentLog<unknown>(LIMITS.finishedKept)
    collect()
    const before = process.memoryUsage().heapUsed
    for (let job = 0; job < 200; job += 1) {
      const arg = `"${String(job).padStart(LIMITS.argumentBytes - 2, 'x')}"`
      log.push(() => finishedRow({ ...finished, arg }, at))
    }
    collect()
    expect(log.count).toBe(200)
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(20 * LIMITS.argumentBytes)
  })
})
