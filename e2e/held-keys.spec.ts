import { expect, test } from '@playwright/test'
import { loadGoIoFixture } from '../tests/support/go-io-fixture'
import {
  bodyRows,
  closeDrawer,
  detail,
  drawer,
  openPage,
  outcome,
  rowOf,
  rowsWith,
  submitJob,
} from './support/console'
import { shareKeyhold } from './support/shared-keyhold'

const PREFIX = 'orders:goio.bgProcessor.dedupKey:gen'

test.describe('Held keys that go-io wrote', () => {
  const it = shareKeyhold({ namespace: 'orders', seed: loadGoIoFixture })

  test.beforeEach(async () => {
    await openPage(it.page, 'Held keys')
    await it.page.getByRole('textbox', { name: 'Filter' }).fill('')
    await it.page.getByRole('combobox', { name: 'Generation' }).selectOption('all')
    await expect(bodyRows(it.page, 'Held keys')).toHaveCount(12)
  })
  test.afterEach(() => closeDrawer(it.page))

  test('are all shown, each with its generation, owner, remaining time', async () => {
    const { page } = it
    await expect(
      page.getByRole('status').filter({ hasText: /^12 keys; scanned about \d+ of \d+$/ }),
    ).toBeVisible()
    await expect(page.getByRole('banner').first()).toContainText('Generation 3')
    await expect(rowsWith(page, 'Held keys', 'go-io')).toHaveCount(12)
    await expect(rowsWith(page, 'Held keys', 'current')).toHaveCount(9)
    await expect(rowsWith(page, 'Held keys', 'stale')).toHaveCount(3)
    const cells = rowOf(page, 'Held keys', 'seller:43:catalog').getByRole('gridcell')
    await expect(cells).toHaveText([
      '',
      'seller:43:catalog',
      /3\s*current/,
      /59m \d+s/,
      'go-io',
      '–',
      'Release',
    ])
  })

  test('show keys of odd bytes as what they are', async () => {
    const { page } = it
    for (const key of [
      '<a&b>',
      'gen:9:jobKey:x',
      'ünï "q"',
      'spa ce',
      'bad\ufffdutf8',
      'line\\nbreak',
      '(empty key)',
    ]) {
      await expect(rowOf(page, 'Held keys', key)).toHaveCount(1)
    }
    await expect(rowOf(page, 'Held keys', 'a:jobKey:b')).toHaveCount(2)

    await rowOf(page, 'Held keys', 'bad\ufffdutf8').click({ position: { x: 400, y: 16 } })
    await expect(detail(drawer(page), 'Key')).toContainText('Some of its bytes are no text')
    await expect(detail(drawer(page), 'In Redis as')).toContainText(`${PREFIX}:3:jobKey:bad\ufffdutf8`)
    const value = detail(drawer(page), 'Value')
    await value.getByText('Escaped').click()
    await expect(drawer(page).getByRole('group', { name: 'Value' })).toContainText('utf8')
    await detail(drawer(page), 'In Redis as').getByText('Hex').click()
    await expect(drawer(page).getByRole('group', { name: 'Redis key' })).toContainText('ff')
    await value.getByText('Text').click()
    await expect(drawer(page).getByRole('group', { name: 'Value' })).toHaveText('"bad\ufffdutf8"')
  })

  test('a key is copied by a click, and so is its exact name', async () => {
    const { page, keyhold } = it
    const copied = (): Promise<string> => keyhold.app.evaluate(({ clipboard }) => clipboard.readText())
    await rowOf(page, 'Held keys', '<a&b>').getByRole('button', { name: '<a&b>' }).click()
    await expect.poll(copied).toBe('<a&b>')
    await rowOf(page, 'Held keys', '<a&b>').getByRole('gridcell').nth(4).click()
    await detail(drawer(page), 'In Redis as').getByRole('button').first().click()
    await expect.poll(copied).toBe(`${PREFIX}:3:jobKey:<a&b>`)
  })

  test('the remaining time ticks', async () => {
    const cell = rowOf(it.page, 'Held keys', 'spa ce').getByRole('gridcell').nth(3)
    const before = await cell.innerText()
    await expect(cell).not.toHaveText(before)
  })

  test('are filtered by text and by pattern', async () => {
    const { page } = it
    const filter = page.getByRole('textbox', { name: 'Filter' })
    await filter.fill('seller:4')
    await expect(bodyRows(page, 'Held keys')).toHaveCount(3)
    await filter.fill('seller:4[3-9]:*')
    await expect(bodyRows(page, 'Held keys')).toHaveCount(1)
    await filter.fill('\\*nowhere*')
    await expect(page.getByText('No held key matches the filter')).toBeVisible()
    await page.getByRole('button', { name: 'Clear the filter' }).click()
    await expect(bodyRows(page, 'Held keys')).toHaveCount(12)
  })

  test('are filtered by generation and owner, by hand and by address', async () => {
    const { page } = it
    await page.getByRole('combobox', { name: 'Generation' }).selectOption('current')
    await expect(bodyRows(page, 'Held keys')).toHaveCount(9)
    await expect(rowsWith(page, 'Held keys', 'stale')).toHaveCount(0)
    await page.getByRole('textbox', { name: 'Filter' }).fill('seller:42')
    await expect(bodyRows(page, 'Held keys')).toHaveCount(1)
    await page.evaluate(() => (location.hash = '#/held-keys?key=seller:4&generation=stale&owner=go-io'))
    await expect(page.getByRole('textbox', { name: 'Filter' })).toHaveValue('seller:4')
    await expect(bodyRows(page, 'Held keys')).toHaveCount(1)
    await page.getByRole('combobox', { name: 'Owner' }).selectOption('unknown')
    await expect(page.getByText('No held key matches the filter')).toBeVisible()
    await page.getByRole('button', { name: 'Clear the filter' }).click()
  })

  test('are sorted by their header', async () => {
    const { page } = it
    const first = bodyRows(page, 'Held keys').first().getByRole('gridcell').nth(1)
    await page.getByRole('button', { name: 'Key', exact: true }).click()
    await expect(first).toHaveText('(empty key)')
    await expect(page.getByRole('columnheader', { name: 'Key' })).toHaveAttribute('aria-sort', 'ascending')
    await page.getByRole('button', { name: 'Key', exact: true }).click()
    await expect(first).toHaveText('ünï "q"')
  })

  test('are looked up by their exact key', async () => {
    const { page } = it
    const lookUp = async (key: string): Promise<void> => {
      await page.getByRole('textbox', { name: 'Exact key' }).fill(key)
      await page.getByRole('textbox', { name: 'Exact key' }).press('Enter')
    }
    await lookUp('seller:42:catalog')
    await expect(drawer(page).getByRole('heading', { name: 'Held key' })).toBeVisible()
    await expect(detail(drawer(page), 'Held by')).toHaveText('a go-io client')
    await expect(detail(drawer(page), 'In Redis as')).toContainText(`${PREFIX}:3:jobKey:seller:42:catalog`)
    // Held in generation 0 only.
    await lookUp('spa ce')
    await expect(drawer(page).getByRole('heading', { name: 'Not held' })).toBeVisible()
    await expect(drawer(page)).toContainText('Nothing holds this key in generation 3')
    await expect(detail(drawer(page), 'Looked up as')).toHaveText(`${PREFIX}:3:jobKey:spa ce`)
    await closeDrawer(page)
    await page.getByRole('textbox', { name: 'Exact key' }).fill('')
  })

  test('refuse a schedule while they count, and only then', async () => {
    const { page } = it
    await openPage(page, 'Schedule')
    await submitJob(page, { key: 'seller:42:catalog' })
    await expect(outcome(page)).toContainText(/Held for another 59m \d+s by a go-io client/)
    await submitJob(page, { key: 'spa ce', backoff: '0' })
    await expect(outcome(page)).toContainText('Scheduled')
    await openPage(page, 'Held keys')
  })
})

test.describe('Held keys of the empty namespace', () => {
  const it = shareKeyhold({ namespace: '', seed: loadGoIoFixture })

  test('are the two that have none, and none of another namespace', async () => {
    const { page } = it
    await openPage(page, 'Held keys')
    await expect(bodyRows(page, 'Held keys')).toHaveCount(2)
    await expect(rowOf(page, 'Held keys', 'no-namespace')).toContainText('current')
    await expect(rowOf(page, 'Held keys', 'x:y')).toContainText('go-io')
    await expect(page.getByRole('banner').first()).toContainText('Generation 0')
  })
})
