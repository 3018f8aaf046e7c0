import { describe, expect, it } from 'vitest'
import { RetryLater } from '../../src/processor/retry-later'
import { startTcpProxy } from '../support/tcp-proxy'
import { waitFor } from '../support/wait-for'
import { FakeJournal } from './fake-journal'
import { gate, newNamespace, nothing, type Member } from './fleet'
import { generationName, holdName } from './look'
import { onSharedRedis } from './on-redis'

const redis = onSharedRedis()

const journaled = async (
  journal: FakeJournal,
  options: Parameters<typeof redis.member>[0] = {},
): Promise<Member> => {
  const member = await redis.member({ journal, redisTimeoutMs: 300, ...options })
  await waitFor(() => member.dedup.generation() !== undefined, { what: 'the generation was read' })
  return member
}

/** Waits for what the journal was told last. */
const told = (journal: FakeJournal, word: string): Promise<unknown> =>
  waitFor(() => journal.said.includes(word), { what: `the journal was told "${word}"` })

/** Lets everything come about that does not wait for the journal. */
const roundTrip = async ({ dedup }: Member): Promise<void> => {
  for (let n = 0; n < 2; n += 1) {
    await dedup.findEarlier([], new Set())
    await new Promise((resolve) => setImmediate(resolve))
  }
}

const isAnswered = async (answer: Promise<unknown>): Promise<boolean> => {
  const open = Symbol('open')
  return (await Promise.race([answer, new Promise((resolve) => setImmediate(() => resolve(open)))])) !== open
}

describe('a job is kept before it is accepted', () => {
  it('intended, held, in the queue, kept as accepted, answered', async () => {
    const journal = new FakeJournal({ held: true })
    const namespace = newNamespace()
    const member = await journaled(journal, { namespace, paused: true })
    const answer = member.processor.scheduleWithReason('a', 60_000, nothing)
    await roundTrip(member)
    expect(await redis.look.hold(namespace, 0, 'a')).toBeUndefined()
    expect(member.processor.queueLength()).toBe(0)

    journal.commit()
    await told(journal, 'accept a')
    expect(await redis.look.hold(namespace, 0, 'a')).toBeDefined()
    expect(member.processor.queueLength()).toBe(1)
    expect(await isAnswered(answer)).toBe(false)
    expect(journal.stateOf('a')).toBe('intended')

    journal.commit()
    expect(await answer).toEqual({ outcome: 'scheduled', jobId: 1 })
    expect(journal.stateOf('a')).toBe('accepted')
    journal.letGo()
    const { value } = (await redis.look.hold(namespace, 0, 'a')) ?? { value: '{}' }
    const [number] = journal.kept.keys()
    expect(JSON.parse(value)).toMatchObject({ token: `${member.dedup.instance}.${number}` })
  })

  it('jobs enter the queue in the order of their calls, and cost one round trip', async () => {
    const journal = new FakeJournal({ held: true })
    const member = await journaled(journal, { paused: true })
    const keys = Array.from({ length: 300 }, (_, n) => `key${n}`)
    const answers = keys.map((key) => member.processor.schedule(key, 0, nothing))
    const before = await redis.look.calls('set')
    const trips = await redis.look.scriptCalls()
    journal.commit()
    await waitFor(() => member.processor.queueLength() === 300, { what: 'all are queued' })
    // One more may be the look of each second.
    expect((await redis.look.scriptCalls()) - trips).toBeLessThanOrEqual(2)
    expect((await redis.look.calls('set')) - before).toBe(300)
    journal.letGo()
    expect(await Promise.all(answers)).toEqual(keys.map(() => true))
    expect(member.processor.waitingJobs(0, 300).map(({ key }) => key)).toEqual(keys)
  })

  it('a second schedule of its key waits for the same answer, also while it is being kept', async () => {
    const journal = new FakeJournal({ held: true })
    const member = await journaled(journal, { paused: true })
    const first = member.processor.scheduleWithReason('a', 0, nothing)
    const second = member.processor.scheduleWithReason('a', 0, nothing)
    journal.commit()
    await told(journal, 'accept a')
    const third = member.processor.scheduleWithReason('a', 0, nothing)
    expect(await isAnswered(Promise.race([second, third]))).toBe(false)
    journal.commit()
    expect((await first).outcome).toBe('scheduled')
    expect(await second).toMatchObject({ outcome: 'queued-here', jobId: 1 })
    expect(await third).toMatchObject({ outcome: 'queued-here', jobId: 1 })
    expect(journal.said).toEqual(['intend a', 'accept a'])
    journal.letGo()
  })

  it('a drain waits for answers', async () => {
    const journal = new FakeJournal({ held: true })
    const member = await journaled(journal)
    const answer = member.processor.schedule('a', 0, nothing)
    journal.commit()
    await member.finishedOf('a')
    const drained = member.processor.drain()
    expect(await isAnswered(drained)).toBe(false)
    journal.letGo()
    await drained
    expect(await answer).toBe(true)
  })
})

