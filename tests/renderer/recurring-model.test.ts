import { describe, expect, it } from 'vitest'
import type { RecurringView } from '../../src/contract/recurring'
import {
  countsInWords,
  draftOf,
  lastInWords,
  newDraft,
  nextInWords,
  readRecurring,
  refusedByBackoff,
  timesInWords,
  writeDuration,
} from '../../renderer/features/schedule/recurring/model'
import { emptyDraft } from '../../renderer/features/schedule/model'
import { parseDuration } from '../../renderer/ui/duration'
import { formatTime } from '../../renderer/ui/format'

const view: RecurringView = {
  id: 'a',
  on: true,
  key: 'catalog',
  backoffMs: 60_000,
  argument: '{}',
  times: { kind: 'every', everyMs: 300_000 },
  next: [],
  scheduled: 12,
  refused: 0,
  missed: 0,
}
const at = Date.parse('2026-03-01T14:03:00Z')

describe('a recurring job as it is typed', () => {
  it('begins with the job of the form, and is read back as it was saved', () => {
    const draft = { ...newDraft({ ...emptyDraft, key: 'catalog' }), kind: 'cron', zone: 'utc' } as const
    const read = readRecurring(draft)
    if (!read.ok) throw new Error(read.error.message)
    expect(read.job).toEqual({
      key: 'catalog',
      backoffMs: 300_000,
      argument: '{}',
      times: { kind: 'cron', expression: '0 9 * * MON-FRI', zone: 'utc' },
    })
    expect(readRecurring(draftOf({ ...read.job, id: 'a', on: true }))).toEqual(read)
  })

  it.each([
    [{ backoff: 'soon' }, 'backoff', 'bad-backoff'],
    [{ every: 'often' }, 'times', 'bad-interval'],
    [{ every: '' }, 'times', 'bad-interval'],
  ])('says of %j where it is wrong', (wrong, field, code) => {
    const read = readRecurring({ ...newDraft(emptyDraft), ...wrong })
    expect(read).toMatchObject({ ok: false, field, error: { code } })
  })

  it.each([0, 250, 1_000, 5_430_000, 90_061_001, 2_592_000_000])(
    'writes %d ms so that it reads the same',
    (ms) => {
      expect(parseDuration(writeDuration(ms))).toBe(ms)
    },
  )
})

describe('a recurring job in words', () => {
  it('says when it comes, and in which time zone', () => {
    expect(timesInWords(view.times, 'Europe/Berlin')).toBe('every 5m')
    const cron = { kind: 'cron', expression: '0 9 * * *', zone: 'local' } as const
    expect(timesInWords(cron, 'Europe/Berlin')).toBe('0 9 * * * in local time (Europe/Berlin)')
    expect(timesInWords({ ...cron, zone: 'utc' }, 'Europe/Berlin')).toBe('0 9 * * * in UTC')
  })

  it('shows moments in UTC where it is written in UTC', () => {
    const cron = { kind: 'cron', expression: '3 14 * * *', zone: 'utc' } as const
    expect(nextInWords([at, at + 24 * 3_600_000], cron, at - 1_000)).toEqual([
      'Next: 14:03:00,',
      '03-02 14:03 UTC',
    ])
    expect(nextInWords([at], view.times, at - 1_000)).toEqual([`Next: ${formatTime(at)}`])
    expect(nextInWords([], cron, at)).toEqual(['No further time'])
  })

  it('says what the last time came to', () => {
    const time = formatTime(at)
    const last = (outcome: NonNullable<RecurringView['last']>['outcome'], missed = 0) =>
      lastInWords({ ...view, last: { at, outcome, missed } }).words
    expect(lastInWords(view).words).toBe('Not come yet since the app started')
    expect(last({ outcome: 'scheduled', jobId: 1 }, 1)).toBe(`Scheduled ${time}, 1 missed before it`)
    const owner = { kind: 'keyhold', instance: 'f00d', host: 'api-7', at: 0, here: false } as const
    expect(last({ outcome: 'held', remainingMs: 180_000, redisKey: 'k', generation: '3', owner })).toBe(
      `Refused ${time}: held for another 3m 0s by api-7 (Keyhold f00d)`,
    )
    const error = { code: 'read-only', message: 'The profile is read-only.', remedy: 'Use another.' }
    expect(last({ outcome: 'not-tried', error })).toBe(`Not tried ${time}: The profile is read-only.`)
    expect(last({ outcome: 'redis-error', error: { ...error, message: 'It is away.' } })).toBe(
      `Refused ${time}: redis error (It is away.)`,
    )
  })

  it('counts', () => {
    expect(countsInWords(view)).toBe('12 scheduled')
    expect(countsInWords({ ...view, refused: 3, missed: 1 })).toBe('12 scheduled, 3 refused, 1 missed')
  })
})

describe('a recurring job that its own backoff refuses', () => {
  const draft = newDraft({ ...emptyDraft, key: 'catalog', backoff: '30s' })

  it('is warned of before it is saved', () => {
    expect(refusedByBackoff({ ...draft, every: '10s' })).toBe(
      'With a backoff of 30s 2 of 3 times will be refused',
    )
    expect(refusedByBackoff({ ...draft, every: '20s' })).toBe(
      'With a backoff of 30s 1 of 2 times will be refused',
    )
  })

  it('is fine where it comes no sooner, or by a cron expression', () => {
    expect(refusedByBackoff({ ...draft, every: '30s' })).toBeUndefined()
    expect(refusedByBackoff({ ...draft, every: 'soon' })).toBeUndefined()
    expect(refusedByBackoff({ ...draft, every: '10s', kind: 'cron' })).toBeUndefined()
  })
})
