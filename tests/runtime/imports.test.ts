import { describe, expect, it } from 'vitest'
import type { Profile } from '../../src/contract/profile'
import { Imports } from '../../src/runtime/imports/imports'
import type { RepeatPlan } from '../../src/runtime/repeats/repeat-plan'

const profile: Profile = {
  id: 'test',
  name: 'Test',
  namespace: '',
  layout: 'go-io',
  handler: 'echo.js',
  concurrency: 1,
  environment: 'development',
  readOnly: false,
}

function open(changes: Partial<Profile> = {}) {
  const plans: RepeatPlan[] = []
  const imports = new Imports({
    profile: { ...profile, ...changes },
    start(plan) {
      plans.push(plan)
      const counts = { attempted: 0, scheduled: 0, queuedHere: 0, held: 0, redisErrors: 0 }
      return {
        repeatId: 'r',
        keyTemplate: plan.keyTemplate,
        total: plan.total,
        ...counts,
        state: 'scheduling',
      }
    },
  })
  return { imports, plans }
}

const job = (line: number, changes = {}) => ({
  key: `k:${line}`,
  backoffMs: 5,
  argument: '{}',
  line,
  ...changes,
})

describe('an import', () => {
  it('is scheduled only when it is committed, in the order of the file', () => {
    const { imports, plans } = open()
    const { importId } = imports.begin({ name: 'orders.csv', total: 3 })
    expect(imports.add({ importId, jobs: [job(2), job(3)] })).toEqual({ received: 2 })
    imports.add({ importId, jobs: [job(9, { argument: '{"n":{n}}' })] })
    expect(plans).toHaveLength(0)
    expect(imports.commit(importId)).toMatchObject({ keyTemplate: 'orders.csv', total: 3 })
    expect(plans[0]?.jobAt(2, 0)).toEqual({ key: 'k:9', backoffMs: 5, argument: '{"n":3}' })
    expect(() => imports.commit(importId)).toThrow(expect.objectContaining({ code: 'unknown-import' }))
  })

  it.each([
    ['bad-key', { key: '' }],
    ['bad-key', { key: `${'k'.repeat(1_000)}{uuid}` }],
    ['bad-backoff', { backoffMs: -1 }],
    ['bad-argument', { argument: '{"id":{uuid}}' }],
  ])('refuses a job with %s %o, and takes nothing of its part', (code, changes) => {
    const { imports } = open()
    const { importId } = imports.begin({ name: 'a', total: 2 })
    expect(() => imports.add({ importId, jobs: [job(1), job(2, changes)] })).toThrow(
      expect.objectContaining({ code }),
    )
    expect(imports.add({ importId, jobs: [job(1)] })).toEqual({ received: 1 })
  })

  it('is refused where parts are missing, or more come than were announced', () => {
    const { imports, plans } = open()
    const { importId } = imports.begin({ name: 'a', total: 2 })
    imports.add({ importId, jobs: [job(1)] })
    expect(() => imports.commit(importId)).toThrow(expect.objectContaining({ code: 'import-incomplete' }))
    expect(() => imports.add({ importId, jobs: [job(2), job(3)] })).toThrow(
      expect.objectContaining({ code: 'import-incomplete' }),
    )
    expect(plans).toHaveLength(0)
  })

  it('is bounded in bytes', () => {
    const { imports } = open()
    const { importId } = imports.begin({ name: 'a', total: 1_000 })
    const large = job(1, { argument: `"${'x'.repeat(1_000_000)}"` })
    for (let part = 0; part < 268; part += 1) imports.add({ importId, jobs: [large] })
    expect(() => imports.add({ importId, jobs: [large] })).toThrow(
      expect.objectContaining({ code: 'import-too-large' }),
    )
    expect(() => imports.add({ importId, jobs: [large, large, large] })).toThrow(
      expect.objectContaining({ code: 'import-too-large' }),
    )
  })

  it('goes when the next begins, when it is dropped, and with its page', () => {
    const { imports } = open()
    const begin = () => imports.begin({ name: 'a', total: 1 }).importId
    const gone = (importId: string): void =>
      expect(() => imports.add({ importId, jobs: [job(1)] })).toThrow(
        expect.objectContaining({ code: 'unknown-import' }),
      )
    const first = begin()
    const second = begin()
    gone(first)
    imports.drop(second)
    gone(second)
    const third = begin()
    imports.forget()
    gone(third)
  })

  it('of a read-only profile is refused before anything is taken', () => {
    const { imports } = open({ readOnly: true })
    expect(() => imports.begin({ name: 'a', total: 1 })).toThrow(
      expect.objectContaining({ code: 'read-only' }),
    )
  })
})
