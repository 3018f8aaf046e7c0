import { useState } from 'react'
import type { Question } from './model'

export interface Asked {
  readonly question: Question
  readonly answer: (yes: boolean) => void
}

/** Asks the operator in the middle of an act. @returns what is asked now, and the way to ask */
export function useQuestion(): { readonly asked: Asked | undefined; readonly ask: Ask } {
  const [asked, setAsked] = useState<Asked>()
  const ask: Ask = (question) =>
    new Promise((resolve) => {
      const answer = (yes: boolean): void => {
        setAsked(undefined)
        resolve(yes)
      }
      setAsked({ question, answer })
    })
  return { asked, ask }
}

/** @returns whether the operator agrees */
export type Ask = (question: Question) => Promise<boolean>
