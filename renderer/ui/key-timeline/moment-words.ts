import {
  IconBan,
  IconCircleDashed,
  IconKey,
  IconPlayerPlay,
  IconPlaylistAdd,
  IconRefresh,
  type Icon,
} from '@tabler/icons-react'
import type { KeyMoment, RefusalReason } from '../../../src/contract/history'
import { formatDuration } from '../duration'
import { formatMoment, formatTime, isSameDay } from '../format'
import { statusOfOutcome } from '../outcome-status'
import { ownerInWords } from '../owner'
import type { StatusTone } from '../status-badge'

export interface MomentWords {
  readonly tone: StatusTone
  readonly icon: Icon
  /** What happened, in a few words. */
  readonly title: string
  /** Why, by whom, until when. */
  readonly text: string
}

export function momentInWords(moment: KeyMoment): MomentWords {
  switch (moment.event) {
    case 'scheduled':
      return { tone: 'neutral', icon: IconPlaylistAdd, title: 'Scheduled', text: scheduledText(moment) }
    case 'started': {
      const again = moment.attempt > 1 ? `, attempt ${moment.attempt}` : ''
      const text = `Job ${moment.jobId}${again}, by ${moment.handler}`
      return { tone: 'active', icon: IconPlayerPlay, title: 'Started', text }
    }
    case 'retry': {
      const due = `attempt ${moment.attempt} is due at ${near(moment.dueAt, moment.at)}`
      const text = `Attempt ${moment.attempt - 1} of job ${moment.jobId}: ${moment.error.message}; ${due}`
      return { tone: 'warning', icon: IconRefresh, title: 'Failed, to be retried', text }
    }
    case 'ended': {
      const { tone, icon, word } = statusOfOutcome(moment.outcome)
      return { tone, icon, title: word, text: endedText(moment) }
    }
    case 'settled':
      return moment.heldUntil === undefined
        ? { tone: 'neutral', icon: IconCircleDashed, title: 'Key free', text: 'Its hold was released' }
        : {
            tone: 'neutral',
            icon: IconKey,
            title: 'Key kept',
            text: `Until ${near(moment.heldUntil, moment.at)}, the rest of its backoff`,
          }
    case 'refused':
      return { tone: 'warning', icon: IconBan, title: refusedTitle(moment), text: refusedText(moment) }
    case 'released': {
      const of = moment.jobId === undefined ? '' : ` of job ${moment.jobId}`
      const text = `Its hold${of}, by an operator${moment.jobCancelled ? '; the job was cancelled' : ''}`
      return { tone: 'warning', icon: IconCircleDashed, title: 'Released', text }
    }
  }
}

function scheduledText({ jobId, backoffMs, now }: KeyMoment & { readonly event: 'scheduled' }): string {
  const held = backoffMs === 0 ? 'held until it has run' : `held for ${formatDuration(backoffMs)}`
  const state = now === undefined ? '' : `; it ${now === 'running' ? 'runs' : 'waits'} now`
  return `As job ${jobId}, its key ${held}${state}`
}

function endedText({ jobId, runMs, error }: KeyMoment & { readonly event: 'ended' }): string {
  const after = runMs > 0 ? ` after ${formatDuration(runMs)}` : ', without a run'
  return `Job ${jobId}${after}${error ? `: ${error.message}` : ''}`
}

function refusedTitle({ count }: KeyMoment & { readonly event: 'refused' }): string {
  return count === 1 ? 'Refused' : `Refused ${count.toLocaleString('en-US')} times`
}

function refusedText({ at, firstAt, count, reason }: KeyMoment & { readonly event: 'refused' }): string {
  const since = count === 1 ? '' : `, the first time at ${near(firstAt, at)}`
  return `${reasonInWords(reason)}${since}`
}

/** Why nothing was scheduled. */
function reasonInWords(reason: RefusalReason): string {
  switch (reason.reason) {
    case 'queued-here':
      return reason.state === 'running'
        ? `Job ${reason.jobId} with this key was running here`
        : `Job ${reason.jobId} with this key was waiting here`
    case 'held':
      return `The key was held by ${ownerInWords(reason.owner)}, in generation ${reason.generation}`
    case 'redis-error':
      return `Redis: ${reason.message}`
    case 'journal-error':
      return `The journal could not be written: ${reason.message}`
    case 'stopped':
      return 'The processor was stopped'
  }
}

/** A moment beside another one: its day is told where it is not the same. */
function near(at: number, other: number): string {
  return isSameDay(at, other) ? formatTime(at) : formatMoment(at)
}
