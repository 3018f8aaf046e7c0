import { expect, test } from 'vitest'
import type { EarlierHold, FoundHold } from '../../../src/dedup/earlier-holds'
import { verdictOf, type Evidence } from '../../../src/runtime/journal/verdict'

const OURS: EarlierHold = {
  ...{ state: 'ours', key: 'k', generation: '5', value: 'v', instance: 'before', number: 7 },
  ...{ at: 1_000, backoffMs: 60_000, remainingMs: 30_000, expiresAt: 61_000 },
}
const ANOTHER: FoundHold = { state: 'held', owner: { kind: 'unknown' }, remainingMs: 9_000 }
const FREE: FoundHold = { state: 'free' }

const ACCEPTED: Evidence = {
  ...{ state: 'accepted', number: 7, instance: 'before', mark: undefined, found: OURS },
  ...{ generation: '5', before: '5' },
}
const STARTED = { kind: 'started', startedAt: 123 } as const
const ENDED = { kind: 'ended', pauseMs: 4 } as const
const FAILED = { kind: 'failed' } as const
const UNKNOWN = { kind: 'unknown' } as const

const interrupted = { kind: 'interrupted', hold: OURS, reason: { kind: 'interrupted' } }

const rows: readonly (readonly [string, Partial<Evidence>, object])[] = [
  ['intended, its hold was not taken', { state: 'intended', found: FREE }, { kind: 'undo', hold: undefined }],
  ['intended, its own hold stands', { state: 'intended' }, { kind: 'undo', hold: OURS }],
  [
    'intended, a hold of the same run under another number',
    { state: 'intended', number: 8 },
    { kind: 'undo', hold: undefined },
  ],
  [
    'intended, a hold of another run under its number',
    { state: 'intended', instance: 'long-before' },
    { kind: 'undo', hold: undefined },
  ],
  ['intended, another has the key', { state: 'intended', found: ANOTHER }, { kind: 'undo', hold: undefined }],
  [
    'intended, and it had begun',
    { state: 'intended', mark: STARTED },
    { ...interrupted, reason: { kind: 'interrupted', startedAt: 123 } },
  ],
  [
    'intended, and it had ended',
    { state: 'intended', mark: ENDED },
    { kind: 'settle', hold: OURS, mark: ENDED },
  ],
  ['written down as ended', { state: 'ended' }, { kind: 'settle', hold: OURS, mark: undefined }],
  [
    'ended, its last run failed',
    { state: 'ended', mark: FAILED },
    { kind: 'settle', hold: OURS, mark: FAILED },
  ],
  [
    'ended, its hold is gone',
    { state: 'ended', found: FREE },
    { kind: 'settle', hold: undefined, mark: undefined },
  ],
  ['ended by its marks', { mark: ENDED }, { kind: 'settle', hold: OURS, mark: ENDED }],
  [
    'ended by its marks in a later attempt',
    { state: 'retrying', mark: ENDED },
    { kind: 'settle', hold: OURS, mark: ENDED },
  ],
  ['begun', { mark: STARTED }, { ...interrupted, reason: { kind: 'interrupted', startedAt: 123 } }],
  [
    'begun, another has its key',
    { mark: STARTED, found: ANOTHER },
    { kind: 'interrupted', hold: undefined, reason: { kind: 'interrupted', startedAt: 123 } },
  ],
  [
    'begun again after a failure',
    { state: 'retrying', mark: STARTED },
    { ...interrupted, reason: { kind: 'interrupted', startedAt: 123 } },
  ],
  ['its marks cannot be read', { mark: UNKNOWN }, interrupted],
  ['its last attempt failed, and nothing is written of another', { mark: FAILED }, interrupted],
  ['found interrupted by a later run', { state: 'interrupted' }, interrupted],
  ['between two attempts', { state: 'retrying', mark: FAILED }, { kind: 'resume', hold: OURS }],
  [
    'between two attempts, the marks are gone',
    { state: 'retrying', mark: undefined },
    { kind: 'resume', hold: OURS },
  ],
  ['waited', {}, { kind: 'resume', hold: OURS }],
  ['waited, its hold was taken anew under another number', { number: 3 }, { kind: 'resume', hold: OURS }],
  ['waited, its hold ran out', { found: FREE }, { kind: 'resume', hold: undefined }],
  [
    'waited, its hold ran out, no generation was ever seen',
    { found: FREE, before: undefined },
    { kind: 'resume', hold: undefined },
  ],
  [
    'waited, a bump has passed its hold',
    { found: FREE, before: '4' },
    { kind: 'undecided', reason: { kind: 'bumped', from: '4', to: '5' } },
  ],
  [
    'waited, another has taken its key',
    { found: ANOTHER },
    { kind: 'undecided', reason: { kind: 'taken', owner: { kind: 'unknown' }, remainingMs: 9_000 } },
  ],
  [
    'waited, another has taken its key without an end',
    { found: { ...ANOTHER, remainingMs: undefined } },
    { kind: 'undecided', reason: { kind: 'taken', owner: { kind: 'unknown' } } },
  ],
]

test.for(rows)('%s', ([, evidence, verdict]) => {
  const ownerOf = () => ({ kind: 'unknown' }) as const
  expect(verdictOf({ ...ACCEPTED, ...evidence }, ownerOf)).toStrictEqual(verdict)
})
