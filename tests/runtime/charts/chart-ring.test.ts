import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chartOutcomes } from '../../../src/contract/charts'
import { ChartRing } from '../../../src/runtime/charts/chart-ring'
import { DURATION_BINS } from '../../../src/runtime/charts/duration-bins'

const BUCKET_MS = 10
const BUCKETS = 7
const START = 1_003

type Step =
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'count'; readonly outcome: number }
  | { readonly kind: 'ran'; readonly wait: number; readonly run: number }
  | { readonly kind: 'level'; readonly waiting: number; readonly running: number }

const bin = fc.integer({ min: 0, max: DURATION_BINS - 1 })
const level = fc.integer({ min: 0, max: 9 })
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('wait' as const),
    ms: fc.oneof(fc.integer({ min: 0, max: 25 }), fc.integer({ min: 0, max: 300 })),
  }),
  fc.record({
    kind: fc.constant('count' as const),
    outcome: fc.integer({ min: 0, max: chartOutcomes.length - 1 }),
  }),
  fc.record({ kind: fc.constant('ran' as const), wait: bin, run: bin }),
  fc.record({ kind: fc.constant('level' as const), waiting: level, running: level }),
)

interface Event {
  readonly bucket: number
  readonly step: Step
}

/** Remembers everything, and counts when it is asked. */
function naive(events: readonly Event[], current: number, first: number, buckets: number) {
  const kept = events.filter(
    ({ bucket }) => bucket > current - BUCKETS && bucket >= first && bucket < first + buckets,
  )
  const steps = kept.map((event) => event.step)
  const counts = chartOutcomes.map(
    (_, outcome) => steps.filter((each) => each.kind === 'count' && each.outcome === outcome).length,
  )
  const levels = steps.filter((each) => each.kind === 'level')
  const ran = steps.filter((each) => each.kind === 'ran')
  const bins = (of: 'wait' | 'run') =>
    Array.from({ length: DURATION_BINS }, (_, index) => ran.filter((each) => each[of] === index).length)
  return {
    recorded: steps.some((each) => each.kind === 'count' || each.kind === 'level'),
    counts,
    waiting: Math.max(0, ...levels.map(({ waiting }) => waiting)),
    running: Math.max(0, ...levels.map(({ running }) => running)),
    wait: bins('wait'),
    run: bins('run'),
  }
}

describe('A ring of buckets', () => {
  it('tells what a list of all events would, for any span, as far back as it reaches', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 60 }),
        fc.integer({ min: -12, max: 3 }),
        fc.integer({ min: 1, max: 12 }),
        (steps, back, buckets) => {
          const ring = new ChartRing(BUCKET_MS, BUCKETS, START)
          const events: Event[] = []
          let time = START
          for (const each of steps) {
            if (each.kind === 'wait') ring.moveTo((time += each.ms))
            // A job that ran is counted, too.
            if (each.kind === 'ran') {
              ring.count(0)
              ring.ran(each.wait, each.run)
              events.push({ bucket: ring.current, step: { kind: 'count', outcome: 0 } })
            }
            if (each.kind === 'count') ring.count(each.outcome)
            if (each.kind === 'level') ring.level(each.waiting, each.running)
            if (each.kind !== 'wait') events.push({ bucket: ring.current, step: each })
          }
          expect(ring.current).toBe(Math.floor(time / BUCKET_MS))
          const first = ring.current + back
          const told = ring.merge(first, buckets)
          expect({
            ...told,
            counts: [...told.counts],
            wait: [...told.wait],
            run: [...told.run],
          }).toEqual(naive(events, ring.current, first, buckets))
        },
      ),
      { numRuns: 300 },
    )
  })

  it('takes the same memory however much is recorded', () => {
    const ring = new ChartRing(BUCKET_MS, BUCKETS, START)
    const before = ring.bytes
    for (let time = START; time < START + 10_000; time += 3) {
      ring.moveTo(time)
      ring.count(1)
      ring.level(time, 1)
    }
    expect(ring.bytes).toBe(before)
  })
})
