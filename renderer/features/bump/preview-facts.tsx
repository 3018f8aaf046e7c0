import { IconAlertTriangle, IconArrowRight } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { BumpPreview } from '../../../src/contract/bump'
import { KeyLabel } from '../../ui/key-text'
import { ownerName } from '../../ui/owner'
import { ProblemNote } from '../../ui/problem-note'
import classes from './bump.module.css'
import { consequencesOf, countInWords, heldKeysHref, targetWarning, type Consequence } from './model'

interface PreviewFactsProps {
  readonly preview: BumpPreview
  /** A field below needs room too. */
  readonly guarded: boolean
  /** A link of it was followed to another page. */
  readonly onFollow: () => void
}

/** From where to where the bump goes, and all that it does. */
export function PreviewFacts({ preview, guarded, onFollow }: PreviewFactsProps): ReactNode {
  const warning = targetWarning(preview)
  return (
    <div className={classes.facts} data-guarded={guarded || undefined}>
      <Step preview={preview} />
      {warning === undefined ? null : (
        <p className={classes.warning}>
          <IconAlertTriangle size={16} aria-hidden="true" />
          <span>{warning}</span>
        </p>
      )}
      <div>
        <ul className={classes.consequences}>
          {consequencesOf(preview).map((consequence) => (
            <Item key={consequence.name} consequence={consequence} preview={preview} onFollow={onFollow} />
          ))}
        </ul>
        <Progress preview={preview} />
      </div>
      {preview.error ? <ProblemNote title="The holds could not be counted" error={preview.error} /> : null}
    </div>
  )
}

function Step({ preview }: { readonly preview: BumpPreview }): ReactNode {
  const { profileName, address, namespace, from, to } = preview
  return (
    <div className={classes.step}>
      <div className={classes.where}>
        <span className={classes.profile}>{profileName}</span>
        <span className={classes.address}>
          {address}, namespace {namespace === '' ? '(empty)' : namespace}
        </span>
      </div>
      <div className={classes.generations} data-length={to.length > 6 ? 'long' : undefined}>
        <span>{from}</span>
        <IconArrowRight size={20} aria-label="to" />
        <span className={classes.to}>{to}</span>
      </div>
    </div>
  )
}

interface ItemProps extends Pick<PreviewFactsProps, 'preview' | 'onFollow'> {
  readonly consequence: Consequence
}

function Item({ consequence, preview, onFollow }: ItemProps): ReactNode {
  const { name, count, words, more } = consequence
  return (
    <li className={classes.consequence}>
      <span className={classes.count}>{count}</span>{' '}
      <div>
        <span>{words}</span>
        {name === 'stale' && preview.staleHolds > 0 ? (
          <>
            {' '}
            <a href={heldKeysHref('stale')} onClick={onFollow}>
              {preview.staleHolds === 1 ? 'Show it' : 'Show them'}
            </a>
          </>
        ) : null}
        {more === undefined ? null : <p className={classes.more}>{more}</p>}
        {name === 'holds' ? <Sample sample={preview.sample} /> : null}
      </div>
    </li>
  )
}

function Sample({ sample }: Pick<BumpPreview, 'sample'>): ReactNode {
  return (
    <details className={classes.sample}>
      <summary>{sample.length === 1 ? 'Show it' : `Show some of them (${sample.length})`}</summary>
      <ul>
        {sample.map(({ key, owner }, index) => (
          <li key={index}>
            <KeyLabel text={key} />
            <span>{ownerName(owner)}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}

/** How far the count is. Its line is kept when all is counted. */
function Progress({ preview }: { readonly preview: BumpPreview }): ReactNode {
  const { state, scanned, approximateTotal } = preview
  const fraction = approximateTotal === 0 ? 0 : scanned / approximateTotal
  return (
    <div className={classes.progress}>
      <span
        className={classes.track}
        role="progressbar"
        aria-label="Count of the holds"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={state === 'done' ? 100 : Math.round(fraction * 100)}
      >
        <span style={{ width: `${state === 'done' ? 100 : fraction * 100}%` }} />
      </span>
      <span>{state === 'done' ? 'All is counted.' : countInWords(preview)}</span>
    </div>
  )
}
