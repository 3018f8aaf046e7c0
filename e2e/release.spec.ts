import { expect, test, type Locator } from '@playwright/test'
import {
  bodyRows,
  emptyQueue,
  live,
  openPage,
  pauseQueue,
  rowOf,
  rowsWith,
  schedule,
  table,
} from './support/console'
import { NAMESPACE, shareKeyhold } from './support/shared-keyhold'

const it = shareKeyhold()
const holdName = (key: string): string => `${NAMESPACE}:goio.bgProcessor.dedupKey:gen:0:jobKey:${key}`
const dialog = (): Locator => it.page.getByRole('dialog', { name: 'Release key' })
const press = (name: string): Promise<void> => dialog().getByRole('button', { name, exact: true }).click()

/** Shows the hold of a key as it is now, and opens the question whether to release it. */
async function askToRelease(key: string): Promise<void> {
  const { page } = it
  await page.getByRole('button', { name: 'Scan again' }).click()
  await rowOf(page, 'Held keys', key).getByRole('button', { name: 'Release' }).click()
  await expect(dialog()).toBeVisible()
}

test.describe('Release of a held key', () => {
  test.beforeEach(async () => {
    await it.client.flushall()
    await openPage(it.page, 'Queue')
    await openPage(it.page, 'Held keys')
  })
  test.afterEach(() => emptyQueue(it.page))

  test('asks first, with the focus on Cancel, and deletes exactly that hold', async () => {
    const { page, client } = it
    await client.mset(holdName('let:go'), '"let:go"', holdName('let:stay'), '"let:stay"')
    await askToRelease('let:go')
    await expect(dialog().getByRole('button', { name: 'Cancel' })).toBeFocused()
    await expect(dialog()).toContainText(holdName('let:go'))
    await press('Cancel')
    await expect(dialog()).toBeHidden()
    expect(await client.exists(holdName('let:go'))).toBe(1)

    await askToRelease('let:go')
    await press('Release')
    await expect(page.getByText('“let:go” can be scheduled again.')).toBeVisible()
    await expect(rowOf(page, 'Held keys', 'let:go')).toHaveCount(0)
    await expect(rowOf(page, 'Held keys', 'let:stay')).toBeVisible()
    expect(await client.exists(holdName('let:go'))).toBe(0)
    expect(await client.exists(holdName('let:stay'))).toBe(1)
    expect((await schedule(page, 'let:go')).outcome).toBe('scheduled')
  })

  test('is refused where the value changed since it was shown, and shows what is there now', async () => {
    const { client } = it
    const at = Date.now()
    const shown = { v: 1, token: 'f00d.1', host: 'api-7', at, backoff: 60_000 }
    await client.set(holdName('change:value'), JSON.stringify(shown), 'PX', 60_000)
    await askToRelease('change:value')
    // The same in all but its token and host: only the value tells.
    const now = JSON.stringify({ ...shown, token: 'beef.1', host: 'api-9' })
    await client.set(holdName('change:value'), now, 'KEEPTTL')
    await press('Release')
    await expect(dialog()).toContainText('The hold changed since it was shown, so nothing was released.')
    await expect(dialog()).toContainText('api-9 (Keyhold beef)')
    expect(await client.exists(holdName('change:value'))).toBe(1)

    await press('Release')
    await expect(dialog()).toBeHidden()
    expect(await client.exists(holdName('change:value'))).toBe(0)
  })

  test('is refused where a value without a token has another expiry', async () => {
    const { client } = it
    await client.set(holdName('change:expiry'), '"change:expiry"', 'PX', 60_000)
    await askToRelease('change:expiry')
    await client.set(holdName('change:expiry'), '"change:expiry"', 'PX', 65_000)
    await press('Release')
    await expect(dialog()).toContainText('The hold changed since it was shown')
    expect(await client.exists(holdName('change:expiry'))).toBe(1)
    await press('Cancel')
  })

  test('says where somebody else released it before', async () => {
    const { page, client } = it
    await client.set(holdName('gone'), '"gone"', 'PX', 60_000)
    await askToRelease('gone')
    await client.del(holdName('gone'))
    await press('Release')
    await expect(page.getByText('“gone” was no longer held: nothing was deleted.')).toBeVisible()
  })

  test('asks about the job that waits here, and can leave it', async () => {
    const { page, client } = it
    await pauseQueue(page)
    await schedule(page, 'own:leave')
    await askToRelease('own:leave')
    await press('Release')
    await expect(dialog()).toContainText('A job with this key waits in this app.')
    expect(await client.exists(holdName('own:leave'))).toBe(1)
    await expect(dialog().getByRole('button', { name: 'Cancel', exact: true })).toBeVisible()
    await press('Release, keep the job')
    await expect(dialog()).toBeHidden()
    expect(await client.exists(holdName('own:leave'))).toBe(0)
    expect((await live(page)).counters.waiting).toBe(1)
  })

  test('asks about the job that waits here, and can cancel it too', async () => {
    const { page, client } = it
    await pauseQueue(page)
    await schedule(page, 'own:cancel')
    await askToRelease('own:cancel')
    await press('Release')
    await press('Release and cancel the job')
    await expect(
      page.getByText(/“own:cancel” can be scheduled again; its job here is cancelled\./),
    ).toBeVisible()
    expect(await client.exists(holdName('own:cancel'))).toBe(0)
    expect((await live(page)).counters.waiting).toBe(0)
  })

  test('is not offered for a name that holds no hold', async () => {
    const { page, client } = it
    await client.rpush(holdName('a:list'), 'one')
    await page.getByRole('button', { name: 'Scan again' }).click()
    await expect(rowOf(page, 'Held keys', 'a:list')).toContainText('(list, not a hold)')
    await expect(rowOf(page, 'Held keys', 'a:list').getByRole('button', { name: 'Release' })).toBeDisabled()
  })
})

