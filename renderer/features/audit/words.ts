import {
  IconArrowUp,
  IconBan,
  IconBook,
  IconBookOff,
  IconClockPlus,
  IconHelp,
  IconHistory,
  IconKeyOff,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlugConnected,
  IconRepeat,
  IconScript,
  IconSettings,
  IconTrash,
  type Icon,
} from '@tabler/icons-react'
import type { AuditActName } from '../../../src/contract/audit'
import type { StatusTone } from '../../ui/status-badge'

export type ActGroup = 'generation' | 'holds' | 'queue' | 'profile' | 'handlers' | 'recurring'

interface ActWords {
  readonly word: string
  readonly icon: Icon
  readonly tone: StatusTone
  readonly group: ActGroup
}

/** What an act is called in the list, and where it belongs. */
const WORDS: Readonly<Record<AuditActName, ActWords>> = {
  bump: { word: 'Bump', icon: IconArrowUp, tone: 'warning', group: 'generation' },
  'bump-unknown': { word: 'Bump in doubt', icon: IconHelp, tone: 'failure', group: 'generation' },
  'bump-found': { word: 'Bump looked up', icon: IconHelp, tone: 'warning', group: 'generation' },
  release: { word: 'Release', icon: IconKeyOff, tone: 'failure', group: 'holds' },
  'release-holds': { word: 'Release many', icon: IconKeyOff, tone: 'failure', group: 'holds' },
  'extend-holds': { word: 'Extend', icon: IconClockPlus, tone: 'neutral', group: 'holds' },
  'purge-holds': { word: 'Purge', icon: IconTrash, tone: 'failure', group: 'holds' },
  pause: { word: 'Pause', icon: IconPlayerPause, tone: 'warning', group: 'queue' },
  resume: { word: 'Resume', icon: IconPlayerPlay, tone: 'ok', group: 'queue' },
  cancel: { word: 'Cancel', icon: IconBan, tone: 'failure', group: 'queue' },
  'cancel-jobs': { word: 'Cancel many', icon: IconBan, tone: 'failure', group: 'queue' },
  'run-next': { word: 'Run next', icon: IconArrowUp, tone: 'neutral', group: 'queue' },
  'schedule-again': { word: 'Schedule again', icon: IconRepeat, tone: 'neutral', group: 'queue' },
  'run-left': { word: 'Run left jobs', icon: IconHistory, tone: 'warning', group: 'queue' },
  'drop-left': { word: 'Drop left jobs', icon: IconHistory, tone: 'failure', group: 'queue' },
  'journal-off': { word: 'Journal off', icon: IconBookOff, tone: 'failure', group: 'queue' },
  'journal-on': { word: 'Journal on', icon: IconBook, tone: 'ok', group: 'queue' },
  profile: { word: 'Profile', icon: IconSettings, tone: 'neutral', group: 'profile' },
  connect: { word: 'Connect', icon: IconPlugConnected, tone: 'warning', group: 'profile' },
  'handler-use': { word: 'Use handler', icon: IconScript, tone: 'warning', group: 'handlers' },
  'handler-save': { word: 'Save handler', icon: IconScript, tone: 'neutral', group: 'handlers' },
  'handler-rename': { word: 'Rename handler', icon: IconScript, tone: 'neutral', group: 'handlers' },
  'handler-trash': { word: 'Delete handler', icon: IconTrash, tone: 'failure', group: 'handlers' },
  'recurring-save': { word: 'Save recurring', icon: IconRepeat, tone: 'neutral', group: 'recurring' },
  'recurring-switch': { word: 'Switch recurring', icon: IconRepeat, tone: 'neutral', group: 'recurring' },
  'recurring-remove': { word: 'Delete recurring', icon: IconTrash, tone: 'failure', group: 'recurring' },
}

export const groups: readonly { readonly value: ActGroup | 'all'; readonly label: string }[] = [
  { value: 'all', label: 'All acts' },
  { value: 'generation', label: 'Generation' },
  { value: 'holds', label: 'Holds' },
  { value: 'queue', label: 'Queue' },
  { value: 'profile', label: 'Profile' },
  { value: 'handlers', label: 'Handlers' },
  { value: 'recurring', label: 'Recurring jobs' },
]

/** @param act as it is kept; another version may have noted one that is not known here */
export function wordsOf(act: string): Omit<ActWords, 'group'> {
  const known = Object.entries(WORDS).find(([name]) => name === act)?.[1]
  return known ?? { word: act, icon: IconHelp, tone: 'neutral' }
}

export function actsOf(group: ActGroup): string[] {
  return Object.entries(WORDS)
    .filter(([, words]) => words.group === group)
    .map(([act]) => act)
}
