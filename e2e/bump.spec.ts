import { expect, test, type Locator } from '@playwright/test'
import { emptyQueue, openPage, pauseQueue, request, schedule } from './support/console'
import { NAMESPACE, shareKeyhold } from './support/shared-keyhold'

const it = shareKeyhold()
const GENERATION = `${NAMESPACE}:goio.bgProcessor.generation`
const holdName = (generation: number, key: string): string =>
  `${NAMESPACE}:goio.bgProcessor.dedupKey:gen:${generation}:jobKey:${key}`
const dialog = (): Locator => it.page.getByRole('dialog', { name: 'Bump generation' })
const header = (): Locator => it.page.getByRole('banner').first()
const notice = (): Locator => it.page.getByRole('region', { name: 'Change of the generation' })
const verb = (): Locator => dialog().getByRole('button', { name: 'Bump generation' })

async function openDialog(): Promise<void> {
  await header().getByRole('button', { name: 'Bump generation' }).click()
  await expect(dialog()).toBeVisible()
  // It comes a moment later, and would take away what is typed in between.
  await expect(dialog().getByRole('button', { name: 'Cancel' })).toBeFocused()
}

test.beforeEach(async () => {
  const { page, client, proxy } = it
  proxy.delay(0)
  await emptyQueue(page)
  await client.flushall()
  await client.set(GENERATION, '7')
  await expect(header()).toContainText('Generation 7')
})

test('asks first: profile, from and to, holds, jobs; the focus is on Cancel', async () => {
  const { page, client, proxy } = it
  await client.mset(holdName(7, 'one'), '"one"', holdName(7, 'two'), '"two"', holdName(6, 'old'), '"old"')
  await schedule(page, 'runs', { argument: { ms: 30_000 } })
  await schedule(page, 'waits:1')
  await schedule(page, 'waits:2')

  await openDialog()
  await expect(dialog().getByRole('button', { name: 'Cancel' })).toBeFocused()
  // The page stays in sight behind it.
  await expect(page.locator('.mantine-Modal-inner')).toHaveCSS('background-color', 'rgba(0, 0, 0, 0)')
  await expect(dialog()).toContainText(`Redis at 127.0.0.1:${proxy.port}`)
  await expect(dialog()).toContainText(`namespace ${NAMESPACE}`)
  await expect(dialog().getByText('7', { exact: true })).toBeVisible()
  await expect(dialog().getByText('8', { exact: true })).toBeVisible()
  const consequences = dialog().getByRole('listitem')
  await expect(consequences.first()).toContainText(
    '5 holds of the current generation stop counting, on every instance',
  )
  await expect(consequences.first()).toContainText(
    '3 by this app, 0 by other Keyhold instances, 2 by go-io, 0 unknown',
  )
  await expect(consequences.nth(1)).toContainText(
    '1 stale hold remains until it expires: it takes memory only',
  )
  await expect(consequences.nth(1)).toContainText('1 of generation 6')
  await expect(consequences.nth(1).getByRole('link', { name: 'Show it' })).toHaveAttribute(
    'href',
    '#/held-keys?generation=stale',
  )
  await dialog().getByText('Show some of them (5)').click()
  await expect(
    dialog()
      .getByRole('listitem')
      .filter({ hasText: /^waits:1/ }),
  ).toContainText('this app')
  await dialog().getByText('Show some of them (5)').click()
  await expect(consequences.nth(2)).toHaveText(
    '3 jobs that wait or run here go on without protection: 2 waiting, 1 running',
  )
  await expect(consequences.nth(3)).toContainText('1 Keyhold instance is seen')
  await page.keyboard.press('Escape')
  await expect(dialog()).toBeHidden()
  expect(await client.get(GENERATION)).toBe('7')
})

test('bumps by one when confirmed: the header says so, and the keys can be scheduled again', async () => {
  const { page, client } = it
  await client.set(holdName(7, 'again'), '"again"')
  expect((await schedule(page, 'again')).outcome).toBe('held')
  await openDialog()
  await verb().click()
  await expect(dialog()).toBeHidden()
  await expect(header()).toContainText('Generation 8')
  expect(await client.get(GENERATION)).toBe('8')
  await expect(notice()).toContainText(/Generation 7 → 8, bumped here at \d\d:\d\d:\d\d, a moment ago/)
  expect((await schedule(page, 'again')).outcome).toBe('scheduled')
})

test('warns where the target generation already has holds', async () => {
  const { client } = it
  await client.set(holdName(8, 'from-before'), '"from-before"')
  await openDialog()
  await expect(dialog()).toContainText('Generation 8 already has 1 hold: it counts again after the bump')
  await dialog().getByRole('button', { name: 'Cancel' }).click()
})

test('never bumps twice: where another operator was faster, the dialog refreshes', async () => {
  const { client, proxy } = it
  await client.set(holdName(8, 'theirs'), '"theirs"')
  await openDialog()
  await expect(verb()).toBeEnabled()
  // The app cannot hear of the other bump before the button is pressed.
  proxy.hold('to-client')
  await client.incr(GENERATION)
  await verb().click()
  proxy.release()

  await expect(dialog()).toContainText('Another operator was faster: the generation is 8 now.')
  expect(await client.get(GENERATION)).toBe('8')
  await expect(dialog().getByText('9', { exact: true })).toBeVisible()
  await expect(dialog().getByRole('listitem').first()).toContainText('1 hold of the current generation')
  await verb().click()
  await expect(header()).toContainText('Generation 9')
  expect(await client.get(GENERATION)).toBe('9')
})

