import { useState, type Dispatch, type SetStateAction } from 'react'

const remembered = new Map<string, unknown>()

/** Forgets all of it: what is drawn anew starts as it did at first. */
export function forgetRemembered(): void {
  remembered.clear()
}

function isFunction<State>(action: SetStateAction<State>): action is (previous: State) => State {
  return typeof action === 'function'
}

/**
 * State that outlives its page: a form half filled in or a column width is still there when the operator comes
 * back. It ends with the window.
 *
 * @param name unique in the app
 * @param accepts tells a remembered value of this state's type from another
 */
export function useRememberedState<State>(
  name: string,
  initial: State,
  accepts: (value: unknown) => value is State,
): [State, Dispatch<SetStateAction<State>>] {
  const [state, setState] = useState<State>(() => {
    const known = remembered.get(name)
    return accepts(known) ? known : initial
  })
  const setRemembered: Dispatch<SetStateAction<State>> = (action) =>
    setState((previous) => {
      const next = isFunction(action) ? action(previous) : action
      remembered.set(name, next)
      return next
    })
  return [state, setRemembered]
}