describe('what the journal cannot keep', () => {
  it('an intent: nothing is held, nothing runs', async () => {
    const journal = new FakeJournal()
    journal.fail(['intend'])
    const namespace = newNamespace()
    const member = await journaled(journal, { namespace })
    const sets = await redis.look.calls('set')
    const refused: string[] = []
    member.processor.on('refused', ({ outcome }) => refused.push(outcome.outcome))
    const answer = member.processor.scheduleWithReason('a', 60_000, nothing)
    const follower = member.processor.scheduleWithReason('a', 60_000, nothing)
    const outcome = { outcome: 'journal-error', message: 'The disk is full.' }
    expect(await answer).toEqual(outcome)
    expect(await follower).toEqual(outcome)
    expect(refused).toEqual(['journal-error', 'journal-error'])
    expect(await redis.look.calls('set')).toBe(sets)
    expect(member.processor.findJob({ key: 'a' })).toBeUndefined()
    await member.processor.drain()
  })

  it('that a job was accepted: it leaves the queue, and its key is free', async () => {
    const journal = new FakeJournal()
    journal.fail(['accept'])
    const namespace = newNamespace()
    const member = await journaled(journal, { namespace, paused: true })
    const answer = member.processor.scheduleWithReason('a', 60_000, nothing)
    const follower = member.processor.scheduleWithReason('a', 60_000, nothing)
    expect((await answer).outcome).toBe('journal-error')
    expect((await follower).outcome).toBe('journal-error')
    expect(member.processor.queueLength()).toBe(0)
    await redis.look.until(namespace, 0, 'a', 'gone')
    await told(journal, 'forget a')
    expect(member.finished.map(({ outcome, attempts }) => [outcome, attempts])).toEqual([['cancelled', 0]])
  })

  it('that a job was accepted which has started meanwhile: it stays', async () => {
    const journal = new FakeJournal({ held: true })
    journal.fail(['accept'])
    const member = await journaled(journal)
    const work = gate()
    const answer = member.processor.scheduleWithReason('a', 0, work.work)
    journal.commit()
    await work.started
    journal.letGo()
    expect(await answer).toEqual({ outcome: 'scheduled', jobId: 1 })
    work.open()
    expect((await member.finishedOf('a')).outcome).toBe('done')
  })

  it('that a job was accepted which has failed once and waits to be run again: it stays', async () => {
    const journal = new FakeJournal({ held: true })
    journal.fail(['accept'])
    const member = await journaled(journal)
    let runs = 0
    const retrying = new Promise((resolve) => member.processor.on('retrying', resolve))
    const answer = member.processor.scheduleWithReason('a', 0, () => {
      runs += 1
      if (runs === 1) throw new RetryLater(200, new Error('not yet'))
    })
    journal.commit()
    await retrying
    journal.letGo()
    expect(await answer).toEqual({ outcome: 'scheduled', jobId: 1 })
    expect((await member.finishedOf('a')).outcome).toBe('done')
  })

  it('an end: its hold is settled all the same', async () => {
    const journal = new FakeJournal()
    journal.fail(['end'])
    const namespace = newNamespace()
    const member = await journaled(journal, { namespace })
    expect(await member.processor.schedule('a', 0, nothing)).toBe(true)
    await redis.look.until(namespace, 0, 'a', 'gone')
    await told(journal, 'forget a')
  })
})

