import { describe, expect, it } from 'vitest'
import { heldKeysFilter, type HeldKeyRow, type ScanView } from '../../src/contract/held-keys'
import type { HoldsPreview } from '../../src/contract/held-keys-acts'
import { escapedText, hexDump } from '../../renderer/features/held-keys/byte-views'
import { extensionOf, extensionProblem, noExtension } from '../../renderer/features/held-keys/extension-model'
import {
  everything,
  filterOf,
  formOfAddress,
  generationProblem,
  isEverything,
  remainingProblem,
  textForKey,
} from '../../renderer/features/held-keys/filter-model'
import {
  consequencesOf,
  foundNoneStale,
  isTyped,
  releaseAllLabel,
  staleConsequences,
} from '../../renderer/features/held-keys/many-words'
import { orphanInWords } from '../../renderer/features/held-keys/orphan-words'

describe('the filter as it is typed', () => {
  it('asks for what is chosen, in the shape of the contract', () => {
    const form = {
      ...everything,
      generation: 'one',
      generationText: ' -4 ',
      owner: 'named',
      ownerText: 'api-7',
      remaining: 'less',
      remainingText: '5m',
    } as const
    expect(heldKeysFilter.parse(filterOf(form))).toEqual({
      text: '',
      generation: '-4',
      owner: { kind: 'named', name: 'api-7' },
      remaining: { kind: 'less', ms: 300_000 },
      queuedHere: false,
      orphaned: false,
    })
    expect(isEverything(form)).toBe(false)
  })

  it('lets all through by a field that cannot be used, and says so', () => {
    const form = {
      ...everything,
      generation: 'one',
      generationText: '3x',
      remaining: 'more',
      remainingText: '?',
    } as const
    expect(generationProblem(form)).toBe('A whole number')
    expect(remainingProblem(form)).toBeDefined()
    expect(isEverything(form)).toBe(true)
  })

  it('comes from an address, with a key taken as it is', () => {
    const form = formOfAddress(new URLSearchParams('key=a*b&generation=3&owner=api-7&orphaned=yes'))
    expect(filterOf(form)).toMatchObject({
      text: 'a\\*b',
      generation: '3',
      owner: { kind: 'named', name: 'api-7' },
      orphaned: true,
    })
    expect(textForKey('seller:42')).toBe('seller:42')
    expect(filterOf(formOfAddress(new URLSearchParams('generation=stale&owner=go-io')))).toMatchObject({
      generation: 'stale',
      owner: { kind: 'go-io' },
    })
  })
})

describe('bytes', () => {
  const base64 = btoa('a"\\\n\xff\x00seller')
  it('are written as redis-cli takes them', () =>
    expect(escapedText(base64)).toBe('"a\\"\\\\\\n\\xff\\x00seller"'))
  it('and in hex, eight a line', () =>
    expect(hexDump(base64)).toBe(
      '0000  61 22 5c 0a ff 00 73 65  |a"\\...se|\n0008  6c 6c 65 72              |ller|',
    ))
})

describe('an extension as it is typed', () => {
  const now = Date.parse('2026-03-01T12:00')
  it('is refused before it is sent where it cannot be', () => {
    expect(extensionProblem({ ...noExtension, duration: 'soon' }, now)).toBeDefined()
    expect(extensionProblem({ ...noExtension, duration: '31d' }, now)).toBe('At most 30 days.')
    expect(extensionProblem({ ...noExtension, kind: 'to', moment: '' }, now)).toBe('Choose a moment.')
    expect(extensionProblem({ ...noExtension, kind: 'to', moment: '2026-03-01T11:59' }, now)).toContain(
      'passed',
    )
    expect(extensionProblem({ ...noExtension, kind: 'to', moment: '2026-05-01T11:59' }, now)).toContain(
      '30 days',
    )
  })
  it('is a duration or a moment', () => {
    expect(extensionOf({ ...noExtension, duration: '1h 30m' }, now)).toEqual({ kind: 'by', ms: 5_400_000 })
    expect(extensionOf({ ...noExtension, kind: 'to', moment: '2026-03-01T12:10' }, now)).toEqual({
      kind: 'to',
      at: now + 600_000,
    })
  })
})

