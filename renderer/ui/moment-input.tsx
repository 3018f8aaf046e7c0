import { TextInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'

interface MomentInputProps {
  /** Drawn above the field; or, without one, `aria-label` names it. */
  readonly label?: string
  readonly 'aria-label'?: string
  /** `2026-11-24T19:30:00`, or empty. */
  readonly value: string
  /** Told in the same form; empty as long as what is typed is no moment. */
  readonly onChange: (value: string) => void
  readonly error?: string | undefined
}

const written = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?)$/

/**
 * A moment as the app writes it everywhere, in 24 hours: a field of the browser's own follows the language of the
 * system instead.
 */
export function MomentInput({ value, onChange, error, ...names }: MomentInputProps): ReactNode {
  const [text, setText] = useState(value.replace('T', ' '))
  const [told, setTold] = useState(value)
  const [left, setLeft] = useState(false)
  if (told !== value) {
    // It was changed elsewhere.
    setTold(value)
    setText(value.replace('T', ' '))
  }
  const change = (typed: string): void => {
    setText(typed)
    setLeft(false)
    const moment = momentOf(typed)
    setTold(moment)
    if (moment !== value) onChange(moment)
  }
  const isBad = left && text.trim() !== '' && momentOf(text) === ''
  return (
    <TextInput
      {...names}
      placeholder="2026-11-24 19:30:00"
      spellCheck={false}
      maxLength={19}
      value={text}
      error={isBad ? 'Write a date and a time: 2026-11-24 19:30.' : error}
      onChange={(event) => change(event.currentTarget.value)}
      onBlur={() => setLeft(true)}
    />
  )
}

function momentOf(typed: string): string {
  const [, day = '', time = ''] = written.exec(typed.trim()) ?? []
  const moment = `${day}T${time}`
  return Number.isNaN(Date.parse(moment)) ? '' : moment
}