describe('the end of a job', () => {
  it('is kept before its hold is settled, and forgotten when Redis has answered', async () => {
    const journal = new FakeJournal()
    const namespace = newNamespace()
    const member = await journaled(journal, { namespace })
    const work = gate()
    await member.processor.schedule('a', 0, work.work)
    journal.hold()
    work.open()
    await member.finishedOf('a')
    await roundTrip(member)
    expect(journal.said).toEqual(['intend a', 'accept a', 'end a'])
    expect(await redis.look.hold(namespace, 0, 'a')).toBeDefined()
    expect(journal.stateOf('a')).toBe('accepted')

    journal.commit()
    expect(journal.stateOf('a')).toBe('ended')
    await told(journal, 'forget a')
    expect(await redis.look.hold(namespace, 0, 'a')).toBeUndefined()
    journal.commit()
    expect(journal.kept.size).toBe(0)
  })

  it.each(['is kept', 'cannot be kept'])(
    'its key is taken again only after the settle: the end %s',
    async (how) => {
      const journal = new FakeJournal()
      if (how === 'cannot be kept') journal.fail(['end'])
      const namespace = newNamespace()
      const member = await journaled(journal, { namespace })
      const watch = await redis.watch(namespace)
      const work = gate()
      await member.processor.schedule('a', 0, work.work)
      journal.hold()
      work.open()
      await member.finishedOf('a')
      const again = member.processor.scheduleWithReason('a', 0, nothing)
      journal.letGo()
      expect((await again).outcome).toBe('scheduled')
      await member.finishedOf('a', 2)
      await redis.look.until(namespace, 0, 'a', 'gone')
      await watch.caughtUp()
      const sets = watch.writes
        .map(({ event }) => event)
        .filter((event) => event === 'set' || event === 'del')
      expect(sets).toEqual(['set', 'del', 'set', 'del'])
    },
  )

  it('a cancel is an end: kept, released, forgotten', async () => {
    const journal = new FakeJournal()
    const namespace = newNamespace()
    const member = await journaled(journal, { namespace, paused: true })
    await member.processor.schedule('a', 60_000, nothing)
    expect(member.processor.cancel(1)).toBe('removed')
    await told(journal, 'forget a')
    expect(journal.said).toEqual(['intend a', 'accept a', 'end a', 'forget a'])
    expect(await redis.look.hold(namespace, 0, 'a')).toBeUndefined()
  })

  it('of a job whose hold somebody released is told all the same, and nothing stands behind the job', async () => {
    const journal = new FakeJournal()
    const namespace = newNamespace()
    const member = await journaled(journal, { namespace, paused: true, leaseMs: 1_000 })
    const work = gate()
    await member.processor.schedule('a', 0, work.work)
    const { expiresAt = Number.NaN } = (await redis.look.hold(namespace, 0, 'a')) ?? {}
    await redis.look.redis.del(holdName(namespace, 0, 'a'))
    await redis.look.passed(expiresAt)
    member.processor.resume()
    await work.started
    expect(member.processor.holdOf(1)).toBeUndefined()
    work.open()
    expect(await member.finishedOf('a')).toMatchObject({ outcome: 'done', generation: undefined })
    await told(journal, 'forget a')
    expect(journal.said).toEqual(['intend a', 'accept a', 'end a', 'forget a'])
  })

  it('of a job that is lost to another instance: it is forgotten', async () => {
    const { journal, member } = await withLapsedHold((namespace) =>
      redis.look.redis.set(holdName(namespace, 0, 'a'), '"a"', 'PX', 60_000),
    )
    member.processor.resume()
    expect((await member.finishedOf('a')).outcome).toBe('lost-to')
    await told(journal, 'forget a')
    expect(journal.said).toEqual(['intend a', 'accept a', 'forget a'])
  })

  it('of a job whose hold was taken anew is told by the number that was intended', async () => {
    const { journal, member, namespace } = await withLapsedHold()
    const [number] = journal.kept.keys()
    member.processor.resume()
    expect((await member.finishedOf('a')).outcome).toBe('done')
    await told(journal, 'forget a')
    expect(journal.said).toEqual(['intend a', 'accept a', 'end a', 'forget a'])
    await waitFor(() => journal.kept.size === 0, { what: `${number} is forgotten` })
    await redis.look.until(namespace, 0, 'a', 'gone')
  })
})

