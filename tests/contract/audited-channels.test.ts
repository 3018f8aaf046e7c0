import { expect, it } from 'vitest'
import { auditAct } from '../../src/contract/audit'
import { auditedChannels } from '../../src/contract/audited-channels'
import { channels } from '../../src/contract/channels'

/** Acts that share a channel with another one, or that Redis answers later. */
const besides = ['bump-unknown', 'bump-found', 'connect']

it('every act that the audit knows is one of a channel', () => {
  const ofChannels = Object.values(auditedChannels).filter((act) => act !== null)
  const known = auditAct.options.map((option) => option.shape.act.value)
  expect([...new Set([...ofChannels, ...besides])].sort()).toEqual([...known].sort())
})

it('an act that takes a reason is noted', () => {
  const withReason = Object.entries(channels)
    .filter(([, { request }]) => 'shape' in request && 'reason' in request.shape)
    .map(([name]) => name)
  const acts = Object.entries(auditedChannels).filter(([, act]) => act !== null)
  expect(withReason.length).toBeGreaterThan(7)
  expect(acts.map(([name]) => name)).toEqual(expect.arrayContaining(withReason))
})
