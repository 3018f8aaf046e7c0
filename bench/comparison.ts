/** One way to do a piece of work. Returns operations per second; throws when the work was not done right. */
export interface Contender {
  readonly name: string
  readonly run: () => Promise<number>
}

/** The same work done by Keyhold and by a peer. */
export interface Comparison {
  readonly name: string
  readonly subject: Contender
  readonly peers: readonly Contender[]
  /** The peer that the mark is measured against. */
  readonly against: string
  /** The least ratio subject ÷ peer. */
  readonly mark: number
}

export interface ComparisonResult {
  readonly name: string
  /** Median operations per second, by contender. */
  readonly perSecond: Readonly<Record<string, number>>
  readonly against: string
  /** Median of the ratios of each round. */
  readonly ratio: number
  readonly mark: number
  readonly met: boolean
}

/** Runs all contenders in turn, round by round, so that a change of the machine's speed strikes all alike. */
export async function compare(comparison: Comparison, rounds: number): Promise<ComparisonResult> {
  const contenders = [comparison.subject, ...comparison.peers]
  const speeds = new Map<string, number[]>(contenders.map(({ name }) => [name, []]))
  for (let round = 0; round <= rounds; round++) {
    for (const { name, run } of contenders) {
      globalThis.gc?.()
      const speed = await run()
      // The first round warms up.
      if (round > 0) speeds.get(name)?.push(speed)
    }
  }
  const subject = speeds.get(comparison.subject.name) ?? []
  const peer = speeds.get(comparison.against) ?? []
  const ratio = round2(median(subject.map((speed, i) => speed / (peer[i] ?? Number.NaN))))
  return {
    name: comparison.name,
    perSecond: Object.fromEntries([...speeds].map(([name, values]) => [name, Math.round(median(values))])),
    against: comparison.against,
    ratio,
    mark: comparison.mark,
    met: ratio >= comparison.mark,
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

function round2(value: number): number {
  return Math.round(value * 100) / 100
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
