import type { ReactNode } from 'react'
import classes from './key-ring.module.css'

interface KeyRingProps {
  /** Width and height in px. */
  readonly size: number
  /** `open`: the ring lets go; for states in which nothing is held. */
  readonly ring?: 'closed' | 'open'
}

/** The mark of the product: a key in a ring. */
export function KeyRing({ size, ring = 'closed' }: KeyRingProps): ReactNode {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 64 64"
      fill="none"
      aria-hidden="true"
      className={classes.mark}
    >
      <circle
        cx="32"
        cy="32"
        r="27"
        className={classes.ring}
        strokeDasharray={ring === 'open' ? '118 52' : undefined}
        transform="rotate(-28 32 32)"
      />
      <g className={classes.key}>
        <circle cx="24.5" cy="24.5" r="7.5" />
        <path d="M30 30 45 45M38 38l-4.5 4.5M43 43l-4 4" />
      </g>
    </svg>
  )
}
