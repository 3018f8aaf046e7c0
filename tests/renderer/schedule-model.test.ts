import { describe, expect, it } from 'vitest'
import { emptyDraft, fieldOf, furtherProblems, readDraft } from '../../renderer/features/schedule/model'
import { outcomeInWords } from '../../renderer/ui/outcome-words'

describe('readDraft', () => {
  it('reads one job', () => {
    const read = readDraft({ key: 'seller:42', backoff: '1h 30m', argument: '{}', repeat: '' })
    expect(read).toEqual({
      ok: true,
      request: { key: 'seller:42', backoffMs: 5_400_000, argument: '{}', count: 1 },
    })
  })

  it('reads a repeat with separators', () => {
    const read = readDraft({ ...emptyDraft, repeat: '100,000' })
    expect(read.ok && read.request.count).toBe(100_000)
  })

  it('says at the backoff what is no duration', () => {
    const read = readDraft({ ...emptyDraft, backoff: 'soon' })
    expect(read).toMatchObject({ ok: false, problems: { backoff: { code: 'bad-backoff' } } })
  })

  it.each(['0', '-1', '1.5', '100001', 'many'])(
    'says at the repeat that %j is no number of jobs',
    (repeat) => {
      expect(readDraft({ ...emptyDraft, repeat })).toMatchObject({
        ok: false,
        problems: { repeat: { code: 'bad-repeat' } },
      })
    },
  )

  it('leaves key, argument and the size of the backoff to the processor', () => {
    expect(readDraft({ key: '', backoff: '-1', argument: 'no json', repeat: '1' }).ok).toBe(true)
  })
})

describe('furtherProblems', () => {
  it('says all that is wrong beside what cannot be read', () => {
    const draft = { key: '', backoff: 'soon', argument: '{"seller": }', repeat: '0' }
    const read = readDraft(draft)
    expect({ ...furtherProblems(draft), ...(read.ok ? {} : read.problems) }).toMatchObject({
      key: { code: 'bad-key' },
      backoff: { code: 'bad-backoff' },
      argument: { code: 'bad-argument' },
      repeat: { code: 'bad-repeat' },
    })
    expect(furtherProblems({ ...draft, key: 'a', argument: '{}' })).toEqual({})
  })
})

describe('fieldOf', () => {
  it.each([
    ['bad-key', 'key'],
    ['bad-backoff', 'backoff'],
    ['bad-argument', 'argument'],
    ['redis-error', undefined],
  ])('puts %s beside %s', (code, field) => {
    expect(fieldOf(code)).toBe(field)
  })
})

describe('outcomeInWords', () => {
  it('tells who holds a key, for how long, and its exact name', () => {
    const words = outcomeInWords({
      outcome: 'held',
      remainingMs: 252_000,
      redisKey: 'orders:goio.bgProcessor.dedupKey:gen:3:jobKey:a',
      generation: '3',
      owner: { kind: 'go-io' },
    })
    expect(words.title).toBe('Held for another 4m 12s by a go-io client')
    expect(words.redisKey).toBe('orders:goio.bgProcessor.dedupKey:gen:3:jobKey:a')
  })

  it('tells a hold that never ends', () => {
    const words = outcomeInWords({
      outcome: 'held',
      redisKey: 'k',
      generation: '3',
      owner: { kind: 'unknown' },
    })
    expect(words.title).toBe('Held without an expiry by an unknown owner')
  })
})
