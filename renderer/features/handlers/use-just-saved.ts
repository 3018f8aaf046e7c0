import { useEffect, useState } from 'react'

/** Ms for which it is said. */
const said = 2_000

/** True for a moment after a save that left nothing unsaved. */
export function useJustSaved(busy: boolean, unsaved: boolean): boolean {
  const [before, setBefore] = useState(busy)
  const [justSaved, setJustSaved] = useState(false)
  // While it is drawn, not after: what was busy and no longer is has just ended.
  if (before !== busy) {
    setBefore(busy)
    setJustSaved(!busy && !unsaved)
  }
  useEffect(() => {
    if (!justSaved) return undefined
    const timer = window.setTimeout(() => setJustSaved(false), said)
    return () => window.clearTimeout(timer)
  }, [justSaved])
  return justSaved
}
