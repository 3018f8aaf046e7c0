import type { ImportedJob } from '../../contract/channels/import'
import { jobTexts } from '../repeats/job-texts'
import type { RepeatPlan } from '../repeats/repeat-plan'

/**
 * The jobs of a file. Their arguments are let go once all of them are scheduled; keys and lines stay for the report.
 * @param name of the file
 */
export function importPlan(name: string, imported: readonly ImportedJob[]): RepeatPlan {
  const keys = imported.map(({ key }) => key)
  const lines = Uint32Array.from(imported, ({ line }) => line)
  const texts = jobTexts()
  let jobs = imported
  const keyAt = (index: number, at: number): string => texts.fill(keys[index] ?? '', index, at)
  return {
    keyTemplate: name,
    total: keys.length,
    jobAt(index, at) {
      const job = jobs[index]
      return {
        key: keyAt(index, at),
        backoffMs: job?.backoffMs ?? 0,
        argument: texts.fill(job?.argument ?? 'null', index, at),
      }
    },
    keyAt,
    lineAt: (index) => lines[index] ?? 0,
    ended() {
      jobs = []
    },
  }
}
