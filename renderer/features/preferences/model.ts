import type { Durability, InterruptedChoice } from '../../../src/contract/journal'
import type { MotionChoice, ThemeChoice, TimeZone } from '../../../src/contract/preferences'

interface Option<Value extends string> {
  readonly value: Value
  readonly label: string
}

export const themes: readonly Option<ThemeChoice>[] = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
]

export const zones: readonly Option<TimeZone>[] = [
  { value: 'local', label: 'Local time' },
  { value: 'utc', label: 'UTC' },
]

export const motions: readonly Option<MotionChoice>[] = [
  { value: 'system', label: 'As the system' },
  { value: 'reduced', label: 'Reduced' },
]

export const interruptedChoices: readonly Option<InterruptedChoice>[] = [
  { value: 'ask', label: 'Ask' },
  { value: 'run', label: 'Run again' },
  { value: 'drop', label: 'Drop' },
]

export const durabilities: readonly Option<Durability>[] = [
  { value: 'normal', label: 'A crash' },
  { value: 'full', label: 'A power cut too' },
]
