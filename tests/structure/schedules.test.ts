import { beforeAll, describe, expect, it } from 'vitest'
import { newNamespace, nothing, startMember, type Member } from '../processor/fleet'
import { quietClock } from '../processor/quiet-clock'
import { waitFor } from '../support/wait-for'
import { expectAtMost, onCountedRedis, socketWrites, type Traffic } from './counted-redis'

const redis = onCountedRedis()
const keys = (count: number, prefix = 'key'): string[] =>
  Array.from({ length: count }, (_, n) => `${prefix}:${n}`)

/** Takes and runs nothing, and does nothing by itself. */
async function quiet(namespace = newNamespace()): Promise<Member> {
  const member = await redis.member({ namespace, paused: true, dedupClock: quietClock })
  await waitFor(() => member.dedup.generation() !== undefined, { what: 'the generation was read' })
  return member
}

/** All in one tick. */
const schedule = ({ processor }: Member, all: readonly string[]): Promise<boolean[]> =>
  Promise.all(all.map((key) => processor.schedule(key, 60_000, nothing)))

/** With the writes to the socket that it took. */
async function counted(
  member: Member,
  work: () => Promise<unknown>,
): Promise<Traffic & { readonly writes: number }> {
  let writes = 0
  const traffic = await redis.traffic(member.redis, async () => {
    writes = await socketWrites(member.redis, work)
  })
  return { ...traffic, writes }
}

// Redis knows the scripts from then on.
beforeAll(async () => {
  const member = await startMember(redis.server.url, { namespace: 'warm' })
  await member.processor.schedule('warm', 0, nothing)
  await member.finishedOf('warm')
  await member.stop()
})

describe('what a schedule costs', () => {
  it('one alone: one script, one write, and three commands in it', async () => {
    const member = await quiet()
    const { sent, inScripts, writes } = await counted(member, () => schedule(member, ['one']))
    expectAtMost(sent, { script: 1 })
    expectAtMost(inScripts, { time: 1, get: 1, set: 1 })
    expect(writes).toBe(1)
    expect(member.processor.queueLength()).toBe(1)
  })

  it('1,000 in one tick: two scripts, a SET each, and time and generation once a script', async () => {
    const member = await quiet()
    const { sent, inScripts, writes } = await counted(member, () => schedule(member, keys(1_000)))
    expectAtMost(sent, { script: 2 })
    expectAtMost(inScripts, { time: 2, get: 2, set: 1_000 })
    expect(writes).toBeLessThanOrEqual(2)
    expect(member.processor.queueLength()).toBe(1_000)
  })

  it('500 in one tick: one script, one write', async () => {
    const member = await quiet()
    const { sent, inScripts, writes } = await counted(member, () => schedule(member, keys(500)))
    expectAtMost(sent, { script: 1 })
    expectAtMost(inScripts, { time: 1, get: 1, set: 500 })
    expect(writes).toBe(1)
  })

  it('of a key that is queued here: nothing', async () => {
    const member = await quiet()
    await schedule(member, keys(1_000))
    const { sent, writes } = await counted(member, async () => {
      expect(await schedule(member, keys(1_000))).not.toContain(true)
    })
    expect(sent).toEqual({})
    expect(writes).toBe(0)
  })

  it('of a key whose schedule is on its way: nothing more', async () => {
    const member = await quiet()
    const { sent, inScripts } = await counted(member, () => schedule(member, [...keys(300), ...keys(300)]))
    expectAtMost(sent, { script: 1 })
    expectAtMost(inScripts, { time: 1, get: 1, set: 300 })
    expect(member.processor.queueLength()).toBe(300)
  })

  it('of a key that another instance holds: who holds it is told in the same round trip', async () => {
    const namespace = newNamespace()
    await schedule(await quiet(namespace), keys(500))
    const member = await quiet(namespace)
    const { sent, inScripts, writes } = await counted(member, async () => {
      expect(await schedule(member, [...keys(250), ...keys(250, 'free')])).toEqual(
        keys(500).map((_, n) => n >= 250),
      )
    })
    expectAtMost(sent, { script: 1 })
    expectAtMost(inScripts, { time: 1, set: 500, get: 1 + 250, pttl: 250 })
    expect(writes).toBe(1)
  })

  it('after a bump: one round trip more, once, for all that were on their way', async () => {
    const namespace = newNamespace()
    const [member, other] = [await quiet(namespace), await quiet(namespace)]
    await other.processor.bumpRemoteDedupKey()
    const { sent, inScripts } = await counted(member, () => schedule(member, keys(500)))
    expectAtMost(sent, { script: 2 })
    expectAtMost(inScripts, { time: 2, get: 2, set: 500 })
    expectAtMost((await counted(member, () => schedule(member, keys(500, 'later')))).sent, { script: 1 })
  })
})

describe('what a job costs from schedule to settled', () => {
  /** How many jobs that take no time a lane runs before it lets others have a turn: its settles are one script. */
  const JOBS_A_TURN = 256

  it('1,000 in one tick: a SET, a GET and an expiry each; a script for 500 to take, and one a turn to settle', async () => {
    const member = await redis.member({ dedupClock: quietClock })
    await member.processor.schedule('before', 0, nothing)
    await member.finishedOf('before')
    const { sent, inScripts, scriptsOf, writes } = await counted(member, async () => {
      await schedule(member, keys(1_000))
      await waitFor(() => member.finished.length > 1_000, { what: 'all have ended' })
      await member.dedup.flush(5_000)
    })
    // A turn can end before it is full where a reply of Redis comes in between.
    const settling = Math.ceil(1_000 / JOBS_A_TURN) + 2
    expectAtMost(sent, { script: 2 + settling })
    expectAtMost(inScripts, {
      ...{ time: 2 + settling, get: 2 + settling + 1_000 },
      ...{ set: 1_000, pexpireat: 1_000 },
    })
    const names = Object.entries(scriptsOf).reduce(
      (sum, [of, scripts]) => sum + (Number(of) - 1) * scripts,
      0,
    )
    expect(names, 'each hold is named twice: taken, settled').toBe(2_000)
    expect(writes).toBeLessThanOrEqual(sent['script'] ?? 0)
  })

  it('one alone: a script to take, a script to settle', async () => {
    const member = await redis.member({ dedupClock: quietClock })
    const { sent, inScripts } = await counted(member, async () => {
      await member.processor.schedule('one', 60_000, nothing)
      await member.finishedOf('one')
      await member.dedup.flush(5_000)
    })
    expectAtMost(sent, { script: 2 })
    expectAtMost(inScripts, { time: 2, get: 3, set: 1, pexpireat: 1 })
  })
})
