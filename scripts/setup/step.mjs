/** How often a long step says that it is still at work, in ms. */
const REMINDER_MS = 10_000

/** @param {number} since from performance.now() */
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`

/**
 * Runs one step of the set-up and prints what it did and how long it took.
 * @template T
 * @param {string} title
 * @param {(progress: (text: string) => void) => Promise<T>} body `progress` is what the reminder line says
 * @param {(result: T) => string | void} [describe] what there is to say about the result
 * @returns {Promise<T>}
 */
export async function step(title, body, describe = () => {}) {
  const since = performance.now()
  let latest = ''
  const reminder = setInterval(() => {
    console.log(`… ${title}: ${latest || 'at work'} (${seconds(since)})`)
  }, REMINDER_MS)
  try {
    const result = await body((text) => {
      latest = text
    })
    const said = describe(result)
    console.log(`✓ ${title}${said ? `: ${said}` : ''} (${seconds(since)})`)
    return result
  } catch (error) {
    console.error(`✗ ${title} failed (${seconds(since)})`)
    throw error
  } finally {
    clearInterval(reminder)
  }
}