describe('what a question says', () => {
  const preview: HoldsPreview = {
    previewId: 'p',
    profileName: 'Shop',
    namespace: 'orders',
    generation: '3',
    ...{ count: 4_310, current: 4_300, queuedHere: 2, othersLive: 12, orphaned: 0, gone: 1, changed: 0 },
    sample: [],
    typeToConfirm: true,
  }
  it('counts what is reached and what is left', () => {
    expect(consequencesOf(preview, 'release', 4_308).map(({ count }) => count)).toEqual([
      '4,308',
      '12',
      '2',
      '10',
      '1',
    ])
  })
  it('says of one what it says of many', () => {
    const one = {
      ...preview,
      count: 1,
      current: 1,
      othersLive: 0,
      queuedHere: 0,
      orphaned: 1,
      changed: 0,
      gone: 0,
    }
    expect(consequencesOf(one, 'extend', 1)).toEqual([
      { count: '1', words: 'hold would be kept for longer' },
      { count: '1', words: 'looks orphaned' },
    ])
  })
  it('takes the count, with or without separators, or the name of the profile', () => {
    for (const typed of ['4310', '4,310', ' 4,310 ', 'Shop']) expect(isTyped(typed, 4_310, 'Shop')).toBe(true)
    for (const typed of ['', '431', 'shop']) expect(isTyped(typed, 4_310, 'Shop')).toBe(false)
  })
  it('says "at least" of a count that was cut short', () => {
    const stale = {
      ...preview,
      generation: '3',
      generations: [{ generation: '2', holds: 9 }],
      furtherGenerations: 2,
      holds: 11,
    }
    expect(staleConsequences({ ...stale, complete: false })).toEqual([
      { count: '≥ 9', words: 'of generation 2' },
      { count: '≥ 2', words: 'of 2 further generations' },
    ])
  })
})

describe('the evidence of an orphan', () => {
  const row: HeldKeyRow = {
    nameBytes: 'bg==',
    redisKey: 'n',
    key: 'a',
    exact: true,
    generation: '3',
    current: true,
    readAt: 0,
    owner: { kind: 'keyhold', instance: '3f2a', host: 'api-7', at: 0, here: false },
    orphan: { sign: 'no-heartbeat', backoffEndsAt: 1_000_000 },
  }
  it('says what was seen, and when the hold was due to end', () => {
    expect(orphanInWords(row, 1_240_000)).toBe(
      'Instance 3f2a on api-7 has shown no heartbeat since this scan began; its hold was due to end 4m 0s ago by its own backoff.',
    )
    expect(orphanInWords(row, 940_000)).toContain('its backoff is not over for another 1m 0s')
    expect(orphanInWords({ ...row, owner: { kind: 'go-io' } }, 0)).toBeUndefined()
  })
})

describe('the acts on all that a scan found', () => {
  const scan: ScanView = {
    scanId: 's',
    state: 'done',
    rows: 56,
    matches: 56,
    version: 1,
    scanned: 60,
    approximateTotal: 60,
  }

  it('say that without a filter all is everything', () => {
    expect(releaseAllLabel(scan, false)).toBe('Release all 56')
    expect(releaseAllLabel(scan, true)).toBe('Release all matching (56)')
    expect(releaseAllLabel({ ...scan, matches: 90 }, true)).toBe('Release the first 56 matching')
    expect(releaseAllLabel(undefined, false)).toBe('Release all')
  })

  it('know that nothing is stale where a scan that could find it is over and found nothing', () => {
    const none = { ...scan, rows: 0, matches: 0 }
    expect(foundNoneStale(none, { ...everything, generation: 'stale' })).toBe(true)
    expect(foundNoneStale(none, everything)).toBe(true)
    expect(foundNoneStale(none, { ...everything, text: 'seller' })).toBe(false)
    expect(foundNoneStale({ ...none, state: 'scanning' }, everything)).toBe(false)
    expect(foundNoneStale(scan, everything)).toBe(false)
  })
})
