import { chartOutcomes, type ChartOutcome, type ChartSpan, type ChartView } from '../../contract/charts'
import type { BackgroundProcessor, FinishedJob, ProcessorEvents } from '../../processor/background-processor'
import type { Clock, Unsubscribe } from '../../processor/clock'
import { ChartRing } from './chart-ring'
import { ChartTime } from './chart-time'
import { chartView, type SpanPlan } from './chart-view'
import type { ChartsFace } from './charts-face'
import { binOf } from './duration-bins'

const FINE_MS = 5_000
/** An hour, and a minute more: the moments that are told begin at whole multiples of their length. */
const FINE_BUCKETS = 732
const COARSE_MS = 300_000
const COARSE_BUCKETS = 290
const TICK_MS = 1_000

/** Places in `chartOutcomes`. */
const PLACE_OF_END: Readonly<Record<FinishedJob<string>['outcome'], number>> = {
  done: placeOf('done'),
  failed: placeOf('failed'),
  timeout: placeOf('failed'),
  cancelled: placeOf('cancelled'),
  'lost-to': placeOf('lost'),
}
/** What the charts ask of a processor. */
type Followed = Pick<BackgroundProcessor<string>, 'on' | 'queueLength' | 'runningCount'>
type RefusalName = ProcessorEvents<string>['refused']['outcome']['outcome']
const PLACE_OF_REFUSAL: Readonly<Partial<Record<RefusalName, number>>> = {
  'queued-here': placeOf('refusedHere'),
  held: placeOf('held'),
  'redis-error': placeOf('redisErrors'),
}

/**
 * Remembers what happened in the last hour by 5 s and in the last day by 5 min: 2.2 MB, whatever happens. A job costs
 * one look at the clock and some ten increments. One timer a second looks at how much waits and runs,
 * which changes without an event; it keeps nothing alive.
 */
export class JobCharts implements ChartsFace {
  readonly #clock: Clock
  readonly #time: ChartTime
  readonly #since: number
  readonly #fine: ChartRing
  readonly #coarse: ChartRing
  readonly #plans: Readonly<Record<ChartSpan, SpanPlan>>
  #nextBucket = 0

  constructor(clock: Clock) {
    this.#clock = clock
    this.#time = new ChartTime(clock)
    this.#since = this.#time.now()
    const fine = new ChartRing(FINE_MS, FINE_BUCKETS, this.#since)
    const coarse = new ChartRing(COARSE_MS, COARSE_BUCKETS, this.#since)
    this.#fine = fine
    this.#coarse = coarse
    this.#plans = {
      '15m': { span: '15m', ring: fine, buckets: 1, moments: 180 },
      '1h': { span: '1h', ring: fine, buckets: 2, moments: 360 },
      '24h': { span: '24h', ring: coarse, buckets: 1, moments: 288 },
    }
  }

  /** Bytes of all that is remembered. */
  get bytes(): number {
    return this.#fine.bytes + this.#coarse.bytes
  }

  /** @returns stops listening */
  follow(processor: Followed): Unsubscribe {
    const level = (): void => this.level(processor.queueLength(), processor.runningCount())
    const tick = (): void => {
      this.#time.check()
      this.#moveOn()
      level()
      cancel = this.#clock.after(TICK_MS, tick, { keepAlive: false })
    }
    let cancel: Unsubscribe = () => undefined
    tick()
    const unsubscribes = [
      processor.on('started', level),
      processor.on('finished', (job) => this.finished(job)),
      processor.on('refused', ({ outcome }) => this.refused(outcome.outcome)),
      () => cancel(),
    ]
    return () => {
      for (const unsubscribe of unsubscribes) unsubscribe()
    }
  }

  finished(job: Pick<FinishedJob<string>, 'outcome' | 'attempts' | 'waitMs' | 'runMs'>): void {
    this.#count(PLACE_OF_END[job.outcome])
    if (job.attempts === 0) return
    const waitBin = binOf(job.waitMs)
    const runBin = binOf(job.runMs)
    this.#fine.ran(waitBin, runBin)
    this.#coarse.ran(waitBin, runBin)
  }

  refused(outcome: RefusalName): void {
    const place = PLACE_OF_REFUSAL[outcome]
    if (place !== undefined) this.#count(place)
  }

  /** Belongs to the bucket of the last event or tick: no look at the clock for each start. */
  level(waiting: number, running: number): void {
    this.#fine.level(waiting, running)
    this.#coarse.level(waiting, running)
  }

  read(span: ChartSpan): ChartView {
    this.#time.check()
    const now = this.#moveOn()
    return chartView(this.#plans[span], {
      now,
      since: this.#since,
      wallOf: (time) => this.#time.wallOf(time),
      youngest: FINE_MS,
    })
  }

  #count(place: number): void {
    this.#moveOn()
    this.#fine.count(place)
    this.#coarse.count(place)
  }

  /** @returns now */
  #moveOn(): number {
    const now = this.#time.now()
    if (now >= this.#nextBucket) {
      this.#fine.moveTo(now)
      this.#coarse.moveTo(now)
      this.#nextBucket = (this.#fine.current + 1) * FINE_MS
    }
    return now
  }
}

function placeOf(outcome: ChartOutcome): number {
  return chartOutcomes.indexOf(outcome)
}
