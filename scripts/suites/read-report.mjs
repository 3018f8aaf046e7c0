import { readFileSync } from 'node:fs'

/**
 * @param {string} file
 * @returns {unknown} undefined where the runner left none
 */
function readJson(file) {
  try {
    return /** @type {unknown} */ (JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}

/**
 * @typedef {{ status: string, assertionResults: { status: string }[] }} VitestFile
 */

/**
 * A skipped test has not passed, and neither has a file that could not be loaded.
 * @param {string} file of Vitest's JSON reporter
 * @returns {import('./tally.mjs').Tally}
 */
export function readVitestReport(file) {
  const report = /** @type {{ testResults?: VitestFile[] } | undefined} */ (readJson(file))
  let passed = 0
  let failed = 0
  for (const { status, assertionResults } of report?.testResults ?? []) {
    const good = assertionResults.filter((test) => test.status === 'passed').length
    passed += good
    failed += assertionResults.length - good
    if (status !== 'passed' && good === assertionResults.length) failed += 1
  }
  return { passed, failed }
}

/**
 * A skipped test has not passed, a flaky one neither, and an error outside of all tests is a failure of its own.
 * @param {string} file of Playwright's JSON reporter
 * @returns {import('./tally.mjs').Tally}
 */
export function readPlaywrightReport(file) {
  const report =
    /** @type {{ stats: Record<'expected' | 'unexpected' | 'skipped' | 'flaky', number>, errors: unknown[] } | undefined} */ (
      readJson(file)
    )
  if (!report) return { passed: 0, failed: 0 }
  const { expected, unexpected, skipped, flaky } = report.stats
  return { passed: expected, failed: unexpected + skipped + flaky + report.errors.length }
}
