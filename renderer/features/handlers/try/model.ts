import {
  IconAlertTriangle,
  IconCheck,
  IconClockHour4,
  IconClockX,
  IconHelpCircle,
  IconPlayerPlay,
  IconPlayerStop,
  type Icon,
} from '@tabler/icons-react'
import type { TryView } from '../../../../src/contract/handlers'
import type { StatusTone } from '../../../ui/status-badge'

export interface Status {
  readonly tone: StatusTone
  readonly icon: Icon
  readonly word: string
}

/** A run of the text in the editor, as this page last heard of it. */
export interface KnownTry {
  readonly view: TryView
  /** The text that was run: what the lines of its stack count in. */
  readonly text: string | undefined
  /** The live state has told of it: from then on, a run that it no longer tells of is over. */
  readonly seen: boolean
}

export function isKnownTry(value: unknown): value is KnownTry | undefined {
  return value === undefined || (typeof value === 'object' && value !== null && 'view' in value)
}

/** The run to show for a file: the newest that is known, with the newest of what is known about it. */
export function latestTry(
  known: KnownTry | undefined,
  live: readonly TryView[],
  file: string,
): KnownTry | undefined {
  const newest = live
    .filter((view) => view.file === file)
    .reduce<TryView | undefined>(
      (best, view) => (best === undefined || view.startedAt >= best.startedAt ? view : best),
      undefined,
    )
  if (!known) return newest && { view: newest, text: undefined, seen: true }
  const same = live.find((view) => view.tryId === known.view.tryId)
  if (same) {
    if (known.seen && same.version <= known.view.version) return known
    return { ...known, view: same.version > known.view.version ? same : known.view, seen: true }
  }
  if (newest && newest.startedAt > known.view.startedAt) return { view: newest, text: undefined, seen: true }
  return known
}

/**
 * `lost`: the live state no longer tells of a run that had not ended: the app was connected anew meanwhile, or
 * others ended after it.
 */
export type TryStage = 'never' | 'running' | 'well' | 'badly' | 'stopped' | 'lost'

export function stageOf(known: KnownTry | undefined, live: readonly TryView[]): TryStage {
  if (!known) return 'never'
  const { state, tryId } = known.view
  if (state.state === 'running') {
    return known.seen && !live.some((view) => view.tryId === tryId) ? 'lost' : 'running'
  }
  if (!state.error) return 'well'
  return state.error.code === 'aborted' ? 'stopped' : 'badly'
}

export function statusOf(stage: TryStage, code: string | undefined): Status {
  switch (stage) {
    case 'never':
      return { tone: 'neutral', icon: IconClockHour4, word: 'Not tried yet' }
    case 'running':
      return { tone: 'active', icon: IconPlayerPlay, word: 'Running' }
    case 'well':
      return { tone: 'ok', icon: IconCheck, word: 'Ended well' }
    case 'badly':
      return {
        tone: 'failure',
        icon: code === 'timeout' ? IconClockX : IconAlertTriangle,
        word: badEnd(code),
      }
    case 'stopped':
      return { tone: 'neutral', icon: IconPlayerStop, word: 'Stopped' }
    case 'lost':
      return { tone: 'warning', icon: IconHelpCircle, word: 'Its end was not seen' }
  }
}

/** How a run ended that did not end well, in two or three words. */
function badEnd(code: string | undefined): string {
  switch (code) {
    case 'threw':
      return 'It threw'
    case 'timeout':
      return 'Ran into its time limit'
    case 'out-of-memory':
      return 'Ran out of memory'
    case 'exited':
      return 'It ended its process'
    case 'crashed':
      return 'Its process crashed'
    case 'bad-result':
      return 'It returned no pause'
    case 'bad-script':
      return 'It does not load'
    default:
      return 'Ended badly'
  }
}

/** Errors that speak of the argument, by their code. */
export function isAboutArgument(code: string): boolean {
  return code === 'bad-argument' || code === 'argument-too-large'
}

export const argumentsKept = 20
/** Characters of all the arguments kept for one handler; the oldest go first. */
const charactersKept = 2 * 1_024 * 1_024

export function isArguments(value: unknown): value is readonly string[] {
  return Array.isArray(value)
}

/** The arguments tried, the newest first and each once. */
export function rememberArgument(known: readonly string[], tried: string): readonly string[] {
  let characters = 0
  return [tried, ...known.filter((each) => each !== tried)].slice(0, argumentsKept).filter((each) => {
    characters += each.length
    return characters <= charactersKept
  })
}

/** An argument in one line, for a menu. */
export function argumentInLine(argument: string): string {
  const line = argument.replaceAll(/\s+/g, ' ').trim()
  return line.length > 120 ? `${line.slice(0, 119)}…` : line
}
