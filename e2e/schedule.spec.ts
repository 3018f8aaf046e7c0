import { expect, test } from '@playwright/test'
import {
  emptyQueue,
  live,
  openPage,
  outcome,
  pauseQueue,
  PROFILE,
  request,
  schedule,
  submitJob,
} from './support/console'
import { NAMESPACE, shareKeyhold } from './support/shared-keyhold'

const it = shareKeyhold()
const holdName = (key: string): string => `${NAMESPACE}:goio.bgProcessor.dedupKey:gen:0:jobKey:${key}`

test.beforeEach(async () => {
  await emptyQueue(it.page)
  await openPage(it.page, 'Schedule')
})

test.describe('The outcome of a schedule, in words', () => {
  test('scheduled', async () => {
    const { page, client } = it
    await pauseQueue(page)
    await submitJob(page, { key: 'words:new', backoff: '1h 30m', argument: '{"seller": 42}' })
    await expect(outcome(page)).toContainText('Scheduled')
    await expect(outcome(page)).toContainText('words:new')
    await expect(outcome(page)).toContainText(/It is job \d+\./)
    expect(await client.pttl(holdName('words:new'))).toBeGreaterThan(5_390_000)
  })

  test('already queued here', async () => {
    const { page } = it
    await pauseQueue(page)
    await submitJob(page, { key: 'words:twice' })
    await expect(outcome(page)).toContainText('Scheduled')
    await submitJob(page, { key: 'words:twice' })
    await expect(outcome(page)).toContainText('Already queued here')
    await expect(outcome(page)).toContainText(/Job \d+ with this key is waiting in this app\./)
    const earlier = page.getByRole('list', { name: 'Earlier outcomes' }).getByRole('listitem').first()
    await expect(earlier).toContainText(/words:twice\s*Scheduled/)
  })

  test('held by a go-io client, with the exact Redis key', async () => {
    const { page, client } = it
    await client.set(holdName('words:go-io'), '"words:go-io"', 'EX', 600)
    await submitJob(page, { key: 'words:go-io' })
    await expect(outcome(page)).toContainText(/Held for another 9m 5\ds by a go-io client/)
    await expect(outcome(page)).toContainText('Generation 0, in Redis as')
    await expect(
      outcome(page).getByRole('button', { name: holdName('words:go-io'), exact: true }),
    ).toBeVisible()
  })

  test('held by another Keyhold instance, named by its host', async () => {
    const { page, client } = it
    const value = { v: 1, token: 'f00d.7', host: 'api-7', at: Date.now(), backoff: 252_000 }
    await client.set(holdName('words:keyhold'), JSON.stringify(value), 'PX', 252_900)
    await submitJob(page, { key: 'words:keyhold' })
    await expect(outcome(page)).toContainText(/Held for another 4m \d+s by api-7 \(Keyhold f00d\)/)
    await expect(outcome(page)).toContainText(holdName('words:keyhold'))
  })

  test('held by this app: the job has run and its backoff is not over', async () => {
    const { page } = it
    await submitJob(page, { key: 'words:ran', backoff: '10m' })
    await expect(outcome(page)).toContainText('Scheduled')
    await expect.poll(async () => (await live(page)).counters.running).toBe(0)
    await submitJob(page, { key: 'words:ran' })
    await expect(outcome(page)).toContainText(/Held for another (9m 5\ds|10m 0s) by this app/)
  })

  test('held without an expiry, by nobody known', async () => {
    const { page, client } = it
    await client.set(holdName('words:forever'), 'not JSON')
    await submitJob(page, { key: 'words:forever' })
    await expect(outcome(page)).toContainText('Held without an expiry by an unknown owner')
  })
})

test.describe('Repeat', () => {
  test('schedules jobs with their number in key and argument, and counts what was refused', async () => {
    const { page, client } = it
    await client.set(holdName('bulk:700'), '"bulk:700"', 'EX', 600)
    await pauseQueue(page)
    await schedule(page, 'bulk:7')
    await submitJob(page, { key: 'bulk:{n}', argument: '{"of": {n}}', repeat: '1,200' })

    const progress = page.getByRole('region', { name: 'Progress' })
    await expect(progress).toContainText('Done: 1,198 of 1,200 jobs scheduled.')
    await expect(progress.getByText('bulk:{n}')).toBeVisible()
    await expect(progress).toContainText(/Scheduled\s*1,198\s*Queued here\s*1\s*Held\s*1\s*Redis errors\s*0/)
    await expect(progress.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '100')
    const { rows, total } = await request(page, 'queue.waiting', {
      profileId: PROFILE,
      offset: 1_198,
      limit: 1,
    })
    expect(total).toBe(1_199)
    expect(rows[0]).toMatchObject({ key: 'bulk:1200', argument: '{"of": 1200}' })
    expect(await client.exists(holdName('bulk:1200'))).toBe(1)
  })

  test('Cancel stops within one batch, keeps what was scheduled and says how many', async () => {
    const { page, client, proxy } = it
    await pauseQueue(page)
    // A batch takes a while now, so that there is something left to cancel.
    proxy.delay(60)
    await submitJob(page, { key: 'slow:{n}', repeat: '100000' })
    const progress = page.getByRole('region', { name: 'Progress' })
    await expect(progress).toContainText(/Scheduling: [1-9][\d,]* of 100,000 jobs/)
    const shown = await progress.getByRole('button', { name: 'Cancel' }).evaluate((button: HTMLElement) => {
      const words = button.closest('section')?.textContent ?? ''
      button.click()
      return Number(/Scheduling: ([\d,]+) of/.exec(words)?.[1]?.replaceAll(',', ''))
    })
    const ended = progress.getByText(
      /^Cancelled after [\d,]+ of 100,000 jobs.*: the [\d,]+ that were scheduled stay\.$/,
    )
    await expect(ended).toBeVisible()
    proxy.delay(0)

    const [, tried = '', kept = ''] =
      /after ([\d,]+) of.* the ([\d,]+) that/.exec(await ended.innerText()) ?? []
    const count = Number(kept.replaceAll(',', ''))
    expect(tried).toBe(kept)
    expect(count % 500).toBe(0)
    // One batch was unanswered when Cancel was pressed; another may not have been on the screen yet.
    expect(count).toBeLessThanOrEqual(shown + 1_000)
    expect((await live(page)).counters.waiting).toBe(count)
    expect(await client.exists(holdName(`slow:${count}`))).toBe(1)
    expect(await client.exists(holdName(`slow:${count + 1}`))).toBe(0)
  })
})
