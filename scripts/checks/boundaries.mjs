// Checks who imports whom (.dependency-cruiser.cjs). Usage: node scripts/checks/boundaries.mjs [repository root]
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

const root = resolve(process.argv[2] ?? '.')
const rooms = ['src', 'electron', 'renderer', 'e2e', 'bench', 'tests']

/** @returns {{ summary: Summary }} what dependency-cruiser found below the root */
function cruise() {
  const cli = resolve(import.meta.dirname, '../../node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  const present = rooms.filter((room) => existsSync(resolve(root, room)))
  const run = spawnSync(
    process.execPath,
    [cli, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...present],
    { cwd: root, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
  )
  try {
    return /** @type {{ summary: Summary }} */ (JSON.parse(run.stdout))
  } catch {
    throw new Error(`dependency-cruiser gave no result: ${run.stderr.trim() || run.stdout.trim()}`)
  }
}

/**
 * @typedef {{ from: string, to: string, rule: { name: string, severity: string }, cycle?: { name: string }[] }} Violation
 * @typedef {{ violations: Violation[], totalCruised: number, totalDependenciesCruised?: number }} Summary
 */

/** @param {Violation} violation */
function describe({ from, to, rule, cycle }) {
  const path = cycle ? [from, ...cycle.map((step) => step.name)].join(' → ') : `${from} → ${to}`
  return `${rule.name}: ${path}`
}

const { summary } = cruise()
const { violations, totalCruised, totalDependenciesCruised = 0 } = summary
for (const violation of violations) console.error(describe(violation))
if (totalCruised === 0 || totalDependenciesCruised === 0) {
  // A compiler that the tool does not understand leaves it with nothing to check, and that must not pass.
  console.error(`nothing was checked: ${totalCruised} modules, ${totalDependenciesCruised} imports`)
  process.exitCode = 1
} else {
  console.log(`${totalCruised} modules, ${totalDependenciesCruised} imports, ${violations.length} violations`)
  if (violations.length > 0) process.exitCode = 1
}
