import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Dedup } from '../../src/processor/dedup'
import {
  faultySteps,
  journaledSteps,
  quietSteps,
  World,
  type Step,
  type WorldOptions,
} from './invariant-world'
import { onSharedRedis } from '../processor/on-redis'

// Nothing that was answered is lost by a restart.
const redis = onSharedRedis({ args: ['--appendfsync', 'always'] })

const play = async (steps: readonly Step[], options?: WorldOptions): Promise<string[]> => {
  const world = await World.start(redis, options)
  try {
    for (const step of steps) await world.do(step)
    await world.everyHoldBelongs()
    if (world.violations.length > 0) return world.violations
    await world.runDry()
    await world.everyHoldBelongs()
    return world.violations
  } finally {
    await world.stop()
  }
}

const keeps = (
  steps: fc.Arbitrary<Step[]>,
  numRuns: number,
  seed: number,
  options?: WorldOptions,
): Promise<void> =>
  fc.assert(
    fc.asyncProperty(steps, async (list) => {
      expect(await play(list, options)).toEqual([])
    }),
    // A shorter counterexample would cost minutes: the list of steps is printed as it is.
    { numRuns, seed, endOnFailure: true },
  )

/** A dedup that changes one answer or act, and passes the rest on. */
const spoiled = (dedup: Dedup, changes: Partial<Dedup>): Dedup => ({
  nextNumber: () => dedup.nextNumber(),
  take: changes.take ?? ((request, answer) => dedup.take(request, answer)),
  isConfirmed: (hold) => dedup.isConfirmed(hold),
  check: (hold, answer) => dedup.check(hold, answer),
  settle: changes.settle ?? ((hold, done) => dedup.settle(hold, done)),
  release: (hold, done) => dedup.release(hold, done),
  abandon: (hold) => dedup.abandon(hold),
  bump: () => dedup.bump(),
  flush: (timeoutMs) => dedup.flush(timeoutMs),
  close: () => dedup.close(),
})

describe('the invariants hold', () => {
  it('I1, I2, I3: over random schedules, ends, cancels and bumps of two processors', async () => {
    await keeps(quietSteps, 40, 11)
  }, 60_000)

  it('I1, I2, I3: with connections cut mid call and Redis killed and restarted', async () => {
    await keeps(faultySteps, 20, 12)
  }, 60_000)
})

describe('the invariants hold with journals', () => {
  it('I1, I2, I3, and nothing is left in them: late, failing, with connections cut', async () => {
    await keeps(journaledSteps, 30, 13, { journaled: true })
  }, 90_000)
})

describe('the checks notice', () => {
  const both: Step = { kind: 'schedule', who: [0, 1], key: 'a', backoffMs: 20_000 }
  const long: Step = { kind: 'schedule', who: [0], key: 'a', backoffMs: 0 }

  it('a dedup that lets two in at once (I2)', async () => {
    const spoil = (dedup: Dedup): Dedup =>
      spoiled(dedup, {
        take: (request, answer) =>
          dedup.take(request, (outcome) =>
            answer(
              outcome.outcome === 'held'
                ? { outcome: 'taken', hold: { key: request.key, generation: '0', number: 0 } }
                : outcome,
            ),
          ),
        settle: () => {},
      })
    const violations = await play([both], { spoil })
    expect(violations).toContainEqual(expect.stringMatching(/^I2: /))
  })

  it('a dedup that forgets a settle (I3)', async () => {
    const violations = await play([long], { spoil: (dedup) => spoiled(dedup, { settle: () => {} }) })
    expect(violations).toContainEqual(expect.stringMatching(/^I3: /))
  })
})
