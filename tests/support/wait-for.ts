export interface WaitForOptions {
  /** Ms. Default 5,000. */
  readonly timeoutMs?: number
  /** What is waited for; part of the error's sentence. */
  readonly what: string
}

type Falsy = false | 0 | '' | null | undefined

/**
 * Waits until `condition` answers something true, asking again and again. A condition that throws counts as not
 * met, and its error is the cause of the failure.
 *
 * @returns what the condition answered
 * @throws Error when the time is over
 */
export async function waitFor<Value>(
  condition: () => Value | Promise<Value>,
  { timeoutMs = 5_000, what }: WaitForOptions,
): Promise<Exclude<Value, Falsy>> {
  const deadline = performance.now() + timeoutMs
  let cause: unknown
  for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 2, 25)) {
    try {
      const answer = await condition()
      if (isMet(answer)) return answer
      cause = undefined
    } catch (error) {
      cause = error
    }
    if (performance.now() > deadline) throw new Error(`Not within ${timeoutMs} ms: ${what}`, { cause })
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
}

function isMet<Value>(answer: Value): answer is Exclude<Value, Falsy> {
  return Boolean(answer)
}
