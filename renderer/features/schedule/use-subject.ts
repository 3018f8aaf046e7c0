import { useState } from 'react'

export interface Subject<Value> {
  /** What the dialog is about; stays while it closes, so that its words stay too. */
  readonly value: Value | undefined
  readonly opened: boolean
  readonly open: (value: Value) => void
  readonly close: () => void
}

/** What a dialog is about. It is drawn while it is closed too, so that the focus goes back to where it was. */
export function useSubject<Value>(): Subject<Value> {
  const [value, setValue] = useState<Value>()
  const [opened, setOpened] = useState(false)
  const open = (next: Value): void => {
    setValue(next)
    setOpened(true)
  }
  return { value, opened, open, close: () => setOpened(false) }
}
