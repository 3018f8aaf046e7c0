import fc from 'fast-check'
import { expect, it } from 'vitest'
import { RetryLater } from '../../src/processor/retry-later'
import { Elsewhere } from './elsewhere'
import type { Work } from './fleet'
import { ManualClock } from './manual-clock'
import { onSharedRedis } from './on-redis'
import { waitFor } from '../support/wait-for'

const redis = onSharedRedis()

type Kind = 'nothing' | 'waits' | 'pauses' | 'throws' | 'retries'

const steps = (kinds: readonly Kind[]) =>
  fc.array(
    fc.oneof(
      {
        weight: 12,
        arbitrary: fc.record({
          kind: fc.constant('schedule' as const),
          key: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
          work: fc.constantFrom(...kinds),
        }),
      },
      { weight: 5, arbitrary: fc.record({ kind: fc.constant('open' as const) }) },
      {
        weight: 4,
        arbitrary: fc.record({ kind: fc.constant('advance' as const), ms: fc.constantFrom(1, 30, 80) }),
      },
      {
        weight: 2,
        arbitrary: fc.record({ kind: fc.constantFrom('crash', 'bump', 'cancel', 'pause', 'resume') }),
      },
    ),
    { minLength: 20, maxLength: 50, size: 'max' },
  )

type Steps = ReturnType<typeof steps> extends fc.Arbitrary<infer List> ? List : never

/** What a job has done. */
interface Note {
  readonly key: string
  accepted: boolean
  readonly attempts: number[]
}

async function play(list: Steps, concurrency: number) {
  const elsewhere = new Elsewhere()
  const clock = new ManualClock()
  const member = await redis.member({ remote: elsewhere, clock, concurrency })
  const { processor, finished } = member
  const notes: Note[] = []
  const gates = new Set<() => void>()
  const open = (): void => {
    for (const end of gates) end()
    gates.clear()
  }
  const workOf = (kind: string, note: Note): Work => {
    return ({ attempt, signal }) => {
      note.attempts.push(attempt)
      if (kind === 'throws') throw new Error('thrown')
      if (kind === 'pauses') return 10
      if (kind === 'retries' && attempt < 3) throw new RetryLater(20)
      if (kind !== 'waits') return
      return new Promise<void>((resolve) => {
        gates.add(resolve)
        signal.addEventListener('abort', () => resolve())
      })
    }
  }
  for (const step of list) {
    if ('key' in step) {
      const note: Note = { key: step.key, accepted: false, attempts: [] }
      notes.push(note)
      note.accepted = await processor.schedule(step.key, 0, workOf(step.work, note))
    } else if (step.kind === 'open') open()
    else if ('ms' in step) await clock.advance(step.ms)
    else if (step.kind === 'crash') elsewhere.crash()
    else if (step.kind === 'bump') await processor.bumpRemoteDedupKey()
    else if (step.kind === 'pause') processor.pause()
    else if (step.kind === 'resume') processor.resume()
    else {
      const [job] = processor.waitingJobs(1, 1)
      if (job !== undefined) processor.cancel(job.jobId)
    }
    await new Promise((resolve) => setImmediate(resolve))
  }
  const drained = processor.drain().then(() => true)
  await waitFor(
    async () => {
      open()
      await clock.advance(20)
      return Promise.race([drained, Promise.resolve(false)])
    },
    { what: 'nothing waits or runs' },
  )
  await member.stop()
  return { elsewhere, finished, notes }
}

const once = ['nothing', 'waits', 'pauses', 'throws'] as const
const again = [...once, 'retries'] as const

it.each([
  ['one lane keeps the order', 1, once],
  ['one lane, with retries', 1, again],
  ['two lanes, with retries', 2, again],
] as const)(
  'nothing overlaps, is lost or runs twice, whatever comes between: %s',
  async (_name, concurrency, kinds) => {
    let recalls = 0
    await fc.assert(
      fc.asyncProperty(steps(kinds), async (list) => {
        const { elsewhere, finished, notes } = await play(list, concurrency)
        recalls += elsewhere.recalls.length
        expect(elsewhere.overlapping).toEqual([])
        const accepted = notes.filter((note) => note.accepted)
        expect(finished.map(({ key }) => key).sort()).toEqual(accepted.map(({ key }) => key).sort())
        for (const { attempts } of accepted) expect(attempts).toEqual(attempts.map((_, n) => n + 1))
        expect(notes.filter((note) => !note.accepted).flatMap(({ attempts }) => attempts)).toEqual([])
        // In the order in which they were accepted.
        const called = accepted.filter(({ attempts }) => attempts.length > 0).map(({ key }) => key)
        if (kinds === once) expect(elsewhere.called).toEqual(called)
      }),
      { numRuns: 20, seed: 7, endOnFailure: true },
    )
    // Else nothing was tried.
    expect(recalls).toBeGreaterThan(0)
  },
  60_000,
)
