import {
  IconAlertTriangle,
  IconBan,
  IconCheck,
  IconClockX,
  IconDoorExit,
  IconPlugX,
  IconUserX,
  type Icon,
} from '@tabler/icons-react'
import type { HistoryOutcome } from '../../src/contract/history'
import type { OwnerView } from '../../src/contract/queue'
import { ownerInWords } from './owner'
import type { StatusTone } from './status-badge'

export interface Status {
  readonly tone: StatusTone
  readonly icon: Icon
  readonly word: string
  readonly hint?: string
}

/** How a job ended. @param owner who took its key, where that is known */
export function statusOfOutcome(outcome: HistoryOutcome, owner?: OwnerView): Status {
  switch (outcome) {
    case 'done':
      return { tone: 'ok', icon: IconCheck, word: 'Done' }
    case 'failed':
      return { tone: 'failure', icon: IconAlertTriangle, word: 'Failed' }
    case 'timeout':
      return { tone: 'failure', icon: IconClockX, word: 'Timeout', hint: 'It ran into its time limit.' }
    case 'cancelled':
      return { tone: 'neutral', icon: IconBan, word: 'Cancelled' }
    case 'lost-to': {
      const by = owner ? ownerInWords(owner) : 'another instance'
      return { tone: 'warning', icon: IconUserX, word: 'Lost', hint: `Not run: its key was taken by ${by}.` }
    }
    case 'interrupted': {
      const hint = 'It ran when the app ended without a word: whether it did its work is not known.'
      return { tone: 'warning', icon: IconPlugX, word: 'Interrupted', hint }
    }
    case 'dropped': {
      const hint = 'It waited when the app was quit, and its key was released.'
      return { tone: 'neutral', icon: IconDoorExit, word: 'Dropped', hint }
    }
  }
}
