import type { ReactNode } from 'react'
import { Detail, DetailList } from '../../ui/detail-list'
import { KeyText } from '../../ui/key-text'
import { ProblemNote } from '../../ui/problem-note'
import { SideDrawer } from '../../ui/side-drawer'
import type { Chosen } from './model'
import classes from './held-keys.module.css'

interface LookUpDrawerProps {
  readonly answer: Exclude<Chosen, { readonly kind: 'hold' }>
  readonly generation: string | undefined
  readonly onClose: () => void
}

/** The answer to a look-up that found no hold. */
export function LookUpDrawer({ answer, generation, onClose }: LookUpDrawerProps): ReactNode {
  if (answer.kind === 'unknown') {
    return (
      <SideDrawer title="Not looked up" onClose={onClose}>
        <ProblemNote error={answer.error} />
      </SideDrawer>
    )
  }
  return (
    <SideDrawer title="Not held" onClose={onClose}>
      <p className={classes.answer}>
        Nothing holds this key in generation {generation ?? 'of now'}: it can be scheduled.
      </p>
      <DetailList>
        <Detail name="Key">
          <KeyText text={answer.key} whole />
        </Detail>
        <Detail name="Looked up as">
          <KeyText text={answer.redisKey} what="Redis key" whole />
        </Detail>
      </DetailList>
    </SideDrawer>
  )
}
