import { expect, test } from '@playwright/test'
import { LIMITS } from '../src/contract/limits'
import {
  counter,
  openPage,
  pauseQueue,
  PROFILE,
  request,
  resumeQueue,
  table,
  type PageTitle,
} from './support/console'
import { countTraffic, takeTraffic, type IpcTraffic } from './support/ipc-traffic'
import { shareKeyhold } from './support/shared-keyhold'

const JOBS = 20_000
const KB = 1_024

const it = shareKeyhold()

test.describe.configure({ mode: 'serial' })
test.beforeAll(() => countTraffic(it.keyhold))

/** Jobs that are done at once, and hold nothing afterwards. */
const repeat = (key: string): Promise<unknown> =>
  request(it.page, 'schedule.repeat', {
    profileId: PROFILE,
    key: `${key}:{n}`,
    ...{ backoffMs: 0, argument: '{}', count: JOBS },
  })

const total = ({ calls }: IpcTraffic): number => Object.values(calls).reduce((sum, count) => sum + count, 0)

/** Waits until the app has asked Redis three times by itself, as it does each second. */
async function threeBeats(): Promise<void> {
  const beats = async (): Promise<number> => {
    const statistics = await it.client.info('commandstats')
    return Number(/cmdstat_evalsha:calls=(\d+)/.exec(statistics)?.[1] ?? 0)
  }
  const before = await beats()
  await expect.poll(beats, { timeout: 20_000 }).toBeGreaterThanOrEqual(before + 3)
}

/** Waits until what was on its way has come: nothing crosses for a while. */
async function stillness(): Promise<void> {
  const crossed = async (): Promise<number> => {
    const traffic = await takeTraffic(it.keyhold)
    return traffic.messages + total(traffic)
  }
  await expect.poll(crossed, { intervals: [300] }).toBe(0)
}

for (const title of ['Queue', 'Held keys'] satisfies PageTitle[]) {
  test(`nothing crosses while nothing changes: ${title}`, async () => {
    const { page, keyhold } = it
    await openPage(page, title)
    await threeBeats()
    await takeTraffic(keyhold)
    await threeBeats()
    const traffic = await takeTraffic(keyhold)
    expect(traffic.messages).toBe(0)
    // A list that shows ages is read again now and then.
    expect(total(traffic)).toBeLessThanOrEqual(1)
  })
}

test('while jobs go through: one message in 66 ms, each acknowledged, each list in view read once for it', async () => {
  const { page, keyhold } = it
  await openPage(page, 'Queue')
  const began = Date.now()
  await takeTraffic(keyhold)
  await repeat('load')
  await expect(counter(page, 'Done')).toHaveText(JOBS.toLocaleString('en-US'), { timeout: 60_000 })
  const { messages, bytes, largest, calls } = await takeTraffic(keyhold)
  expect(messages).toBeLessThanOrEqual((Date.now() - began) / LIMITS.liveIntervalMs + 1)
  const { 'live.acknowledge': acknowledged = 0, ...others } = calls
  expect(acknowledged).toBeLessThanOrEqual(messages)
  expect(Object.keys(others).sort()).toEqual(['queue.finished', 'queue.waiting', 'schedule.repeat'])
  expect(others['queue.waiting']).toBeLessThanOrEqual(messages + 1)
  expect(others['queue.finished']).toBeLessThanOrEqual(messages + 1)
  // With the rows that were read for it: at 15 messages a second 200 KB/s.
  expect(bytes / messages).toBeLessThan((200 / 15) * KB)
  expect(largest).toBeLessThan(32 * KB)
})

test('a hidden window is told nothing and asks nothing; once it is seen again it shows what is', async () => {
  const { page, keyhold, client } = it
  await openPage(page, 'Queue')
  const held = await client.dbsize()
  await keyhold.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
  await stillness()
  await repeat('hidden')
  await expect.poll(() => client.dbsize(), { timeout: 60_000 }).toBeLessThanOrEqual(held)
  const { messages, calls } = await takeTraffic(keyhold)
  expect(messages).toBe(0)
  expect(calls).toEqual({ 'schedule.repeat': 1 })
  await keyhold.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.show())
  await expect(counter(page, 'Done')).toHaveText((2 * JOBS).toLocaleString('en-US'))
  await expect(counter(page, 'Waiting')).toHaveText('0')
})

test('a jump to the end of a list asks for the rows in view, once', async () => {
  const { page, keyhold } = it
  await pauseQueue(page)
  await repeat('scroll')
  await expect(counter(page, 'Waiting')).toHaveText(JOBS.toLocaleString('en-US'), { timeout: 60_000 })
  const waiting = table(page, 'Waiting jobs')
  await expect(waiting).toHaveAttribute('aria-rowcount', String(JOBS + 1))
  await stillness()
  await waiting.focus()
  for (const [key, row] of [
    ['End', JOBS + 1],
    ['Home', 2],
    ['End', JOBS + 1],
  ] as const) {
    await takeTraffic(keyhold)
    await page.keyboard.press(key)
    await expect(waiting.locator(`[aria-rowindex="${row}"]`)).toContainText('scroll:')
    const { calls, bytes } = await takeTraffic(keyhold)
    expect(calls['queue.waiting'] ?? 0).toBeLessThanOrEqual(2)
    expect(bytes).toBeLessThan(64 * KB)
  }
  await resumeQueue(page)
})
