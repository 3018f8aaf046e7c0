import type { Icon } from '@tabler/icons-react'
import { useEffect, useRef, useSyncExternalStore } from 'react'

export type CommandGroup = 'Pages' | 'Jobs' | 'Redis' | 'Handlers' | 'View' | 'App'

/** Something that the operator can have done by name: in the palette, by keys, or from the menu. */
export interface Command {
  /** Unique; a later offer of the same id stands in for the earlier one as long as it lasts. */
  readonly id: string
  /** The act, as the palette tells it. */
  readonly title: string
  readonly group: CommandGroup
  readonly icon?: Icon
  /** Other words that it is looked for by. */
  readonly words?: string
  /** Keys in sequence or held together: `g q`, `?`, `Mod+K`. Only for what cannot do harm. */
  readonly keys?: string
  /** Why it cannot be done now. */
  readonly refused?: string | undefined
  readonly run: () => void
}

/** Ms in which a page has to offer what was asked of it. */
const patience = 5_000

type Offer = { readonly current: readonly Command[] }

const offers: Offer[] = []
const listeners = new Set<() => void>()
let known: readonly Command[] = []
let awaited: { readonly id: string; readonly until: number } | undefined

function changed(): void {
  const byId = new Map<string, Command>()
  for (const offer of offers) for (const command of offer.current) byId.set(command.id, command)
  known = [...byId.values()]
  for (const listener of listeners) listener()
}

/** All that can be done now. */
export function knownCommands(): readonly Command[] {
  return known
}

/** Offers commands. @returns withdraws them */
export function offerCommands(commands: readonly Command[]): () => void {
  const offer = { current: commands }
  offers.push(offer)
  changed()
  answerAwaited(commands)
  return () => {
    offers.splice(offers.indexOf(offer), 1)
    changed()
  }
}

function answerAwaited(commands: readonly Command[]): void {
  const command = commands.find(({ id }) => id === awaited?.id)
  if (!command || !awaited) return
  const inTime = Date.now() <= awaited.until
  awaited = undefined
  if (inTime) runCommand(command)
}

/** Does it, unless it is refused. @returns whether it was done */
export function runCommand(command: Command): boolean {
  if (command.refused !== undefined) return false
  command.run()
  return true
}

export function runCommandById(id: string): boolean {
  const command = known.find((each) => each.id === id)
  return command !== undefined && runCommand(command)
}

/** Does it as soon as it is offered anew: for what a page does that is about to be shown. */
export function runOnceOffered(id: string): void {
  awaited = { id, until: Date.now() + patience }
}

/** Offers commands for as long as the component is mounted. They may be new ones at each render. */
export function useCommands(commands: readonly Command[]): void {
  const latest = useRef(commands)
  // What is told of them; what they do is always that of the last render.
  const told = commands
    .map(({ id, title, refused, keys }) => [id, title, refused ?? '', keys ?? ''].join('\u0000'))
    .join('\u0001')
  useEffect(() => {
    latest.current = commands
  })
  useEffect(
    () =>
      offerCommands(
        latest.current.map((command, index) => ({
          ...command,
          run: () => latest.current[index]?.run(),
        })),
      ),
    [told],
  )
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

export function useKnownCommands(): readonly Command[] {
  return useSyncExternalStore(subscribe, knownCommands)
}
