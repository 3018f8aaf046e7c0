import { useEffect } from 'react'
import type { ErrorEnvelope } from '../../../../src/contract/errors'
import type { LiveState } from '../../../../src/contract/live'
import { useProfile } from '../../../api/app-info'
import { envelopeOf } from '../../../api/client'
import { useLive } from '../../../api/live'
import { useRememberedState } from '../../../ui/use-remembered-state'
import { useStartTry, useStopTry } from './api'
import {
  isAboutArgument,
  isArguments,
  isKnownTry,
  latestTry,
  rememberArgument,
  stageOf,
  type KnownTry,
  type TryStage,
} from './model'

export interface TryControl {
  readonly argument: string
  readonly setArgument: (text: string) => void
  /** Arguments tried before, the newest first. */
  readonly tried: readonly string[]
  readonly latest: KnownTry | undefined
  readonly stage: TryStage
  readonly start: () => void
  readonly stop: () => void
  /** From the click until main has said that it runs. */
  readonly starting: boolean
  readonly stopping: boolean
  readonly readOnly: boolean
  /** What is wrong with the argument. */
  readonly argumentProblem: ErrorEnvelope | undefined
  /** Why nothing was run, where it is not the argument. */
  readonly refusal: ErrorEnvelope | undefined
}

const selectTries = (live: LiveState) => live.tries
const isText = (value: unknown): value is string => typeof value === 'string'

/** The runs of one file's text, and what they are run with. It is all still there when the operator comes back. */
export function useTry(file: string, text: string): TryControl {
  const { id, readOnly } = useProfile()
  const place = `try:${id}:${file}`
  const tries = useLive(selectTries)
  const [argument, setArgument] = useRememberedState(`${place}:argument`, '{}', isText)
  const [tried, setTried] = useRememberedState<readonly string[]>(`${place}:tried`, [], isArguments)
  const [known, setKnown] = useRememberedState<KnownTry | undefined>(`${place}:known`, undefined, isKnownTry)
  const starting = useStartTry(id)
  const stopping = useStopTry(id)

  const latest = latestTry(known, tries, file)
  // The live state forgets a run once another has ended: what it said last is kept here.
  useEffect(() => {
    if (latest !== known) setKnown(latest)
  })
  const stage = stageOf(latest, tries)

  const start = (): void => {
    if (readOnly || starting.isPending || stage === 'running') return
    starting.mutate(
      { file, text, argument },
      {
        onSuccess: (view) => {
          setKnown({ view, text, seen: false })
          setTried((before) => rememberArgument(before, argument))
        },
      },
    )
  }
  const failure = starting.error ? envelopeOf(starting.error) : undefined
  const isArgument = failure !== undefined && isAboutArgument(failure.code)
  return {
    argument,
    setArgument: (changed) => {
      setArgument(changed)
      if (isArgument) starting.reset()
    },
    tried,
    latest,
    stage,
    start,
    stop: () => {
      if (latest && stage === 'running') stopping.mutate(latest.view.tryId)
    },
    starting: starting.isPending,
    stopping: stopping.isPending,
    readOnly,
    argumentProblem: isArgument ? failure : undefined,
    refusal: isArgument ? undefined : failure,
  }
}