test.describe('Acts on many held keys', () => {
  const many = (name: string): Locator => it.page.getByRole('dialog', { name })
  const progress = (name: RegExp): Locator => it.page.getByRole('region', { name })

  test.beforeEach(async () => {
    await it.client.flushall()
    await openPage(it.page, 'Queue')
    for (const n of [1, 2, 3, 4, 5]) {
      await it.client.set(holdName(`many:${n}`), `"many:${n}"`, 'PX', 600_000)
    }
    await openPage(it.page, 'Held keys')
    for (const n of [1, 2, 3, 4, 5]) await expect(rowOf(it.page, 'Held keys', `many:${n}`)).toBeVisible()
    await expect.poll(async () => (await live(it.page)).scan?.state).toBe('done')
  })

  test('release those that are selected, by keyboard, and leave what changed meanwhile', async () => {
    const { page, client } = it
    await page.getByRole('grid', { name: 'Held keys' }).focus()
    for (const key of ['Home', 'Space', 'Shift+ArrowDown', 'Shift+ArrowDown']) await page.keyboard.press(key)
    await page.getByRole('button', { name: 'Release selected (3)' }).press('Enter')
    const dialog = many('Release keys')
    await expect(dialog).toContainText('namespace e2e, generation 0')
    await expect(dialog).toContainText('holds would be deleted')
    const sample = await dialog
      .getByRole('list', { name: 'Some of them' })
      .getByRole('listitem')
      .allInnerTexts()
    const [first = ''] = (sample[0] ?? '').split('\n')
    await client.set(holdName(first), 'another', 'KEEPTTL')
    await dialog.getByRole('button', { name: 'Release 3 keys' }).press('Enter')
    await expect(dialog).toBeHidden()
    await expect(progress(/^Releasing/)).toContainText('Done: 2 keys released, 1 not.')
    expect(await client.exists(holdName(first))).toBe(1)
    expect(await client.keys(`${holdName('many:')}*`)).toHaveLength(3)
    await progress(/^Releasing/)
      .getByRole('button', { name: 'Dismiss' })
      .click()
  })

  test('extend and release all that match', async () => {
    const { page, client } = it
    await page.getByRole('columnheader').first().click()
    await page.getByRole('button', { name: 'Extend selected (5)' }).click()
    await many('Extend holds').getByRole('textbox', { name: 'Duration' }).fill('1h')
    await many('Extend holds').getByRole('button', { name: 'Extend 5 holds' }).click()
    await expect(progress(/^Extending/)).toContainText('Done: 5 holds extended.')
    expect(await client.pttl(holdName('many:1'))).toBeGreaterThan(3_600_000)
    await progress(/^Extending/)
      .getByRole('button', { name: 'Dismiss' })
      .click()
    // Without another scan: the rows are those of now.
    await expect(rowsWith(page, 'Held keys', /1h \d+m/)).toHaveCount(5)
    await page.getByRole('button', { name: 'Release all 5' }).click()
    await many('Release keys').getByRole('button', { name: 'Release 5 keys' }).click()
    await expect(progress(/^Releasing/)).toContainText('Done: 5 keys released.')
    await expect(page.getByText('No keys are held')).toBeVisible()
    expect(await client.keys(`${holdName('many:')}*`)).toEqual([])
    await progress(/^Releasing/)
      .getByRole('button', { name: 'Dismiss' })
      .click()
  })

  test('purge what is stale, and never the generation that counts', async () => {
    const { page, client } = it
    await client.set('e2e:goio.bgProcessor.dedupKey:gen:7:jobKey:old', '"old"')
    // Nothing tells yet which generation counts: it may be lost.
    await page.getByRole('button', { name: 'Purge stale' }).click()
    await expect(many('Purge stale holds')).toContainText('Redis has no generation')
    await expect(many('Purge stale holds').getByRole('button', { name: 'Purge stale holds' })).toBeDisabled()
    await many('Purge stale holds').getByRole('button', { name: 'Cancel' }).click()
    await expect(many('Purge stale holds')).toBeHidden()
    await client.set('e2e:goio.bgProcessor.generation', '0')
    await page.getByRole('button', { name: 'Purge stale' }).click()
    await expect(many('Purge stale holds')).toContainText('1 hold of other generations than 0')
    await many('Purge stale holds').getByRole('button', { name: 'Purge stale holds' }).click()
    await expect(progress(/^Purging/)).toContainText('Done: 1 stale hold purged.')
    expect(await client.keys(`${holdName('many:')}*`)).toHaveLength(5)
    expect(await client.exists('e2e:goio.bgProcessor.dedupKey:gen:7:jobKey:old')).toBe(0)
    await progress(/^Purging/)
      .getByRole('button', { name: 'Dismiss' })
      .click()
  })
})

