import { fillPlaceholders, type PlaceholderValues } from '../../contract/placeholders'
import { jobUuids } from './job-uuids'

/** Fills the placeholders of the jobs of one act. */
export interface JobTexts {
  /**
   * @param text key or argument, as it was asked for
   * @param index 0 … total - 1
   * @param at when the job is scheduled, ms since the epoch; NaN: that is to come, and `{now}` stays
   */
  fill(text: string, index: number, at: number): string
}

export function jobTexts(): JobTexts {
  const uuidOf = jobUuids()
  return {
    fill(text, index, at) {
      // A UUID costs a hash: only where one is asked for.
      const values: PlaceholderValues = {
        n: index + 1,
        get uuid() {
          return uuidOf(index)
        },
        get now() {
          return Number.isNaN(at) ? '{now}' : new Date(at).toISOString()
        },
      }
      return fillPlaceholders(text, values)
    },
  }
}
