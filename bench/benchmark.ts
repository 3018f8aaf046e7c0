/** The least or the most that a value may be. */
export type Mark = { readonly least: number } | { readonly most: number }

/** Of a value: `×` is a ratio within one run. */
export type Unit = '×' | 'ms' | 'bytes' | 'MB' | 'KB/s' | 'messages/s' | '/s' | '%' | 's'

/** What one benchmark found: a row of the report. */
export interface Result {
  readonly name: string
  /** The figure itself, for a reader: `126,300 /s`. Absolute, so it depends on the machine. */
  readonly measured: string
  readonly against: string
  /** What the mark is about. */
  readonly value: number
  readonly unit: Unit
  /** Absent where the row is there to be read alone. */
  readonly mark?: Mark
  /** Whatever else was seen; into the JSON alone. */
  readonly details?: object
}

/** How much is measured. */
export interface Effort {
  /** Interleaved rounds, after one that warms up. */
  readonly rounds: number
  /** Of the sizes that the marks name; 1 is those themselves. */
  readonly scale: number
  /** Of what is watched for a long time. */
  readonly minutes: number
  /** Runs Keyhold's part of a comparison under the profiler, and no peer. */
  readonly profiled?: <T>(work: () => Promise<T>) => Promise<T>
}

export interface Benchmark {
  readonly name: string
  /** Throws where the work was not done right. */
  readonly run: (effort: Effort) => Promise<Result>
}

export function isMet({ value, mark }: Result): boolean | undefined {
  if (mark === undefined) return undefined
  return 'least' in mark ? value >= mark.least : value <= mark.most
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}
