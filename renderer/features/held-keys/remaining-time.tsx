import type { ReactNode } from 'react'
import type { HeldKeyRow } from '../../../src/contract/held-keys'
import { Remaining } from '../../ui/elapsed'

/** How long the key is still held, ticking from the moment that Redis was asked. */
export function RemainingTime({ row }: { readonly row: HeldKeyRow }): ReactNode {
  if (row.remainingMs === undefined) return 'no expiry'
  return <Remaining ms={row.remainingMs} readAt={row.readAt} over="expired" />
}
