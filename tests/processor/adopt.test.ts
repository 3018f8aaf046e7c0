import { describe, expect, it } from 'vitest'
import { holdName } from './look'
import { waitFor } from '../support/wait-for'
import { FakeJournal, type Kept } from './fake-journal'
import { gate, newNamespace, nothing, type Member } from './fleet'
import { onSharedRedis } from './on-redis'

const redis = onSharedRedis()
const HOUR_MS = 3_600_000

const member = async (options: Parameters<typeof redis.member>[0] = {}): Promise<Member> => {
  const started = await redis.member({ paused: true, ...options })
  await waitFor(() => started.dedup.link().state === 'ready', { what: 'it is connected' })
  return started
}

const earlierJob = (key: string, agoMs = HOUR_MS) => ({
  ...{ key, backoffMs: 2 * HOUR_MS, arg: nothing },
  scheduledAt: Date.now() - agoMs,
})

describe('a job of an earlier instance', () => {
  it('enters the queue behind what waits, as old as it is', async () => {
    const { processor, finishedOf } = await member()
    await processor.schedule('waits', 0, nothing)
    const job = earlierJob('a')
    expect(await processor.adopt(job)).toEqual({ outcome: 'scheduled', jobId: 2 })
    const [, shown] = processor.waitingJobs(0, 2)
    expect(shown).toMatchObject({ key: 'a', scheduledAt: job.scheduledAt })
    expect(shown?.ageMs).toBeGreaterThanOrEqual(HOUR_MS)
    expect(shown?.ageMs).toBeLessThan(HOUR_MS + 60_000)
    processor.resume()
    const finished = await finishedOf('a')
    expect(finished).toMatchObject({ outcome: 'done', scheduledAt: job.scheduledAt })
    expect(finished.waitMs).toBeGreaterThanOrEqual(HOUR_MS)
  })

  it('has its hold taken anew, as of the moment when it was scheduled', async () => {
    const namespace = newNamespace()
    const { processor, finishedOf } = await member({ namespace })
    await processor.adopt(earlierJob('a'))
    const { value } = (await redis.look.hold(namespace, 0, 'a')) ?? { value: '{}' }
    const { at } = JSON.parse(value) as { at: number }
    const now = await redis.look.time()
    expect(Math.abs(now - HOUR_MS - at)).toBeLessThan(5_000)
    processor.resume()
    await finishedOf('a')
    await waitFor(async () => (await redis.look.hold(namespace, 0, 'a'))?.expiresAt === at + 2 * HOUR_MS, {
      what: 'the hold stays for what is left of the backoff',
    })
  })

  it('is none where its key is queued here, is held, or its key is bad', async () => {
    const namespace = newNamespace()
    const { processor } = await member({ namespace })
    await processor.schedule('a', 0, nothing)
    expect(await processor.adopt(earlierJob('a'))).toMatchObject({ outcome: 'queued-here', jobId: 1 })
    await redis.look.redis.set(holdName(namespace, 0, 'b'), '"b"', 'PX', 60_000)
    expect(await processor.adopt(earlierJob('b'))).toMatchObject({
      outcome: 'held',
      owner: { kind: 'go-io' },
    })
    await expect(processor.adopt(earlierJob(''))).rejects.toMatchObject({ code: 'bad-key' })
  })

  it('is let alone by a stop that comes first, and its hold stays', async () => {
    const namespace = newNamespace()
    const journal = new FakeJournal()
    const { processor } = await member({ namespace, journal })
    const answer = processor.adopt({ ...earlierJob('a'), number: 7 })
    await processor.stop()
    expect(await answer).toEqual({ outcome: 'stopped' })
    expect(journal.said).toEqual([])
    expect(await redis.look.hold(namespace, 0, 'a')).toBeDefined()
  })

  it('is in the journal under the number that it was given, and forgotten at its end', async () => {
    const journal = new FakeJournal()
    const { processor, dedup, finishedOf } = await member({ journal })
    const number = dedup.nextNumber()
    journal.has({ number, key: 'a', backoffMs: 0, arg: nothing })
    expect((await processor.adopt({ ...earlierJob('a'), number })).outcome).toBe('scheduled')
    processor.resume()
    await finishedOf('a')
    await waitFor(() => journal.kept.size === 0, { what: 'it is forgotten' })
    expect(journal.said).toEqual(['end a', 'forget a'])
  })
})

interface Crash {
  readonly name: string
  /** Brings one job so far that the process dies there. */
  readonly until: (crashing: Member, journal: FakeJournal, namespace: string) => Promise<void>
  readonly entry: Kept['state'] | undefined
  readonly found: 'free' | 'ours'
}

