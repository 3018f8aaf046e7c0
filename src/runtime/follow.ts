import type { Unsubscribe } from '../processor/clock'
import type { KeyholdError } from '../processor/errors'
import type { AppJournal } from './journal/app-journal'
import { writeAgain } from './journal/write-again'
import { errorEnvelope } from './views/error-envelope'
import { RateTick } from './jobs/rate-tick'
import type { RuntimeParts } from './runtime-parts'

type Followed = Pick<
  RuntimeParts,
  | 'change'
  | 'charts'
  | 'clock'
  | 'connection'
  | 'dedup'
  | 'followUps'
  | 'jobs'
  | 'problems'
  | 'processor'
  | 'recorder'
  | 'store'
> & { readonly appJournal: AppJournal | undefined }

/**
 * Listens to the processor and the dedup, and keeps what they say.
 * @returns stops listening
 */
export function follow({
  appJournal,
  change,
  charts,
  clock,
  connection,
  dedup,
  followUps,
  jobs,
  problems,
  processor,
  recorder,
  store,
}: Followed): Unsubscribe {
  const rateTick = new RateTick(clock, jobs.counters.rate, change.mark)
  const unsubscribes = [
    // Before the log, which forgets at its end which script ran a job.
    recorder.follow(processor),
    jobs.follow(processor),
    charts.follow(processor),
    processor.on('finished', rateTick.begin),
    processor.on('finished', followUps.forget),
    dedup.on('link', connection.onLink),
    dedup.on('generation', change.mark),
    dedup.on('problem', (problem) => problems.report(logCode(problem), errorEnvelope(problem))),
    ...(appJournal ? followInto(appJournal, { dedup, processor, store }) : []),
    () => rateTick.end(),
  ]
  return () => {
    for (const unsubscribe of unsubscribes) unsubscribe()
  }
}

/** What the next start has to know beside the jobs themselves. */
function followInto(
  journal: AppJournal,
  { dedup, processor, store }: Pick<RuntimeParts, 'dedup' | 'processor' | 'store'>,
): readonly Unsubscribe[] {
  // It may have been read while the store was opened.
  const known = dedup.generation()
  if (known !== undefined) journal.noteGeneration(known)
  return [
    dedup.on('generation', ({ generation }) => {
      if (generation !== undefined) journal.noteGeneration(generation)
    }),
    processor.on('retrying', ({ jobId }) => {
      const hold = processor.holdOf(jobId)
      if (hold) journal.retry(hold.number)
    }),
    store.onDamaged(() => {
      const generation = dedup.generation()
      if (generation !== undefined) journal.noteGeneration(generation)
      void writeAgain(processor, journal)
    }),
  ]
}

/** go-io's code where it has one. */
function logCode(problem: KeyholdError): string {
  switch (problem.code) {
    case 'bad-generation':
      return 'bg_processor_error_get_dedup_generation'
    case 'bump-unknown':
      return 'keyhold_bump_unknown'
    default:
      return 'keyhold_dedup_problem'
  }
}
