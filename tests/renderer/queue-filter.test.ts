import { describe, expect, it, onTestFinished } from 'vitest'
import {
  filterParameters,
  finishedFilterInWords,
  finishedFilterOf,
  noFilter,
  partsSet,
  readFilter,
  searchInWords,
  waitingFilterOf,
} from '../../renderer/features/queue/filter/model'
import { momentField, readMoment } from '../../renderer/ui/moment-field'
import { setTimeZone } from '../../renderer/ui/time-zone'

const search = {
  searchId: 'one',
  state: 'done',
  version: 1,
  rows: 10,
  matches: 10,
  searched: 50,
  total: 50,
} as const

describe('the filter of the Queue page', () => {
  it('is read from the address, and written back the same', () => {
    const query =
      'key=seller%3A&older-than=300000&outcome=failed%2Ctimeout&finished-from=1000&finished-to=2000'
    const filter = readFilter(query)
    expect(filter).toEqual({
      key: 'seller:',
      olderThanMs: 300_000,
      outcomes: ['failed', 'timeout'],
      handler: '',
      from: 1_000,
      to: 2_000,
    })
    const parameters = new URLSearchParams(
      Object.entries(filterParameters(filter)).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      ),
    )
    expect(parameters.toString()).toBe(query)
    expect(partsSet(filter)).toBe(3)
  })

  it('leaves out what is no filter', () => {
    expect(readFilter('outcome=lost,none&finished-from=soon&older-than=-5&other=1')).toEqual(noFilter)
    expect(waitingFilterOf(noFilter)).toBeUndefined()
    expect(finishedFilterOf(noFilter)).toBeUndefined()
    expect(Object.values(filterParameters(noFilter)).every((value) => value === undefined)).toBe(true)
  })

  it('has a part for waiting jobs and one for finished ones', () => {
    const filter = readFilter('key=a&older-than=1000&handler=send.ts')
    expect(waitingFilterOf(filter)).toEqual({ text: 'a', minAgeMs: 1_000 })
    expect(finishedFilterOf(filter)).toEqual({ text: 'a', outcomes: [], handler: 'send.ts' })
    expect(finishedFilterOf(readFilter('older-than=1000'))).toBeUndefined()
  })

  it('says what it asks for, and how far the search is', () => {
    const finished = finishedFilterOf(readFilter('key=a&outcome=failed,timeout&handler=send.ts'))
    expect(finished && finishedFilterInWords(finished)).toBe(
      'the key contains “a”, failed or timeout, by send.ts',
    )
    expect(searchInWords(search)).toBe('match, of 50')
    expect(searchInWords({ ...search, state: 'searching', searched: 20 })).toBe(
      'match so far, searched 20 of 50',
    )
    expect(searchInWords({ ...search, matches: 4_000 })).toBe('shown of 4,000 that match, of 50')
  })

  it('has times to the second, as the field of the browser has them', () => {
    const at = new Date(2026, 2, 1, 14, 3, 22).getTime()
    expect(momentField(at)).toBe('2026-03-01T14:03:22')
    expect(readMoment('2026-03-01T14:03:22')).toBe(at)
    expect(readMoment('')).toBeUndefined()
  })

  it('reads and writes times in the zone that was chosen', () => {
    const before = process.env['TZ']
    onTestFinished(() => {
      setTimeZone('local')
      if (before === undefined) delete process.env['TZ']
      else process.env['TZ'] = before
    })
    process.env['TZ'] = 'Asia/Kolkata'
    const at = Date.UTC(2026, 0, 31, 23, 30, 5)
    expect(momentField(at)).toBe('2026-02-01T05:00:05')
    expect(readMoment(momentField(at))).toBe(at)
    setTimeZone('utc')
    expect(momentField(at)).toBe('2026-01-31T23:30:05')
    expect(readMoment(momentField(at))).toBe(at)
    const everything = { text: '', outcomes: [], handler: '' }
    expect(finishedFilterInWords({ ...everything, from: at, to: at + 3_600_000 })).toBe(
      '2026-01-31 23:30:05 to 2026-02-01 00:30:05',
    )
  })
})
