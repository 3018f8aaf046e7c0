import { setImmediate as turn } from 'node:timers/promises'
import { difference, type Contender, type Row } from './contenders'
import { gate } from '../processor/fleet'
import { generationName } from '../processor/look'
import { onSharedRedis } from '../processor/on-redis'

const redis = onSharedRedis({ sideBySide: true })
const row = <Seen>(description: Row<Seen>): void => difference(() => redis, description, { sideBySide: true })

const nothing = (): void => {}
const hour = 3_600_000

/** Work that ends when it is told to; the pause that follows, in ms. */
const blocker = () => {
  const held = gate()
  const never = new AbortController().signal
  const context = { key: '', jobId: 0, backoffMs: 0, attempt: 1, scheduledAt: 0, signal: never }
  return { work: () => held.work(context), started: held.started, open: held.open }
}

row({
  name: 'whole seconds, and under one never / milliseconds, and 0 means no hold after the run',
  scenario: async ({ start, look, namespace }) => {
    const one = await start()
    const held = blocker()
    const before = Math.floor(await look.time())
    const long = await one.schedule('long', 60_900, held.work)
    const { expiresAt = 0 } = (await look.hold(namespace, 0, 'long')) ?? {}
    held.open()
    const subSecond = await one.schedule('sub-second', 700, nothing)
    const zero = await one.schedule('zero', 0, nothing)
    if (zero === true) await one.finished('zero')
    const again = await one.schedule('zero', 0, nothing)
    return { long, whole: expiresAt >= before + 60_900, subSecond, zero, again }
  },
  keyhold: { long: true, whole: true, subSecond: true, zero: true, again: true },
  goIo: { long: true, whole: false, subSecond: false, zero: false, again: false },
})

row({
  name: 'capped silently at 12 h / 30 days, refused above',
  scenario: async ({ start, look, namespace }) => {
    const one = await start()
    const before = Math.floor(await look.time())
    await one.schedule('month', 720 * hour, blocker().work)
    const { expiresAt = 0 } = (await look.hold(namespace, 0, 'month')) ?? {}
    const above = await one.schedule('above', 720 * hour + 1_000, nothing)
    return { month: expiresAt >= before + 720 * hour, above }
  },
  keyhold: { month: true, above: 'bad-backoff' },
  goIo: { month: false, above: true },
})

row({
  name: 'a settle with under 1 s left fails silently and the worst case stays / exact',
  scenario: async ({ start, look, namespace }) => {
    const one = await start()
    // A pause of 400 ms is the longest so far: with 99 jobs ahead the worst case is far over the backoff.
    await one.schedule('pauses', 60_000, () => 400)
    await one.finished('pauses')
    const held = blocker()
    await one.schedule('blocks', 60_000, held.work)
    for (let n = 0; n < 99; n += 1) await one.schedule(`ahead${n}`, 60_000, nothing)
    const before = await look.time()
    await one.schedule('key', 1_200, nothing)
    const backoffEnd = Math.ceil(await look.time()) + 1_200
    await look.passed(before + 400)
    held.open()
    await one.finished('key')
    await one.schedule('after', 60_000, nothing)
    const hold = await look.hold(namespace, 0, 'key')
    // An estimate of Redis' time is in it: within the time that its reply took.
    return { endsWithItsBackoff: (hold?.expiresAt ?? 0) <= backoffEnd + 200 }
  },
  keyhold: { endsWithItsBackoff: true },
  goIo: { endsWithItsBackoff: false },
})

row({
  name: 'settles in the generation of now / its own hold, its own generation',
  scenario: async ({ start, look, namespace }) => {
    const [one, two] = [await start(), await start()]
    const running = blocker()
    await one.schedule('runs', 60_000, running.work)
    await running.started
    await one.schedule('shared', 1_000, nothing)
    await one.bump()
    const others = blocker()
    await two.schedule('shared', 60_000, others.work)
    await look.passed((await look.time()) + 1_050)
    running.open()
    await one.finished('shared')
    await one.schedule('after', 60_000, nothing)
    const heldAgain = (await look.hold(namespace, 1, 'runs')) !== undefined
    const othersHold = (await look.hold(namespace, 1, 'shared')) !== undefined
    others.open()
    return { heldAgain, othersHold }
  },
  keyhold: { heldAgain: false, othersHold: true },
  goIo: { heldAgain: true, othersHold: false },
})

row({
  name: 'remote first, so that a refusal leaves a hold / local first, nothing written',
  scenario: async ({ start, look, namespace }) => {
    const one = await start()
    const running = blocker()
    await one.schedule('runs', 60_000, running.work)
    await running.started
    await one.schedule('waits', 60_000, nothing)
    await one.bump()
    const refused = [
      await one.schedule('runs', 60_000, nothing),
      await one.schedule('waits', 60_000, nothing),
    ]
    const written = (await look.holdNames(namespace)).filter((name) => name.includes(':gen:1:')).length
    running.open()
    return { refused, written }
  },
  keyhold: { refused: [false, false], written: 0 },
  goIo: { refused: [false, false], written: 2 },
})

/** Schedules a key again and again around the end of its job, without waiting for answers. */
const askAroundTheEnd = async (one: Contender, key: string): Promise<boolean> => {
  const answers: Promise<boolean | string>[] = []
  const end = new AbortController()
  const finished = one.finished(key).then(() => {
    end.abort()
  })
  while (!end.signal.aborted) {
    answers.push(one.schedule(key, 60_000, nothing))
    await turn()
  }
  await finished
  return (await Promise.all(answers)).includes(true)
}

row({
  name: 'remote goes before local: a caller in between holds the key with no job / one synchronous step',
  scenario: async ({ start, look, namespace }) => {
    const one = await start()
    const running = blocker()
    await one.schedule('blocks', 60_000, running.work)
    const keys = Array.from({ length: 20 }, (_, n) => `key${n}`)
    const asked = new Map<string, Promise<boolean>>()
    for (const key of keys)
      await one.schedule(key, 1_000, () => void asked.set(key, askAroundTheEnd(one, key)))
    // Their backoffs are over when they end: each key is to be free.
    await look.passed((await look.time()) + 1_050)
    running.open()
    for (const key of keys) await one.finished(key)
    const stranded: string[] = []
    for (const [key, taken] of asked) {
      if (!(await taken) && (await look.hold(namespace, 0, key)) !== undefined) stranded.push(key)
    }
    return { stranded: stranded.length > 0 }
  },
  keyhold: { stranded: false },
  goIo: { stranded: true },
})

row({
  name: 'a hold lapses while its job waits, and another instance runs the key / renewed',
  scenario: async ({ start, look }) => {
    const [one, two] = [await start(), await start()]
    const running = blocker()
    await one.schedule('blocks', 60_000, running.work)
    await one.schedule('key', 1_000, nothing)
    await look.passed((await look.time()) + 3_200)
    const second = await two.schedule('key', 1_000, nothing)
    running.open()
    return { second }
  },
  keyhold: { second: false },
  goIo: { second: true },
})

row({
  name: 'a generation that is not an integer counts as 0 / an error to see, nothing is scheduled',
  scenario: async ({ start, look, namespace }) => {
    await look.redis.set(generationName(namespace), 'three')
    const one = await start()
    const running = blocker()
    const scheduled = await one.schedule('key', 60_000, running.work)
    const held = (await look.holdNames(namespace)).length
    running.open()
    return { scheduled, held }
  },
  keyhold: { scheduled: false, held: 0 },
  goIo: { scheduled: true, held: 1 },
})
