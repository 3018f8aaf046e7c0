import { median, type Benchmark, type Effort, type Result } from './benchmark'

/** One way to do a piece of work. Returns operations per second; throws when the work was not done right. */
export interface Contender {
  readonly name: string
  readonly run: (scale: number) => Promise<number>
}

/** The same work done by Keyhold and by peers. */
export type Comparison = Contenders & Bound

interface Contenders {
  readonly name: string
  readonly subject: Contender
  readonly peers: readonly Contender[]
  /** What the mark is measured against: of several the best of each round. */
  readonly against: readonly string[]
}

type Bound =
  /** The least ratio of speeds, subject ÷ peer. */
  | { readonly least: number }
  /** The most ratio of times, subject ÷ peer. */
  | { readonly mostTime: number }

/** Runs all contenders in turn, round by round, so that a change of the machine's speed strikes all alike. */
export function comparison(options: Comparison): Benchmark {
  return { name: options.name, run: (effort) => compare(options, effort) }
}

async function compare(
  { name, subject, peers, against, ...bound }: Comparison,
  { rounds, scale, profiled }: Effort,
): Promise<Result> {
  const contenders = profiled === undefined ? [subject, ...peers] : [subject]
  const speeds = new Map<string, number[]>(contenders.map((contender) => [contender.name, []]))
  for (let round = 0; round <= rounds; round++) {
    for (const contender of contenders) {
      globalThis.gc?.()
      // The first round warms up.
      if (round === 0) await contender.run(scale)
      else {
        const work = (): Promise<number> => contender.run(scale)
        speeds.get(contender.name)?.push(await (profiled ? profiled(work) : work()))
      }
    }
  }
  const ours = speeds.get(subject.name) ?? []
  const ofTimes = 'mostTime' in bound
  const ratios = ours.map((speed, round) => {
    const ratio = speed / best(against, speeds, round)
    return ofTimes ? 1 / ratio : ratio
  })
  return {
    name,
    measured: `${perSecond(median(ours))} /s`,
    against: against.join(' or '),
    value: Math.round(median(ratios) * 100) / 100,
    unit: '×',
    mark: ofTimes ? { most: bound.mostTime } : { least: bound.least },
    details: {
      ratios: ratios.map((ratio) => Math.round(ratio * 100) / 100),
      perSecond: Object.fromEntries([...speeds].map(([of, all]) => [of, Math.round(median(all))])),
    },
  }
}

function best(
  names: readonly string[],
  speeds: ReadonlyMap<string, readonly number[]>,
  round: number,
): number {
  return Math.max(...names.map((name) => speeds.get(name)?.[round] ?? Number.NaN))
}

/** To three digits: more is noise. */
function perSecond(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en')
}

/** Runs `count` calls from `callers` callers that each wait for their answer. @returns calls per second */
export async function callersAtWork(
  callers: number,
  count: number,
  call: (n: number) => Promise<unknown>,
): Promise<number> {
  let next = 0
  const startedAt = performance.now()
  const caller = async (): Promise<void> => {
    while (next < count) await call(next++)
  }
  await Promise.all(Array.from({ length: callers }, caller))
  return count / ((performance.now() - startedAt) / 1_000)
}