test.describe('The scan', () => {
  test.beforeEach(async () => {
    it.proxy.delay(0)
    await it.client.flushall()
    await openPage(it.page, 'Queue')
  })

  test('tells no keys, no match and no connection apart', async () => {
    const { page, client, proxy } = it
    await openPage(page, 'Held keys')
    await expect(page.getByText('No keys are held')).toBeVisible()

    await client.set(holdName('there'), '"there"')
    await page.getByRole('textbox', { name: 'Filter' }).fill('nowhere')
    await expect(page.getByText('No held key matches the filter')).toBeVisible()

    proxy.refuse()
    await expect(page.getByText('Not connected to Redis')).toBeVisible()
    proxy.accept()
    await expect(page.getByText('No held key matches the filter')).toBeVisible({ timeout: 10_000 })
    await page.getByRole('button', { name: 'Clear the filter' }).click()
    await expect(rowOf(page, 'Held keys', 'there')).toBeVisible()
  })

  test('leaves rows where they are while they are in use, and says what came', async () => {
    const { page, client, proxy } = it
    const count = page.getByText(/^[\d,]+ keys$/)
    await client.eval(
      "for i = 1, 40000 do redis.call('SET', KEYS[1] .. i, 'x', 'PX', 600000) end",
      1,
      holdName('still:'),
    )
    proxy.delay(150)
    await openPage(page, 'Held keys')
    await expect(bodyRows(page, 'Held keys').first()).toBeVisible()
    await table(page, 'Held keys').hover()
    // Marked as well: another window may take the pointer away.
    await bodyRows(page, 'Held keys').first().getByRole('gridcell').first().click()
    await expect(page.getByText('Held still')).toBeVisible()
    const held = await count.innerText()
    const more = page.getByRole('button', { name: /^\+[\d,]+ new$/ })
    await expect(more).toBeVisible()
    await expect(count).toHaveText(held)
    await more.click()
    await expect(count).not.toHaveText(held)

    // What was asked for is shown, though the pointer stays where it is.
    proxy.delay(0)
    await expect.poll(async () => (await live(page)).scan?.state, { timeout: 20_000 }).toBe('done')
    await client.set(holdName('another'), 'x', 'PX', 600_000)
    await page.getByRole('button', { name: 'Scan again' }).press('Enter')
    await expect(count).toHaveText('40,001 keys', { timeout: 20_000 })
    await expect(page.getByText('1 selected')).toBeHidden()
    await page.mouse.move(0, 0)
    await expect(page.getByText('Held still')).toBeHidden()
  })

  test('says how far it is while it works, and can be stopped', async () => {
    const { page, client, proxy } = it
    await client.eval("for i = 1, 60000 do redis.call('SET', 'other:' .. i, '') end", 0)
    proxy.delay(250)
    await openPage(page, 'Held keys')
    const words = page.getByRole('status').filter({ hasText: 'scanned about' })
    await expect(words).toHaveText(/^0 keys so far; scanned about [1-9][\d,]* of 60,\d{3}$/)
    await page.getByRole('button', { name: 'Stop' }).click()
    await expect(words).toHaveText(/^Stopped at 0 keys; scanned about [\d,]+ of 60,\d{3}$/)
    await expect(page.getByText('Stopped before a held key was found')).toBeVisible()
    proxy.delay(0)
    await page.getByRole('button', { name: 'Scan again' }).first().click()
    await expect(page.getByText('No keys are held')).toBeVisible()
    await expect(bodyRows(page, 'Held keys')).toHaveCount(0)
  })
})
