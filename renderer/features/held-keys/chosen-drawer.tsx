import type { ReactNode } from 'react'
import type { HeldKeyRow } from '../../../src/contract/held-keys'
import { useProfile } from '../../api/app-info'
import { HeldKeyDrawer } from './held-key-drawer'
import { LookUpDrawer } from './look-up-drawer'
import type { Chosen } from './model'

interface ChosenDrawerProps {
  readonly chosen: Chosen
  readonly generation: string | undefined
  readonly isReleased: (row: HeldKeyRow) => boolean
  readonly onRelease: (row: HeldKeyRow) => void
  readonly onExtend: (row: HeldKeyRow) => void
  readonly onClose: () => void
}

/** The drawer of a hold, or of the answer to a look-up that found none. */
export function ChosenDrawer(props: ChosenDrawerProps): ReactNode {
  const { chosen, generation, isReleased, onClose, ...acts } = props
  const { readOnly } = useProfile()
  if (chosen.kind !== 'hold')
    return <LookUpDrawer answer={chosen} generation={generation} onClose={onClose} />
  const { row } = chosen
  return (
    <HeldKeyDrawer
      key={row.nameBytes}
      row={row}
      generation={generation}
      readOnly={readOnly}
      released={isReleased(row)}
      onClose={onClose}
      {...acts}
    />
  )
}
