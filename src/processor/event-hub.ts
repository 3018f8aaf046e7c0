import type { Unsubscribe } from './clock'

/**
 * Typed listeners. A listener that throws disturbs neither the others nor who emits: Node reports it as a
 * warning.
 */
export class EventHub<Events extends object> {
  readonly #listeners: { [Name in keyof Events]?: Set<(event: Events[Name]) => void> } = {}

  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): Unsubscribe {
    const listeners = (this.#listeners[name] ??= new Set<(event: Events[Name]) => void>())
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }

  /** @param make called only where somebody listens, so that nobody pays for events that nobody wants */
  emit<Name extends keyof Events>(name: Name, make: () => Events[Name]): void {
    const listeners = this.#listeners[name]
    if (listeners === undefined || listeners.size === 0) return
    const event = make()
    for (const listener of [...listeners]) {
      try {
        listener(event)
      } catch (error) {
        process.emitWarning(error instanceof Error ? error : String(error), { code: 'KEYHOLD_LISTENER' })
      }
    }
  }
}
