import { Button, Skeleton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { TimelineCursor } from '../../../src/contract/history'
import { useProfile } from '../../api/app-info'
import { envelopeOf, request } from '../../api/client'
import { ProblemNote } from '../problem-note'
import classes from './key-timeline.module.css'
import { MomentList } from './moment-list'

/** Jobs and refusals that one page tells. */
const pageLength = 50
/** Ms between two readings while it is looked at. */
const reread = 3_000

/** What happened to one key, the newest first: why something ran, and why nothing did. */
export function KeyTimeline({ jobKey }: { readonly jobKey: string }): ReactNode {
  const { id: profileId } = useProfile()
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['key-timeline', profileId, jobKey],
    queryFn: ({ pageParam }) =>
      request('history.timeline', {
        ...{ profileId, key: jobKey, limit: pageLength },
        ...(pageParam === undefined ? {} : { after: pageParam }),
      }),
    initialPageParam: undefined as TimelineCursor | undefined,
    getNextPageParam: ({ next }) => next,
    // Whoever pages back reads what was: all pages would be read again.
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 1) > 1 ? false : reread),
    gcTime: 0,
  })
  if (error) return <ProblemNote title="The timeline could not be read" error={envelopeOf(error)} />
  if (data === undefined) return <Skeleton height={96} animate={false} />
  const moments = data.pages.flatMap((page) => page.moments)
  const isKept = data.pages.every(({ kept }) => kept)
  return (
    <div className={classes.timeline}>
      {moments.length === 0 ? (
        <p className={classes.quiet}>
          {isKept
            ? 'Nothing is known of this key: nobody has scheduled it here.'
            : 'This app has run no job of this key, as far as it remembers.'}
        </p>
      ) : (
        <MomentList label="Timeline" moments={[...moments].sort((one, other) => other.at - one.at)} />
      )}
      {hasNextPage ? (
        <Button
          variant="default"
          size="compact-sm"
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          Show earlier ones
        </Button>
      ) : null}
      {isKept ? null : (
        <p className={classes.quiet}>Nothing is kept on the disk: this is what the app remembers.</p>
      )}
    </div>
  )
}
