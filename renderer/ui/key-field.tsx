import { ActionIcon, TextInput } from '@mantine/core'
import { IconSearch, IconX } from '@tabler/icons-react'
import { useEffect, useRef, useState, type ReactNode } from 'react'

/** Ms without typing after which the text is used. */
const typingPause = 250

interface KeyFieldProps {
  readonly className: string | undefined
  readonly value: string
  readonly onChange: (key: string) => void
}

/** Text that a key is to contain; used once nothing was typed for a moment. `/` leads to it. */
export function KeyField({ className, value, onChange }: KeyFieldProps): ReactNode {
  const [text, setText] = useState(value)
  const [known, setKnown] = useState(value)
  if (known !== value) {
    // The address has changed, by this field or by a link.
    setKnown(value)
    setText(value)
  }
  const field = useRef<HTMLInputElement>(null)
  const timer = useRef<number | undefined>(undefined)
  useEffect(() => () => window.clearTimeout(timer.current), [])
  const apply = (next: string, afterMs: number): void => {
    setText(next)
    window.clearTimeout(timer.current)
    timer.current = window.setTimeout(() => onChange(next), afterMs)
  }
  const clear = (): void => {
    apply('', 0)
    field.current?.focus()
  }
  return (
    <TextInput
      ref={field}
      aria-label="Text in the key"
      placeholder="Text in key"
      data-search-field
      {...(className === undefined ? {} : { className })}
      leftSection={<IconSearch size={16} aria-hidden="true" />}
      rightSection={
        text === '' ? null : (
          <ActionIcon size={24} aria-label="Clear the text" onClick={clear}>
            <IconX size={14} aria-hidden="true" />
          </ActionIcon>
        )
      }
      value={text}
      maxLength={1_024}
      spellCheck={false}
      onChange={(event) => apply(event.currentTarget.value, typingPause)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') apply(text, 0)
        if (event.key === 'Escape' && text !== '') apply('', 0)
      }}
    />
  )
}
