/** Bounds that both sides of the process line know. */
export const LIMITS = {
  keyBytes: 1_024,
  backoffMs: 30 * 24 * 3_600_000,
  argumentBytes: 1_048_576,
  repeat: 100_000,
  /** Jobs that a repeat schedules at once. */
  repeatBatch: 500,
  /** Bytes of a file that jobs are read from. */
  importBytes: 64 * 1_048_576,
  /** Jobs of an import that one message carries. */
  importBatch: 500,
  /** Bytes that it carries, unless one job alone has more. */
  importMessageBytes: 1_048_576,
  /** Characters of the list of an import's bad rows. */
  badRowsCharacters: 32 * 1_048_576,
  /** Rows of one range. */
  rows: 200,
  finishedKept: 10_000,
  refusedKept: 50,
  /** Waiting jobs that a search keeps as rows; further matches are counted. */
  matchesKept: 100_000,
  /** Rows of one act on those that were selected. */
  selected: 1_000,
  /** Rows of one page of the history, or of a timeline. */
  historyPage: 1_000,
  /** Jobs of the history that are counted one by one. */
  historyCounted: 10_000,
  errorsKept: 200,
  /** Things that an act on many could not change, kept with their reasons. */
  bulkFailuresKept: 1_000,
  /** Held keys that one scan keeps as rows; further ones are counted. */
  heldKeysKept: 100_000,
  /** Rows that can be marked for one act. */
  selectedRows: 1_000,
  /** Changes of more holds than this are typed to be confirmed, in production. */
  confirmedByTyping: 100,
  /** Characters of an argument shown in a row. */
  argumentPreview: 200,
  /** Milliseconds between two live messages. */
  liveIntervalMs: 66,
  /** Characters of the reason for an act. */
  reasonCharacters: 500,
  concurrency: 64,
  /** Of one profile. */
  templates: 200,
  recurring: 100,
  /** Bytes of an argument that is kept with a template, a recurring job or an attempt. */
  keptArgument: 65_536,
  /** Characters. */
  templateName: 80,
  /** Times of a recurring job that are counted as missed at once; further ones are not. */
  missedCounted: 100,
  /** Ms between two times of a recurring job. */
  shortestEveryMs: 1_000,
  /** Characters of a script that the console opens and saves. */
  scriptCharacters: 1_048_576,
} as const