/** A paused processor with a waiting job, whose hold has lapsed while it was cut off from Redis. */
async function withLapsedHold(
  meanwhile: (namespace: string) => Promise<unknown> = () => Promise.resolve(),
): Promise<{ journal: FakeJournal; member: Member; namespace: string }> {
  const journal = new FakeJournal()
  const namespace = newNamespace()
  const proxy = redis.end(await startTcpProxy(redis.server.port))
  const member = await journaled(journal, { namespace, paused: true, leaseMs: 1_000, url: proxy.url })
  await member.processor.schedule('a', 0, nothing)
  proxy.refuse()
  await redis.look.until(namespace, 0, 'a', 'gone')
  await meanwhile(namespace)
  proxy.accept()
  await waitFor(() => member.dedup.link().state === 'ready', { timeoutMs: 15_000, what: 'Redis is back' })
  return { journal, member, namespace }
}

describe('a stop', () => {
  it('waits for ends that are being kept', async () => {
    const journal = new FakeJournal()
    const namespace = newNamespace()
    const member = await journaled(journal, { namespace, paused: true })
    await member.processor.schedule('a', 60_000, nothing)
    journal.hold()
    const stopped = member.processor.stop()
    expect(await isAnswered(stopped)).toBe(false)
    journal.letGo()
    await stopped
    expect(await redis.look.hold(namespace, 0, 'a')).toBeUndefined()
  })

  it('that keeps what waits leaves its entry as it is', async () => {
    const journal = new FakeJournal()
    const namespace = newNamespace()
    const member = await journaled(journal, { namespace, paused: true })
    await member.processor.schedule('a', 60_000, nothing)
    await member.processor.stop({ waiting: 'keep' })
    expect(journal.stateOf('a')).toBe('accepted')
    expect(journal.said).toEqual(['intend a', 'accept a'])
    expect(await redis.look.hold(namespace, 0, 'a')).toBeDefined()
  })
})

describe('a schedule that Redis refuses', () => {
  it('is forgotten at once where another holds the key', async () => {
    const journal = new FakeJournal()
    const namespace = newNamespace()
    const member = await journaled(journal, { namespace })
    await redis.look.redis.set(holdName(namespace, 0, 'a'), '"a"', 'PX', 60_000)
    expect((await member.processor.scheduleWithReason('a', 0, nothing)).outcome).toBe('held')
    await waitFor(() => journal.kept.size === 0, { what: 'it is forgotten' })
    expect(journal.said).toEqual(['intend a', 'forget a'])
  })

  it('is forgotten at once where nothing was held for certain', async () => {
    const journal = new FakeJournal()
    const namespace = newNamespace()
    const member = await journaled(journal, { namespace })
    await redis.look.redis.set(generationName(namespace), 'none')
    expect((await member.processor.scheduleWithReason('a', 0, nothing)).outcome).toBe('redis-error')
    await waitFor(() => journal.kept.size === 0, { what: 'it is forgotten' })
  })

  it('is forgotten, where the hold may stand, only when it is deleted', async () => {
    const journal = new FakeJournal()
    const namespace = newNamespace()
    const proxy = redis.end(await startTcpProxy(redis.server.port))
    const member = await journaled(journal, { namespace, url: proxy.url })
    proxy.hold('to-client')
    expect((await member.processor.scheduleWithReason('a', 60_000, nothing)).outcome).toBe('redis-error')
    expect(await redis.look.hold(namespace, 0, 'a')).toBeDefined()
    await new Promise((resolve) => setImmediate(resolve))
    expect(journal.stateOf('a')).toBe('intended')
    proxy.release()
    await told(journal, 'forget a')
    expect(await redis.look.hold(namespace, 0, 'a')).toBeUndefined()
  })
})
