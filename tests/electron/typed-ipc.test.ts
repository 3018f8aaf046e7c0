import { describe, expect, it } from 'vitest'
import { channels, type ChannelName } from '../../src/contract/channels'
import { KeyholdError } from '../../src/runtime'
import { typedIpc, type HandlerTable } from '../../electron/ipc/typed-ipc'
import { ownOrigin } from '../../electron/own-origin'

const OWN = { url: 'app://keyhold/index.html', mainFrame: true }
const ofProfile = { profileId: 'default' }

const unused = (): never => {
  throw new Error('not part of this test')
}

/** A table of which a test uses a line or two. */
function table(lines: Partial<HandlerTable<null>>): HandlerTable<null> {
  const rest: unknown = Object.fromEntries(Object.keys(channels).map((name) => [name, unused]))
  return { ...(rest as HandlerTable<null>), ...lines }
}

function answering(lines: Partial<HandlerTable<null>>, checkAnswers = true) {
  const unexpected: ChannelName[] = []
  const answer = typedIpc({
    table: table(lines),
    isOwn: ownOrigin('app://keyhold/'),
    checkAnswers,
    onUnexpected: (name) => unexpected.push(name),
  })
  return {
    unexpected,
    ask: (
      name: ChannelName,
      payload: unknown,
      sender: { url: string | undefined; mainFrame: boolean } = OWN,
    ) => answer(name, payload, sender, null),
  }
}

describe('a call from the page', () => {
  it('is answered with what the handler says', async () => {
    const { ask } = answering({ 'queue.argument': ({ jobId }) => ({ argument: String(jobId) }) })
    expect(await ask('queue.argument', { ...ofProfile, jobId: 7 })).toEqual({
      ok: true,
      value: { argument: '7' },
    })
  })

  it.each([
    ['another site', { url: 'https://example.com/', mainFrame: true }],
    ['another host of the scheme', { url: 'app://elsewhere/', mainFrame: true }],
    ['a file', { url: 'file:///index.html', mainFrame: true }],
    ['a blank page', { url: 'about:blank', mainFrame: true }],
    ['a frame inside the page', { url: 'app://keyhold/', mainFrame: false }],
    ['a frame that is gone', { url: undefined, mainFrame: false }],
  ])('from %s is refused and reaches no handler', async (_who, sender) => {
    let called = false
    const { ask } = answering({
      'queue.pause': () => {
        called = true
        return null
      },
    })
    expect(await ask('queue.pause', ofProfile, sender)).toMatchObject({
      ok: false,
      error: { code: 'bad-sender' },
    })
    expect(called).toBe(false)
  })

  it.each<[string, ChannelName, unknown]>([
    ['nothing', 'queue.pause', undefined],
    ['a profile id that is a number', 'queue.pause', { profileId: 1 }],
    ['a range over the limit', 'queue.waiting', { ...ofProfile, offset: 0, limit: 201 }],
    ['a negative offset', 'queue.waiting', { ...ofProfile, offset: -1, limit: 10 }],
    [
      'a repeat over 100,000',
      'schedule.repeat',
      { ...ofProfile, key: 'k', backoffMs: 1, argument: '', count: 100_001 },
    ],
    ['something where nothing is asked', 'app.info', {}],
  ])('with %s is refused and reaches no handler', async (_what, name, payload) => {
    const { ask, unexpected } = answering({})
    const reply = await ask(name, payload)
    expect(reply).toMatchObject({ ok: false, error: { code: 'bad-request' } })
    expect(unexpected).toEqual([])
  })

  it('hands on what the contract names and drops the rest', async () => {
    const seen: unknown[] = []
    const { ask } = answering({
      'queue.argument': (request) => {
        seen.push(request)
        return { argument: null }
      },
    })
    await ask('queue.argument', { ...ofProfile, jobId: 7, __proto__: { admin: true }, more: 1 })
    expect(seen).toEqual([{ profileId: 'default', jobId: 7 }])
  })

  it('that fails as Keyhold fails is answered with code, sentence and remedy', async () => {
    const { ask, unexpected } = answering({
      'queue.pause': () => {
        throw new KeyholdError('read-only', 'This profile is read-only.', 'Choose another.')
      },
    })
    const error = { code: 'read-only', message: 'This profile is read-only.', remedy: 'Choose another.' }
    expect(await ask('queue.pause', ofProfile)).toEqual({ ok: false, error })
    expect(unexpected).toEqual([])
  })

  it.each([
    [
      'throws',
      () => {
        throw new TypeError('x is not a function')
      },
    ],
    ['rejects', () => Promise.reject(new TypeError('x is not a function'))],
  ])('whose handler %s is answered, and logged', async (_how, handler) => {
    const { ask, unexpected } = answering({ 'queue.pause': handler })
    expect(await ask('queue.pause', ofProfile)).toMatchObject({ ok: false, error: { code: 'unexpected' } })
    expect(unexpected).toEqual(['queue.pause'])
  })

  it('whose answer breaks the contract is an error in development, and passes in the packed app', async () => {
    const wrong = { 'queue.waiting': () => ({ version: 1, total: Number.NaN, rows: [] }) }
    const range = { ...ofProfile, offset: 0, limit: 10 }
    const strict = answering(wrong)
    expect(await strict.ask('queue.waiting', range)).toMatchObject({
      ok: false,
      error: { code: 'bad-answer' },
    })
    expect(strict.unexpected).toEqual(['queue.waiting'])
    const lax = answering(wrong, false)
    expect(await lax.ask('queue.waiting', range)).toMatchObject({ ok: true })
  })
})
