/** A set-up that cannot go on: what is wrong in one sentence, and what to do about it. */
export class SetupError extends Error {
  /**
   * @param {string} sentence
   * @param {string} remedy
   */
  constructor(sentence, remedy) {
    super(sentence)
    this.name = 'SetupError'
    this.remedy = remedy
  }
}

/**
 * Runs a script's body: a failure is said in one sentence with its remedy and ends the process with 1.
 * @param {() => Promise<number>} body resolves to the exit code
 */
export async function runScript(body) {
  try {
    process.exitCode = await body()
  } catch (error) {
    process.exitCode = 1
    if (error instanceof SetupError) console.error(`✗ ${error.message}\n  ${error.remedy}`)
    else console.error(error)
  }
}
