import { describe, expect, it } from 'vitest'
import { channels, type ChannelName } from '../../src/contract/channels'

const profileId = 'p'
const long = 'x'.repeat(65)
const filter = { offset: 0, limit: 1, sort: { by: 'found', descending: false } }
const hold = { nameBytes: 'YQ==', valueBytes: 'YQ==', expiresAt: null, job: 'ask' }

const refused = (name: ChannelName, payload: object): boolean =>
  !channels[name].request.safeParse({ profileId, ...payload }).success

describe('what the page asks of held keys', () => {
  it('names scans, previews and acts by ids of at most 64 characters', () => {
    for (const [id, isRefused] of [
      ['x'.repeat(64), false],
      [long, true],
    ] as const) {
      expect(refused('held-keys.stop-scan', { scanId: id })).toBe(isRefused)
      expect(refused('held-keys.rows', { scanId: id, ...filter })).toBe(isRefused)
      expect(refused('held-keys.preview', { targets: { kind: 'all', scanId: id } })).toBe(isRefused)
      expect(refused('held-keys.release-many', { previewId: id, jobsHere: 'skip', typed: '' })).toBe(
        isRefused,
      )
      const extension = { kind: 'by', ms: 1 }
      expect(refused('held-keys.extend', { previewId: id, extension, typed: '' })).toBe(isRefused)
      expect(refused('held-keys.purge', { previewId: id, typed: '' })).toBe(isRefused)
      expect(refused('bulk.stop', { actId: id })).toBe(isRefused)
    }
  })

  it('gives moments and job ids as whole numbers', () => {
    expect(refused('held-keys.release', hold)).toBe(false)
    for (const expiresAt of [0.5, Number.POSITIVE_INFINITY])
      expect(refused('held-keys.release', { ...hold, expiresAt })).toBe(true)
    for (const jobId of [0.5, Number.POSITIVE_INFINITY, '1'])
      expect(refused('queue.argument', { jobId, offset: 0 })).toBe(true)
  })
})
