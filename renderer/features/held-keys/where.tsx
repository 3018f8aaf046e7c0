import type { ReactNode } from 'react'
import classes from './many.module.css'

interface WhereProps {
  readonly profileName: string
  readonly namespace: string
  readonly generation: string | undefined
}

/** Where an act would change something. */
export function Where({ profileName, namespace, generation }: WhereProps): ReactNode {
  return (
    <p className={classes.where}>
      <strong>{profileName}</strong>
      <span>
        namespace {namespace === '' ? '(empty)' : namespace}, generation {generation ?? 'unknown'}
      </span>
    </p>
  )
}

export interface Consequence {
  readonly count: string
  readonly words: string
}

export function Consequences({ list }: { readonly list: readonly Consequence[] }): ReactNode {
  return (
    <ul className={classes.consequences}>
      {list.map(({ count, words }) => (
        <li key={words} className={classes.consequence}>
          <span className={classes.count}>{count}</span> <span>{words}</span>
        </li>
      ))}
    </ul>
  )
}
