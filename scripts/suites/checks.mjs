import { buildApp } from '../setup/build.mjs'
import { inRoot } from '../setup/paths.mjs'
import { runCommand } from '../setup/run-command.mjs'
import { SetupError } from '../setup/setup-error.mjs'
import { sum } from './tally.mjs'

/** @typedef {{ readonly name: string, readonly args: readonly string[], readonly remedy: string }} Check */

/** @type {readonly Check[]} */
const checks = [
  {
    name: 'format',
    args: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
    remedy: 'npm run format',
  },
  {
    name: 'lint',
    args: ['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.'],
    remedy: 'npx eslint --fix .',
  },
  {
    name: 'types',
    args: ['node_modules/typescript/bin/tsc', '--project', '.'],
    remedy: 'npx tsc',
  },
  {
    name: 'boundaries',
    args: ['scripts/checks/boundaries.mjs'],
    remedy: 'the rules, and why: .dependency-cruiser.cjs',
  },
  {
    name: 'dead code',
    args: ['node_modules/knip/bin/knip.js'],
    remedy: 'remove what nobody uses; entries are in knip.json',
  },
]

/** @param {number} since from performance.now() */
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`

/**
 * @param {Check} check
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<import('./tally.mjs').Tally>}
 */
async function runCheck({ name, args, remedy }, env) {
  const since = performance.now()
  const { code, output } = await runCommand(process.execPath, args, { cwd: inRoot(), env })
  // Each speaks when it is over: they run side by side.
  if (output.trim() !== '') console.log(output.trimEnd())
  if (code === 0) {
    console.log(`✓ check ${name} (${seconds(since)})`)
    return { passed: 1, failed: 0 }
  }
  console.error(`✗ check ${name} failed (${seconds(since)}): ${remedy}`)
  return { passed: 0, failed: 1, failures: [`check ${name}: ${remedy}`] }
}

/**
 * Format, lint, types, boundaries and dead code, each counted as one, side by side: lint alone takes as long as the
 * others together.
 * @param {NodeJS.ProcessEnv} env
 */
export async function runChecks(env) {
  return sum(await Promise.all(checks.map((check) => runCheck(check, env))))
}

/**
 * The build, counted as one: what tests start is what the sources are now.
 * @returns {Promise<import('./tally.mjs').Tally>}
 */
export async function runBuild() {
  const since = performance.now()
  try {
    const result = await buildApp()
    console.log(`✓ check build: ${result} (${seconds(since)})`)
    return { passed: 1, failed: 0 }
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    console.error(`✗ check build failed (${seconds(since)}): ${error.message}\n${error.remedy}`)
    return { passed: 0, failed: 1, failures: [`build: ${error.message}`] }
  }
}
