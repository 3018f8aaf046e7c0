/** What of a key press matters. */
export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

/** Ms between two keys of a sequence. */
export const SEQUENCE_MS = 1_200

/** The keys of a sequence that were pressed so far. */
export interface Pending {
  readonly keys: string
  /** Ms since any origin. */
  readonly at: number
}

export interface Match {
  /** The keys that were pressed in full: those of one command. */
  readonly keys?: string
  readonly pending?: Pending
}

/** A press as commands write it: `Mod+K`, `?`, `g`. Undefined for what no command is bound to. */
export function nameOfPress({ key, ctrlKey, metaKey, altKey }: KeyPress): string | undefined {
  if (altKey || key.length !== 1 || key === ' ') return undefined
  if (ctrlKey || metaKey) return `Mod+${key.toUpperCase()}`
  return key
}

/** Whether it takes no modifier: such keys are text where text is written. */
export function isPlain(keys: string): boolean {
  return !keys.startsWith('Mod+')
}

/**
 * Follows a press: it completes the keys of a command, begins or goes on with a sequence, or is nobody's.
 *
 * @param bound the keys of all commands
 */
export function matchPress(
  bound: ReadonlySet<string>,
  press: KeyPress,
  pending: Pending | undefined,
  now: number,
): Match {
  const name = nameOfPress(press)
  if (name === undefined) return {}
  const before = pending && isPlain(name) && now - pending.at <= SEQUENCE_MS ? `${pending.keys} ` : ''
  // A key that does not go on with the sequence may begin another one.
  for (const keys of before === '' ? [name] : [`${before}${name}`, name]) {
    if (bound.has(keys)) return { keys }
    if ([...bound].some((each) => each.startsWith(`${keys} `))) return { pending: { keys, at: now } }
  }
  return {}
}