const scheduled = (crashing: Member): void => void crashing.processor.schedule('a', 0, nothing)
const said = (journal: FakeJournal, word: string): Promise<unknown> =>
  waitFor(() => journal.said.includes(word), { what: word })

/** Schedules, runs and ends a job whose end is about to be kept. */
const ended = async (crashing: Member, journal: FakeJournal): Promise<void> => {
  journal.letGo()
  await crashing.processor.schedule('a', 0, nothing)
  journal.hold()
  crashing.processor.resume()
  await crashing.finishedOf('a')
}

const crashes: readonly Crash[] = [
  {
    name: 'before its intent is kept',
    until: async (crashing) => scheduled(crashing),
    ...{ entry: undefined, found: 'free' },
  },
  {
    name: 'before its hold is taken',
    until: async (crashing, journal) => {
      scheduled(crashing)
      journal.commit()
    },
    ...{ entry: 'intended', found: 'free' },
  },
  {
    name: 'before it is kept as accepted',
    until: async (crashing, journal) => {
      scheduled(crashing)
      journal.commit()
      await said(journal, 'accept a')
    },
    ...{ entry: 'intended', found: 'ours' },
  },
  {
    name: 'while it waits',
    until: async (crashing, journal) => {
      scheduled(crashing)
      journal.letGo()
      await waitFor(() => journal.stateOf('a') === 'accepted', { what: 'it is accepted' })
    },
    ...{ entry: 'accepted', found: 'ours' },
  },
  {
    name: 'before its end is kept',
    until: ended,
    ...{ entry: 'accepted', found: 'ours' },
  },
  {
    name: 'before its hold is settled',
    until: async (crashing, journal) => {
      await ended(crashing, journal)
      journal.commit()
    },
    ...{ entry: 'ended', found: 'ours' },
  },
  {
    name: 'before it is forgotten',
    until: async (crashing, journal, namespace) => {
      await ended(crashing, journal)
      journal.commit()
      await redis.look.until(namespace, 0, 'a', 'gone')
    },
    ...{ entry: 'ended', found: 'free' },
  },
]

describe('a process that dies leaves what the next one needs', () => {
  it.each(crashes)('$name', async ({ until, entry, found }) => {
    const namespace = newNamespace()
    const journal = new FakeJournal({ held: true })
    const crashing = await member({ namespace, journal })
    await until(crashing, journal, namespace)
    journal.die()
    crashing.kill()
    expect(journal.stateOf('a')).toBe(entry)
    const next = await member({ namespace })
    const look = await next.dedup.findEarlier(['a'], new Set([crashing.dedup.instance]))
    expect(look.holds.map(({ state }) => state)).toEqual([found])
  })

  it('jobs are adopted with their holds, run in their order, and another instance cannot come between', async () => {
    const namespace = newNamespace()
    const journal = new FakeJournal()
    const crashing = await member({ namespace, journal })
    const keys = Array.from({ length: 600 }, (_, n) => `key${n}`)
    await Promise.all(keys.map((key) => crashing.processor.schedule(key, 60_000, nothing)))
    journal.die()
    crashing.kill()

    const now = new FakeJournal()
    const next = await member({ namespace, journal: now })
    const other = await member({ namespace })
    const entries = [...journal.kept.values()].map((kept) => kept.entry)
    const { holds } = await next.dedup.findEarlier(keys, new Set([crashing.dedup.instance]))
    for (const [index, entry] of entries.entries()) {
      const found = holds[index]
      if (found?.state !== 'ours') throw new Error(`${entry.key} is ${found?.state ?? 'not told'}`)
      const hold = next.dedup.adopt(found)
      now.has({ ...entry, number: hold.number })
      const { key, backoffMs } = entry
      await next.processor.adopt({ key, backoffMs, arg: nothing, scheduledAt: Date.now() - 10, hold })
    }
    expect((await other.processor.scheduleWithReason('key0', 0, nothing)).outcome).toBe('held')
    const work = gate()
    expect((await next.processor.scheduleWithReason('key5', 0, work.work)).outcome).toBe('queued-here')
    next.processor.resume()
    await waitFor(() => next.finished.length === 600, { what: 'all have run' })
    expect(next.finished.map(({ key }) => key)).toEqual(keys)
    expect(new Set(next.finished.map(({ outcome, confirmed }) => `${outcome} ${confirmed}`))).toEqual(
      new Set(['done true']),
    )
    await waitFor(() => now.kept.size === 0, { what: 'all are forgotten' })
    expect(work.hasStarted()).toBe(false)
  })
})
