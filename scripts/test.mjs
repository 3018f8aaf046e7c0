// npm test [check|unit|faults|e2e] [filter …]: makes this clone ready and runs the checks, the unit and integration
// tests, the fault tests and the end-to-end tests, or one of them. Closes with what failed and the line "N passed, N failed"; a skipped test counts as failed.
import { SetupError } from './setup/setup-error.mjs'
import { setUp } from './setup/set-up.mjs'
import { runBuild, runChecks } from './suites/checks.mjs'
import { runE2e, runVitest } from './suites/runners.mjs'
import { NOTHING, sum } from './suites/tally.mjs'

const suites = ['check', 'unit', 'faults', 'e2e']

/** @typedef {import('./suites/tally.mjs').Tally} Tally */

/**
 * @param {readonly string[]} chosen
 * @param {readonly string[]} filters
 * @returns {Promise<Tally>}
 */
async function run(chosen, filters) {
  const tests = chosen.some((suite) => suite !== 'check')
  const { env } = await setUp({
    window: tests ? 'opened' : 'none',
    redis: tests ? 'required' : 'none',
    build: false,
  })
  /** @type {Tally[]} */
  const tallies = []
  /** @param {string} name */
  const heading = (name) => console.log(`\n── ${name}`)
  if (chosen.includes('check')) {
    heading('check')
    tallies.push(await runChecks(env))
  }
  if (tests) {
    heading('build')
    const build = await runBuild()
    tallies.push(build)
    if (build.failed > 0) return sum(tallies)
  }
  if (chosen.includes('unit')) {
    heading('unit and integration')
    tallies.push(await runVitest('unit', env, filters))
  }
  if (chosen.includes('faults')) {
    heading('faults')
    tallies.push(await runVitest('faults', env, filters))
  }
  if (chosen.includes('e2e')) {
    heading('end to end')
    tallies.push(await runE2e(env, filters))
  }
  return sum(tallies)
}

/** @param {unknown} error */
function explain(error) {
  if (error instanceof SetupError) console.error(`✗ ${error.message}\n  ${error.remedy}`)
  else console.error(error)
}

/** @returns {Promise<Tally>} */
async function main() {
  const [suite, ...filters] = process.argv.slice(2)
  if (suite !== undefined && !suites.includes(suite)) {
    console.error(`✗ There is no suite "${suite}".\n  Choose one of ${suites.join(', ')}, or none for all.`)
    return { ...NOTHING, failed: 1 }
  }
  try {
    return await run(suite === undefined ? suites : [suite], filters)
  } catch (error) {
    explain(error)
    return { ...NOTHING, failed: 1 }
  }
}

const { passed, failed, failures = [] } = await main()
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
if (failures.length > 0) console.log(['', ...failures.map((failure) => `✗ ${failure}`)].join('\n'))
console.log(`\n${String(passed)} passed, ${String(failed)} failed`)
