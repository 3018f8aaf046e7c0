import { hostname } from 'node:os'
import { readLeftMarks } from '../../handlers/left-marks'
import type { JournalOwner } from '../../store/journal-records'
import type { RuntimeOptions } from '../runtime'
import type { RuntimeParts } from '../runtime-parts'
import { AppJournal } from './app-journal'
import { LeftHistory } from './left-history'
import { LeftJobs } from './left-jobs'
import { LeftWork } from './left-work'
import { ReEntry } from './re-entry'
import { Recovery } from './recovery'

/** Whose entries this run's are; undefined where it writes none: a read-only profile schedules nothing. */
export function journalOwner(
  { profile, store }: RuntimeOptions,
  { instance }: RuntimeParts['dedup'],
): JournalOwner | undefined {
  if (store === undefined || profile.readOnly) return undefined
  const { redisUrl = 'embedded', namespace, layout } = profile
  return { instance, host: hostname(), place: JSON.stringify([redisUrl, namespace, layout]) }
}

/** The journal of this run; undefined where it is to have none. */
export function openJournal(
  { profile, store: wanted }: RuntimeOptions,
  { store, clock, problems, change }: Pick<RuntimeParts, 'store' | 'clock' | 'problems' | 'change'>,
): AppJournal | undefined {
  if (wanted === undefined || profile.readOnly) return undefined
  const { ifOpen, failure } = store
  return new AppJournal({ store: ifOpen?.journal, failure, clock, problems, changed: change.mark })
}

type Parts = Pick<
  RuntimeParts,
  'processor' | 'dedup' | 'change' | 'problems' | 'store' | 'clock' | 'handler' | 'earlierHeartbeats'
>

/**
 * Takes up what earlier runs left, as soon as Redis answers.
 * @param own ids of this app's processors: earlier ones are added whose holds it goes on with
 */
export function takeUpLeft(
  { store: wanted, interrupted = 'ask' }: RuntimeOptions,
  parts: Parts,
  own: Set<string>,
): LeftWork | undefined {
  const { store, clock, handler, dedup, earlierHeartbeats } = parts
  const journal = store.ifOpen?.journal
  if (wanted === undefined || journal === undefined) return undefined
  const left = new LeftJobs()
  const history = new LeftHistory(store, clock, () => handler.file)
  const reEntry = new ReEntry({
    ...{ processor: parts.processor, dedup, journal },
    onAdopted(instance) {
      own.add(instance)
      earlierHeartbeats.add(instance)
    },
  })
  const readMarks = () =>
    readLeftMarks({ folder: wanted.marksFolder, isLeft: (instance) => instance !== dedup.instance })
  const recovery = new Recovery({ ...parts, journal, left, history, reEntry, interrupted, readMarks })
  recovery.begin()
  return new LeftWork({ left, recovery, reEntry, history, journal, dedup, processor: parts.processor })
}
