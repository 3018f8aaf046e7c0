import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../../src/contract/limits'
import { systemClock } from '../../../src/processor/clock'
import { KeyholdError } from '../../../src/processor/errors'
import type { BulkPlan, BulkStep } from '../../../src/runtime/bulk/bulk-act'
import { BulkActs } from '../../../src/runtime/bulk/bulk-acts'
import { waitFor } from '../../support/wait-for'

/** What the audit says of it is looked at elsewhere. */
const unnoted = { about: { act: 'cancel-jobs' } } as const

function newActs(): BulkActs {
  return new BulkActs({ clock: systemClock, changed: () => undefined, note: () => undefined })
}

function planOf(steps: BulkPlan['steps'], total?: number): BulkPlan {
  return { kind: 'cancel-jobs', total, steps }
}

/** Steps of one thing each, for ever; ends with the signal. */
async function* endless(signal: AbortSignal): AsyncGenerator<BulkStep> {
  while (!signal.aborted) yield Promise.resolve({ changed: 1, failures: [] })
}

describe('acts on many things', () => {
  it('count what was changed and what was not, with its reason', async () => {
    const acts = newActs()
    const begun = acts.start(
      planOf(async function* () {
        yield Promise.resolve({ changed: 2, failures: [] })
        yield Promise.resolve({ changed: 0, failures: [{ subject: 'b', reason: 'It had ended.' }] })
      }, 3),
      unnoted,
    )
    expect(begun).toMatchObject({ state: 'working', total: 3, reached: 0 })
    await waitFor(() => acts.views()[0]?.state === 'done', { what: 'the act has come so far' })
    expect(acts.views()).toMatchObject([{ reached: 3, changed: 2, failed: 1 }])
    expect(acts.failures(begun.actId, { offset: 0, limit: 10 })).toEqual({
      total: 1,
      rows: [{ sequence: 1, subject: 'b', reason: 'It had ended.' }],
    })
  })

  it('end at a stop, and what was changed stays counted', async () => {
    const acts = newActs()
    const { actId } = acts.start(planOf(endless), unnoted)
    await waitFor(() => (acts.views()[0]?.changed ?? 0) > 10, { what: 'the act has come so far' })
    const stopped = await acts.stop(actId)
    expect(stopped).toMatchObject({ state: 'stopped' })
    const { changed } = stopped
    await new Promise((resolve) => setImmediate(resolve))
    expect(acts.views()[0]?.changed).toBe(changed)
  })

  it('fail with the error of a step, and keep what was done before it', async () => {
    const acts = newActs()
    acts.start(
      planOf(async function* () {
        yield Promise.resolve({ changed: 5, failures: [] })
        throw new KeyholdError('redis-error', 'Redis is away.', 'See to it.')
      }),
      unnoted,
    )
    await waitFor(() => acts.views()[0]?.state === 'failed', { what: 'the act has come so far' })
    expect(acts.views()).toMatchObject([{ changed: 5, error: { code: 'redis-error' } }])
  })

  it('keep a bounded number of failures and count them all', async () => {
    const acts = newActs()
    const many = LIMITS.bulkFailuresKept + 10
    const failures = Array.from({ length: many }, (_, index) => ({ subject: `k${index}`, reason: 'gone' }))
    const { actId } = acts.start(
      planOf(async function* () {
        yield Promise.resolve({ changed: 0, failures })
      }),
      unnoted,
    )
    await waitFor(() => acts.views()[0]?.state === 'done', { what: 'the act has come so far' })
    expect(acts.views()[0]?.failed).toBe(many)
    expect(acts.failures(actId, { offset: 0, limit: 1 }).total).toBe(LIMITS.bulkFailuresKept)
  })

  it('are three at once at most, and four are shown', async () => {
    const acts = newActs()
    const begun = [1, 2, 3].map(() => acts.start(planOf(endless), unnoted).actId)
    expect(() => acts.start(planOf(endless), unnoted)).toThrow(
      expect.objectContaining({ code: 'too-many-acts' }),
    )
    for (const actId of begun) await acts.stop(actId)
    const later = [acts.start(planOf(endless), unnoted).actId, acts.start(planOf(endless), unnoted).actId]
    expect(acts.views().map(({ actId }) => actId)).toEqual([...begun.slice(1), ...later])
    await acts.stopAll()
  })

  it('are dismissed once they have ended, and not before', async () => {
    const acts = newActs()
    const { actId } = acts.start(planOf(endless), unnoted)
    acts.dismiss(actId)
    expect(acts.views()).toHaveLength(1)
    await acts.stop(actId)
    acts.dismiss(actId)
    expect(acts.views()).toEqual([])
    await expect(acts.stop(actId)).rejects.toMatchObject({ code: 'unknown-act' })
  })
})
