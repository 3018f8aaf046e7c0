import { formatTime } from '../../../ui/format'

/** `14:03`, or `14:03:05` where the labels are less than a minute apart; in the chosen zone. @param step seconds */
export function timeLabels(splits: readonly number[], step: number): string[] {
  return splits.map((at) => formatTime(at * 1_000).slice(0, step < 60 ? 8 : 5))
}
