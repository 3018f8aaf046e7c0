import type { ReactNode } from 'react'
import { ProgressBar } from '../../ui/progress-bar'
import type { FinishProgress } from './model'
import { Cautions } from './quit-choices'
import classes from './quit.module.css'

/** How far the jobs are that are finished before the quit. */
export function QuitProgress({ progress }: { readonly progress: FinishProgress }): ReactNode {
  const { fraction, words, cautions } = progress
  return (
    <>
      <p>No job is accepted now. Keyhold quits when the last one has ended.</p>
      <div className={classes.progress}>
        <ProgressBar progress={{ fraction, text: '' }} label="Jobs finished before the quit" wide />
      </div>
      <p className={classes.left}>{words}</p>
      <Cautions cautions={cautions} />
    </>
  )
}
