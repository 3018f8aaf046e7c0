import type { ReactNode } from 'react'
import classes from './key-caps.module.css'

/** Keys as they look on the keyboard. */
export function KeyCaps({ keys }: { readonly keys: readonly string[] }): ReactNode {
  return (
    <span className={classes.caps}>
      {keys.map((key, index) => (
        <kbd key={index} className={classes.cap}>
          {key}
        </kbd>
      ))}
    </span>
  )
}
