import fc from 'fast-check'
import { expect, it } from 'vitest'
import { onSharedRedis } from '../processor/on-redis'
import { Fleet, steps } from './model-fleet'

const redis = onSharedRedis({ args: ['--appendfsync', 'always'] })

// Another one each time; a failure is played again with the one that is printed in its name.
const seed = Number(process.env['KEYHOLD_FAULTS_SEED'] ?? Date.now() % 1_000_000)

it(`I1 to I4 over random schedules, runs, bumps, outages, sleeps and go-io writes (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (list) => {
      const fleet = await Fleet.start(redis)
      try {
        for (const step of list) await fleet.do(step)
        await fleet.runDry()
        expect(fleet.violations).toEqual([])
      } finally {
        await fleet.stop()
      }
    }),
    { numRuns: 12, seed, endOnFailure: true },
  )
})
