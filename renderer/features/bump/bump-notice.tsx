import { ActionIcon } from '@mantine/core'
import { IconArrowBigUpLine, IconX } from '@tabler/icons-react'
import { Fragment, type ReactNode } from 'react'
import type { BumpNotice as Notice } from '../../../src/contract/bump'
import type { LiveState } from '../../../src/contract/live'
import { useProfile } from '../../api/app-info'
import { useLive } from '../../api/live'
import { formatTime } from '../../ui/format'
import { useNow } from '../../ui/use-now'
import { useDismissNotice } from './api'
import classes from './bump-notice.module.css'
import { heldKeysHref, ownersInWords } from './model'
import {
  agoInWords,
  beforeInWords,
  bumpInWords,
  heldAgainInWords,
  keysInWords,
  takenCount,
} from './notice-model'

const selectNotice = (live: LiveState) => live.bumpNotice

interface BumpNoticeProps {
  /** The notice goes, and with it what had the focus. */
  readonly onDismiss: () => void
}

/** The last change of the generation and what has happened since, until it is dismissed. */
export function BumpNotice({ onDismiss }: BumpNoticeProps): ReactNode {
  const { id } = useProfile()
  const notice = useLive(selectNotice)
  const dismiss = useDismissNotice(id)
  if (!notice) return null
  return (
    <section className={classes.notice} aria-label="Change of the generation">
      <IconArrowBigUpLine size={16} className={classes.icon} aria-hidden="true" />
      <div className={classes.lines}>
        <p className={classes.line}>
          <strong>
            {/* The age is no part of what is announced: it changes each minute. */}
            <span role="status">{bumpInWords(notice)}</span>, <Ago at={notice.at} />.
          </strong>
        </p>
        <Since notice={notice} />
      </div>
      <ActionIcon
        aria-label="Dismiss the notice"
        onClick={() => dismiss.mutate(notice.noticeId, { onSuccess: onDismiss })}
      >
        <IconX size={16} aria-hidden="true" />
      </ActionIcon>
    </section>
  )
}

function Ago({ at }: { readonly at: number }): ReactNode {
  return agoInWords(useNow() - at)
}

/** Two lines that are there from the beginning: the page below does not move when they are counted. */
function Since({ notice }: { readonly notice: Notice }): ReactNode {
  const { counted, error, to } = notice
  if (!counted) {
    return (
      <>
        <p className={classes.line}>
          {error
            ? `What was taken since could not be counted: ${error.message}`
            : 'What is taken since is being counted …'}
        </p>
        <p className={classes.line}>{error?.remedy ?? ' '}</p>
      </>
    )
  }
  return (
    <>
      <p className={classes.line}>
        <Taken counted={counted} to={to} />
        <span className={classes.asOf}> {asOf(notice)}</span>
      </p>
      <p className={classes.line}>
        {counted.heldAgain === 0 && counted.complete ? (
          'No key that was held before the bump is held again by a go-io client.'
        ) : (
          <>
            <a href={heldKeysHref(to, 'go-io')}>{keysInWords(counted.heldAgain, counted)}</a>{' '}
            {heldAgainInWords(counted.heldAgain)}
          </>
        )}
      </p>
    </>
  )
}

function asOf({ counted, state, error }: Notice): string {
  const at = formatTime(counted?.at ?? 0)
  if (error) return `Counted at ${at}; the next count failed.`
  return state === 'ended' ? `Counted at ${at}, for the last time.` : `Counted at ${at}.`
}

type TakenProps = Pick<Notice, 'to'> & { readonly counted: NonNullable<Notice['counted']> }

function Taken({ counted, to }: TakenProps): ReactNode {
  const taken = takenCount(counted)
  if (taken === 0 && counted.complete) return `No key taken since is held.${beforeInWords(counted)}`
  return (
    <>
      <a href={heldKeysHref(to)}>{keysInWords(taken, counted)}</a> taken since {taken === 1 ? 'is' : 'are'}{' '}
      held:{' '}
      {ownersInWords(counted.taken).map(({ owner, words }, index) => (
        <Fragment key={owner}>
          {index === 0 ? '' : ', '}
          <a href={heldKeysHref(to, owner)}>{words}</a>
        </Fragment>
      ))}
      .{beforeInWords(counted)}
    </>
  )
}
