import { expect, it } from 'vitest'
import { newNamespace, nothing } from '../processor/fleet'
import { onSharedRedis } from '../processor/on-redis'
import { waitFor } from '../support/wait-for'
import { onInstances } from './instances'
import { everyHoldBelongs, Ledger, liveHolds, runsDry } from './ledger'

const redis = onSharedRedis()
const instances = onInstances()

it('kill -9 of an instance: its waiting jobs are lost, and their holds stay until they run out', async () => {
  const namespace = newNamespace()
  const leaseMs = 3_000
  const doomed = await instances.start({
    ...{ url: redis.server.url, namespace, keys: 0, leaseMs },
    task: { kind: 'wait', jobs: 50 },
  })
  const other = new Ledger(await redis.member({ namespace, leaseMs }))
  const left = await liveHolds(redis, namespace)
  expect(left).toHaveLength(50)
  await doomed.kill()
  expect(await other.member.processor.scheduleWithReason('key0', 0, nothing)).toMatchObject({
    outcome: 'held',
    owner: { kind: 'keyhold', instance: doomed.instance },
  })
  const killedAt = await redis.look.time()
  await waitFor(async () => (await liveHolds(redis, namespace)).length === 0, {
    timeoutMs: 10_000,
    what: 'the holds of the one that was killed have run out',
  })
  expect((await redis.look.time()) - killedAt).toBeLessThan(leaseMs + 1_500)
  expect(await other.schedule('key0', 0, nothing)).toBe('scheduled')
  await runsDry(other)
  await everyHoldBelongs(redis, namespace, other)
})
