import { Redis } from 'ioredis'
import { expect, it } from 'vitest'
import { KeyholdError } from '../../src/processor/errors'
import { newNamespace, type Member } from '../processor/fleet'
import type { Look } from '../processor/look'
import type { OnRedis } from '../processor/on-redis'
import { GoIoStyleProcessor, type GoIoWork } from '../support/go-io-client'
import { waitFor } from '../support/wait-for'

/** A processor that a scenario drives, be it Keyhold's or one that behaves as go-io does. */
export interface Contender {
  schedule(key: string, backoffMs: number, work: GoIoWork): Promise<boolean | string>
  bump(): Promise<unknown>
  worstCaseMs(): number
  /** Jobs that wait or run. */
  busy(): number
  /** Waits for the end of the nth job of this key. */
  finished(key: string, nth?: number): Promise<unknown>
}

/** Where a scenario plays: two instances in one namespace. */
export interface Stage {
  readonly look: Look
  readonly namespace: string
  readonly redis: OnRedis
  readonly start: () => Promise<Contender>
}

type Kind = 'keyhold' | 'go-io'

/** Refusals of bad input are part of the answer. */
const answered = (answer: Promise<boolean>): Promise<boolean | string> =>
  answer.catch((error: unknown) => (error instanceof KeyholdError ? error.code : String(error)))

const keyhold = ({ processor, finishedOf }: Member): Contender => ({
  schedule: (key, backoffMs, work) => answered(processor.schedule(key, backoffMs, work)),
  bump: () => processor.bumpRemoteDedupKey(),
  worstCaseMs: () => processor.worstCaseMs(),
  busy: () => processor.queueLength() + processor.runningCount(),
  finished: finishedOf,
})

const goIo = (processor: GoIoStyleProcessor): Contender => ({
  schedule: (key, backoffMs, work) => processor.schedule(key, backoffMs, work),
  bump: () => processor.bumpRemoteDedupKey(),
  worstCaseMs: () => processor.worstCaseMs(),
  busy: () => processor.queueLength(),
  finished: (key, nth = 1) =>
    waitFor(() => processor.finished.filter((each) => each === key).length >= nth, {
      timeoutMs: 15_000,
      what: `${key} finished`,
    }),
})

/** @param patienceMs how long go-io's stand-in waits for a reply */
function stage(kind: Kind, redis: OnRedis, patienceMs?: number): Stage {
  const namespace = newNamespace()
  const start = async (): Promise<Contender> => {
    if (kind === 'keyhold') return keyhold(await redis.member({ namespace, leaseMs: 1_500 }))
    const client = new Redis(redis.server.url)
    redis.end({ stop: () => client.disconnect() })
    return goIo(new GoIoStyleProcessor(client, namespace, patienceMs))
  }
  return { look: redis.look, namespace, redis, start }
}

export interface Row<Seen> {
  /** What go-io does, and what Keyhold does instead. */
  readonly name: string
  readonly scenario: (stage: Stage) => Promise<Seen>
  readonly keyhold: Seen
  /** What the same scenario sees with go-io's behaviour: were it equal, the scenario would show nothing. */
  readonly goIo: Seen
}

/** One difference that is on purpose: Keyhold passes, and the same scenario tells it from go-io. */
export function difference<Seen>(
  redis: () => OnRedis | Promise<OnRedis>,
  { name, scenario, ...seen }: Row<Seen>,
  { sideBySide = false }: { readonly sideBySide?: boolean } = {},
): void {
  const test = sideBySide ? it.concurrent : it
  test(`${name}: Keyhold`, async () => {
    expect(await scenario(stage('keyhold', await redis()))).toEqual(seen.keyhold)
  })
  // Where Redis is not made to hang, a busy machine must not look as if it did.
  const patienceMs = sideBySide ? 10_000 : undefined
  test(`${name}: go-io's behaviour is told apart`, async () => {
    expect(await scenario(stage('go-io', await redis(), patienceMs))).toEqual(seen.goIo)
    expect(seen.goIo).not.toEqual(seen.keyhold)
  })
}
