import type { ActiveProfile } from '../../active-profile'
import type { Of } from './desktop'

export function queueHandlers(active: ActiveProfile): Of<'queue'> {
  const at = (profileId: string) => active.runtime(profileId)
  return {
    'queue.waiting': async ({ profileId, ...range }) => (await at(profileId)).waiting(range),
    'queue.finished': async ({ profileId, ...range }) => (await at(profileId)).finished(range),
    'queue.search': async ({ profileId, filter }) => (await at(profileId)).queue.search(filter),
    'queue.end-search': async ({ profileId, searchId }) => {
      ;(await at(profileId)).queue.endSearch(searchId)
      return null
    },
    'queue.matches': async ({ profileId, ...range }) => (await at(profileId)).queue.matches(range),
    'queue.refused': async ({ profileId }) => (await at(profileId)).refused(),
    'queue.problems': async ({ profileId }) => (await at(profileId)).problems(),
    'queue.argument': async ({ profileId, jobId }) => (await at(profileId)).argument(jobId),
    'queue.hold': async ({ profileId, jobId }) => (await at(profileId)).job.hold(jobId),
    'queue.lines': async ({ profileId, ...wanted }) => (await at(profileId)).job.lines(wanted),
    'queue.run-next': async ({ profileId, jobId }) => (await at(profileId)).job.runNext(jobId),
    'queue.pause': async ({ profileId, reason }) => {
      ;(await at(profileId)).pause(reason)
      return null
    },
    'queue.resume': async ({ profileId }) => {
      ;(await at(profileId)).resume()
      return null
    },
    'queue.cancel': async ({ profileId, jobId }) => (await at(profileId)).cancel(jobId),
    'queue.cancel-jobs': async ({ profileId, ...wanted }) => (await at(profileId)).queue.cancelJobs(wanted),
    'queue.cancel-matching': async ({ profileId, ...wanted }) =>
      (await at(profileId)).queue.cancelMatching(wanted),
    'queue.schedule-again': async ({ profileId, sequences }) =>
      (await at(profileId)).queue.scheduleAgain(sequences),
  }
}
