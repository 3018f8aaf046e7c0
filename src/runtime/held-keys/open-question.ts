import { randomUUID } from 'node:crypto'
import { LIMITS } from '../../contract/limits'
import type { Profile } from '../../contract/profile'
import { KeyholdError } from '../../processor/errors'

/** How many things an act is for. */
interface Reach {
  readonly count: number
  /** False: "at least". */
  readonly complete: boolean
}

/** Whether an act is typed to be confirmed: in production, where it is for many, or nobody knows for how many. */
function asksToType(environment: string, { count, complete }: Reach): boolean {
  return environment === 'production' && (count > LIMITS.confirmedByTyping || !complete)
}

/**
 * What the operator was asked last, with what an act would reach. It is answered once, by an act that begins: one that is
 * refused leaves it open. The next question takes its place.
 */
export class OpenQuestion<About> {
  readonly #profile: Pick<Profile, 'environment' | 'name'>
  #asked: { readonly id: string; readonly about: About; readonly reach: Reach } | undefined

  constructor(profile: Pick<Profile, 'environment' | 'name'>) {
    this.#profile = profile
  }

  /** @returns the question's id, and whether its answer is typed */
  ask(about: About, reach: Reach): { readonly previewId: string; readonly typeToConfirm: boolean } {
    const id = randomUUID()
    this.#asked = { id, about, reach }
    return { previewId: id, typeToConfirm: asksToType(this.#profile.environment, reach) }
  }

  /**
   * @param begin begins the act; what it throws leaves the question open
   * @throws KeyholdError `unknown-preview`, `not-confirmed`, and as `begin`
   */
  answer<Begun>(id: string, typed: string, begin: (about: About) => Begun): Begun {
    const asked = this.#asked
    if (asked?.id !== id) throw unknownPreview()
    this.#confirm(typed, asked.reach)
    const begun = begin(asked.about)
    this.#asked = undefined
    return begun
  }

  #confirm(typed: string, reach: Reach): void {
    const { environment, name } = this.#profile
    if (!asksToType(environment, reach)) return
    const { count } = reach
    if (typed === name || typed.replaceAll(',', '') === String(count)) return
    throw new KeyholdError(
      'not-confirmed',
      'What was typed does not confirm this act, so nothing was changed.',
      `Type ${count.toLocaleString('en-US')}, or ${name}.`,
    )
  }
}

function unknownPreview(): KeyholdError {
  return new KeyholdError(
    'unknown-preview',
    'What was to be changed is not known any more: another question took its place.',
    'Open the dialog again.',
  )
}
