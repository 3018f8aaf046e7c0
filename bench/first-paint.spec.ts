import { test } from '@playwright/test'
import { startRedisServer } from '../tests/support/redis-server'
import { launchKeyhold, type Keyhold } from '../e2e/support/launch-keyhold'

const rounds = 9

interface Round {
  /** Ms from the window's making to its first paint, of the bare frame. */
  readonly frame: number
  /** Ms from the window's making to the Queue page, painted with live data. */
  readonly page: number
}

async function measure({ app, page }: Keyhold): Promise<Round> {
  const made = await app.evaluate(() => {
    const [mark] = performance.getEntriesByName('keyhold:window')
    return performance.timeOrigin + (mark?.startTime ?? Number.NaN)
  })
  await page.waitForFunction(() => performance.getEntriesByName('keyhold:first-page').length > 0)
  const painted = await page.evaluate(() => {
    const at = (name: string): number =>
      performance.timeOrigin + (performance.getEntriesByName(name)[0]?.startTime ?? Number.NaN)
    return { frame: at('first-paint'), page: at('keyhold:first-page') }
  })
  return { frame: painted.frame - made, page: painted.page - made }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

test('from the window to the first page', async () => {
  test.setTimeout(rounds * 30_000)
  const redis = await startRedisServer()
  const all: Round[] = []
  try {
    for (let round = 0; round < rounds; round += 1) {
      const keyhold = await launchKeyhold({ redisUrl: redis.url })
      all.push(await measure(keyhold))
      await keyhold.close()
    }
  } finally {
    await redis.stop()
  }
  for (const what of ['frame', 'page'] as const) {
    const values = all.map((round) => Math.round(round[what]))
    console.log(`${what}: median ${median(values)} ms of ${values.join(', ')}`)
  }
})
