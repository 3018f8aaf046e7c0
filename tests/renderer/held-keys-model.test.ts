import { describe, expect, it } from 'vitest'
import type { HeldKeyRow, ScanView } from '../../src/contract/held-keys'
import type { ConnectionView } from '../../src/contract/live'
import {
  emptiness,
  generationStatus,
  releaseObstacle,
  scanInWords,
  shownHold,
  stepAfter,
} from '../../renderer/features/held-keys/model'

const ready: ConnectionView = { state: 'ready', address: 'redis://127.0.0.1:6379', serverVersion: '7.0.15' }
const away: ConnectionView = { state: 'away', since: 0, error: { code: 'closed', message: 'm', remedy: 'r' } }
const scan: ScanView = {
  scanId: 's',
  state: 'done',
  rows: 0,
  version: 1,
  matches: 0,
  scanned: 12,
  approximateTotal: 12,
}
const row: HeldKeyRow = {
  nameBytes: 'bg==',
  redisKey: 'n',
  key: 'a',
  exact: true,
  generation: '3',
  current: true,
  remainingMs: 1_000,
  readAt: 50_000,
  owner: { kind: 'go-io' },
  value: '"a"',
  valueBytes: 'ImEi',
}

describe('an empty table', () => {
  it('tells no keys, no match and no connection apart', () => {
    expect(emptiness(scan, ready, false)).toBe('no-keys')
    expect(emptiness(scan, ready, true)).toBe('no-match')
    expect(emptiness(scan, away, false)).toBe('not-connected')
    expect(emptiness(undefined, away, false)).toBe('not-connected')
  })

  it('does not say that nothing is held before everything was looked at', () => {
    expect(emptiness(undefined, ready, false)).toBe('scanning')
    expect(emptiness({ ...scan, state: 'scanning' }, ready, false)).toBe('scanning')
    expect(emptiness({ ...scan, state: 'stopped' }, ready, false)).toBe('stopped')
    expect(emptiness({ ...scan, state: 'failed' }, ready, false)).toBe('failed')
  })
})

describe('scanInWords', () => {
  it('says how far it is, and how many rows are kept of more matches', () => {
    const words = scanInWords({
      ...scan,
      state: 'scanning',
      rows: 100_000,
      matches: 250_000,
      scanned: 400_000,
    })
    expect(words).toBe('250,000 keys so far, the first 100,000 listed; scanned about 400,000 of 12')
  })
})

describe('generationStatus', () => {
  it('follows the generation of now, not that of the scan', () => {
    expect(generationStatus(row, '3').word).toBe('current')
    expect(generationStatus(row, '4').word).toBe('stale')
    expect(generationStatus(row, undefined).word).toBe('current')
  })
})

describe('a release', () => {
  it('compares the expiry that was shown, or that there was none', () => {
    const held = { ...row, valueBytes: 'YQ==' }
    expect(shownHold({ ...held, expiresAt: 51_000 })).toMatchObject({ expiresAt: 51_000 })
    expect(shownHold(held)).toMatchObject({ expiresAt: null })
  })

  it('is not offered for what is no hold, nor in a read-only profile', () => {
    expect(releaseObstacle(row, false)).toBeUndefined()
    expect(releaseObstacle(row, true)).toBeDefined()
    expect(releaseObstacle({ ...row, wrongType: 'list' }, false)).toContain('list')
  })

  it('asks again with what is there now where the hold changed', () => {
    const now = { ...row, valueBytes: 'ImIi' }
    expect(stepAfter(row, { outcome: 'changed', row: now })).toEqual({ step: 'changed', row: now })
    expect(stepAfter(row, { outcome: 'queued-here', state: 'waiting', jobId: 1 })?.step).toBe('queued-here')
    expect(stepAfter(row, { outcome: 'gone' })).toBeUndefined()
  })
})
