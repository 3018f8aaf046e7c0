import { useState } from 'react'
import type { HoldTargets } from '../../../src/contract/held-keys-acts'
import type { ManyQuestion } from './many-dialog'
import type { ManyKind } from './many-words'

export interface Many {
  /** The last question; it stays while its dialog goes. */
  readonly question: ManyQuestion | undefined
  readonly opened: boolean
  readonly ask: (kind: ManyKind, targets: HoldTargets) => void
  readonly purge: { readonly question: number; readonly opened: boolean }
  readonly askToPurge: () => void
  readonly close: () => void
}

/** Which act on many is being asked about. Each question has a number of its own, so that it reads anew. */
export function useMany(): Many {
  const [question, setQuestion] = useState<ManyQuestion>()
  const [purges, setPurges] = useState(0)
  const [opened, setOpened] = useState<'many' | 'purge'>()
  return {
    question,
    opened: opened === 'many',
    ask: (kind, targets) => {
      setQuestion((last) => ({ kind, targets, number: (last?.number ?? 0) + 1 }))
      setOpened('many')
    },
    purge: { question: purges, opened: opened === 'purge' },
    askToPurge: () => {
      setPurges((last) => last + 1)
      setOpened('purge')
    },
    close: () => setOpened(undefined),
  }
}