test('follows a bump of another client while it is open', async () => {
  const { client } = it
  await openDialog()
  await client.incr(GENERATION)
  await expect(dialog().getByText('9', { exact: true })).toBeVisible()
  await expect(header()).toContainText('Generation 8')
  await expect(notice()).toContainText('The generation went from 7 to 8 by someone else')
  await dialog().getByRole('button', { name: 'Cancel' }).click()
})

test('tells afterwards which keys are held again, by whom, until it is dismissed', async () => {
  const { page, client } = it
  await client.mset(holdName(7, 'again'), '"again"', holdName(7, 'rests'), '"rests"')
  await pauseQueue(page)
  await openDialog()
  await verb().click()
  await client.mset(holdName(8, 'again'), '"again"', holdName(8, 'new'), '"new"')
  await schedule(page, 'mine')
  // Counted every 5 s.
  await expect(notice()).toContainText('3 keys taken since are held: 1 by this app, 2 by go-io clients.', {
    timeout: 15_000,
  })
  await expect(notice()).toContainText(
    '1 key that was held before the bump is held again by go-io clients (new or carried over: Redis can’t tell).',
  )
  const links = await notice()
    .getByRole('link')
    .evaluateAll((all) => all.map((link) => link.getAttribute('href')))
  const filtered = '#/held-keys?generation=8'
  expect(links).toEqual([
    filtered,
    `${filtered}&owner=here`,
    `${filtered}&owner=go-io`,
    `${filtered}&owner=go-io`,
  ])
  await openPage(page, 'Schedule')
  await notice().getByRole('button', { name: 'Dismiss the notice' }).press('Enter')
  await expect(notice()).toBeHidden()
  await expect(page.getByRole('main')).toBeFocused()
})

test('a bump without an answer is said to be in doubt, and then what was found', async () => {
  const { client, proxy } = it
  await openDialog()
  await expect(verb()).toBeEnabled()
  proxy.hold('to-client')
  await verb().click()
  await expect(dialog()).toContainText('it may or may not have happened')
  await expect(dialog()).toContainText('What became of it is shown here when Redis answers again.')
  proxy.release()
  await expect(dialog()).toContainText('Redis answers again: the generation is 8 now, it was 7.')
  await expect(notice()).toContainText('by the bump that got no answer or by someone else')
  expect(await client.get(GENERATION)).toBe('8')
  await dialog().getByRole('button', { name: 'Cancel' }).click()
})

test('counts while it is open, and does not wait for the count: a bump in an emergency', async () => {
  const { client, proxy } = it
  await client.eval("for i = 1, 40000 do redis.call('SET', ARGV[1] .. i, '') end", 0, holdName(7, 'many:'))
  proxy.delay(60)
  await openDialog()
  await expect(dialog().getByRole('listitem').first()).toContainText(
    /^at least [1-9][\d,]* holds of the current/,
  )
  await expect(dialog()).toContainText(/Counted [1-9][\d,]*,000 of about 40,\d{3} keys/)
  await verb().click()
  await expect(header()).toContainText('Generation 8')
  expect(await client.get(GENERATION)).toBe('8')
})

test('in production the target has to be typed, and typed anew when it changes', async () => {
  const { page, client } = it
  const { profile } = await request(page, 'app.info', null)
  const environmentIs = async (environment: 'development' | 'production'): Promise<void> => {
    await request(page, 'profile.save', { profile: { ...profile, environment } })
    await page.reload()
    // No window manager gives a page that was loaded anew the keyboard back.
    await page.bringToFront()
    await expect(header()).toContainText(environment === 'production' ? 'Production' : 'Development')
    await expect(header()).toContainText(/Generation \d/)
  }
  await environmentIs('production')
  await openDialog()
  const field = dialog().getByRole('textbox', { name: /is a production profile: type 8 to bump/ })
  await expect(field).toBeVisible()
  await expect(verb()).toBeDisabled()
  await field.fill('8')
  await expect(verb()).toBeEnabled()
  await client.incr(GENERATION)
  await expect(verb()).toBeDisabled()
  await dialog()
    .getByRole('textbox', { name: /type 9 to bump/ })
    .fill('9')
  await verb().click()
  await expect(header()).toContainText('Generation 9')
  await environmentIs('development')
})

test('a generation that is no integer is said, and nothing can be bumped or scheduled', async () => {
  const { page, client } = it
  await client.set(GENERATION, 'seven')
  await expect(header()).toContainText('Generation unreadable')
  await pauseQueue(page)
  expect((await schedule(page, 'unreadable')).outcome).toBe('redis-error')
  await openDialog()
  await expect(dialog().getByRole('alert')).toBeVisible()
  await expect(verb()).toBeDisabled()
  await dialog().getByRole('button', { name: 'Cancel' }).click()
  expect(await client.get(GENERATION)).toBe('seven')
  await openPage(page, 'Queue')
})
