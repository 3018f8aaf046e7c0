import { readFileSync } from 'node:fs'
import { relative } from 'node:path'

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
 * @typedef {{ status: string, fullName: string, failureMessages?: readonly string[] }} VitestTest
 * @typedef {{ name: string, status: string, message?: string, assertionResults: readonly VitestTest[] }} VitestFile
 * @typedef {{ title: string, file: string, line: number, ok: boolean }} PlaywrightSpec
 * @typedef {{ specs?: readonly PlaywrightSpec[], suites?: readonly PlaywrightSuite[] }} PlaywrightSuite
 */

/** @param {string | undefined} message */
const firstLine = (message) => (message ?? '').split('\n', 1)[0]?.trim() ?? ''

/**
 * A skipped test has not passed, and neither has a file that could not be loaded.
 * @param {string} file of Vitest's JSON reporter
 * @returns {import('./tally.mjs').Tally}
 */
export function readVitestReport(file) {
  const report = /** @type {{ testResults?: VitestFile[] } | undefined} */ (readJson(file))
  let passed = 0
  /** @type {string[]} */
  const failures = []
  for (const { name, status, message, assertionResults } of report?.testResults ?? []) {
    const bad = assertionResults.filter((test) => test.status !== 'passed')
    passed += assertionResults.length - bad.length
    for (const { status: how, fullName, failureMessages } of bad) {
      failures.push(
        `${relative(process.cwd(), name)} › ${fullName}: ${firstLine(failureMessages?.[0]) || how}`,
      )
    }
    if (status !== 'passed' && bad.length === 0)
      failures.push(`${relative(process.cwd(), name)}: ${firstLine(message)}`)
  }
  return { passed, failed: failures.length, failures }
}

/**
 * @param {PlaywrightSuite} suite
 * @returns {readonly PlaywrightSpec[]}
 */
const specsOf = ({ specs = [], suites = [] }) => [...specs, ...suites.flatMap(specsOf)]

/**
 * A skipped test has not passed, a flaky one neither, and an error outside of all tests is a failure of its own.
 * @param {string} file of Playwright's JSON reporter
 * @returns {import('./tally.mjs').Tally}
 */
export function readPlaywrightReport(file) {
  const report =
    /** @type {{ stats: Record<'expected' | 'unexpected' | 'skipped' | 'flaky', number>, errors: { message?: string }[], suites: PlaywrightSuite[] } | undefined} */ (
      readJson(file)
    )
  if (!report) return { passed: 0, failed: 0 }
  const { expected, unexpected, skipped, flaky } = report.stats
  const failures = [
    ...specsOf(report).flatMap(({ title, file, line, ok }) => (ok ? [] : [`${file}:${line} › ${title}`])),
    ...report.errors.map(({ message }) => firstLine(message)),
  ]
  return { passed: expected, failed: unexpected + skipped + flaky + report.errors.length, failures }
}
