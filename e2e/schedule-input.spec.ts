import { expect, test, type Locator } from '@playwright/test'
import { live, openPage, PROFILE, request, submitJob } from './support/console'
import { NAMESPACE, shareKeyhold } from './support/shared-keyhold'

const it = shareKeyhold()

test.beforeEach(() => openPage(it.page, 'Schedule'))

test.describe('Bad input is refused before Redis is touched', () => {
  const expectRefused = async (
    act: () => Promise<void>,
    field: Locator,
    words: RegExp | string,
  ): Promise<void> => {
    const holds = await it.client.keys(`${NAMESPACE}:goio*`)
    const before = (await live(it.page)).counters
    await act()
    await expect(field).toHaveAttribute('aria-invalid', 'true')
    await expect(field).toHaveAccessibleDescription(words)
    const after = (await live(it.page)).counters
    expect([after.waiting, after.done, after.running]).toEqual([before.waiting, before.done, before.running])
    expect((await it.client.keys(`${NAMESPACE}:goio*`)).sort()).toEqual(holds.sort())
  }

  const keys = [
    ['an empty key', '', 'A key cannot be empty.'],
    ['a key of 1,025 bytes', 'ü'.repeat(512) + 'x', 'this one has 1025'],
  ] as const
  for (const [name, key, words] of keys) {
    test(name, async () => {
      const field = it.page.getByLabel('Key', { exact: true })
      await expectRefused(() => submitJob(it.page, { key }), field, new RegExp(words))
    })
  }

  test('a key with half of a surrogate pair', async () => {
    const refused = await it.page.evaluate(
      (profileId) =>
        window.keyhold?.request('schedule.job', {
          profileId,
          key: `half:${String.fromCharCode(0xd83d)}`,
          backoffMs: 1_000,
          argument: 'null',
        }),
      PROFILE,
    )
    expect(refused).toMatchObject({ ok: false, error: { code: 'bad-key' } })
  })

  const backoffs = [
    ['no duration', 'soon', '“soon” is not a duration. Write 90s'],
    ['none', '', 'The backoff is missing.'],
    ['negative', '-5', 'A backoff cannot be -5.'],
    ['fractional', '0.5ms', 'A backoff cannot be 0.5.'],
    ['over 30 days', '30d 1s', 'A backoff cannot be longer than 30 days'],
  ] as const
  for (const [name, backoff, words] of backoffs) {
    test(`a backoff that is ${name}`, async () => {
      const field = it.page.getByLabel('Backoff', { exact: true })
      await expectRefused(() => submitJob(it.page, { key: 'bad:backoff', backoff }), field, new RegExp(words))
    })
  }

  test('an argument that is not JSON', async () => {
    const field = it.page.getByLabel('Argument (JSON)')
    const act = (): Promise<void> => submitJob(it.page, { key: 'bad:json', argument: '{"seller": }' })
    await expectRefused(act, field, /The argument is not JSON/)
  })

  test('an argument of more than 1 MiB', async () => {
    const field = it.page.getByLabel('Argument (JSON)')
    const argument = `"${'x'.repeat(1_048_576)}"`
    const act = (): Promise<void> => submitJob(it.page, { key: 'bad:size', argument })
    await expectRefused(act, field, /has 1,048,578 bytes; at most 1,048,576 are taken/)
    await field.fill('{}')
  })

  test('a repeat of more than 100,000', async () => {
    const field = it.page.getByLabel('Repeat', { exact: true })
    await expectRefused(
      () => submitJob(it.page, { key: 'bad:{n}', repeat: '100001' }),
      field,
      /from 1 to 100,000/,
    )
  })

  test('an argument of exactly 1 MiB is taken', async () => {
    const argument = `"${'x'.repeat(1_048_574)}"`
    const answer = await request(it.page, 'schedule.job', {
      profileId: PROFILE,
      key: 'large',
      backoffMs: 0,
      argument,
    })
    expect(answer.outcome).toBe('scheduled')
  })
})
