import { mkdirSync, rmSync } from 'node:fs'
import { inRoot } from '../setup/paths.mjs'
import { runCommand } from '../setup/run-command.mjs'
import { readPlaywrightReport, readVitestReport } from './read-report.mjs'
import { judge } from './tally.mjs'

/** @param {string} name of the runner, whose last report must not be taken for this run's */
function freshReport(name) {
  mkdirSync(inRoot('artifacts'), { recursive: true })
  const report = inRoot('artifacts', `${name}.json`)
  rmSync(report, { force: true })
  return report
}

/**
 * @param {'unit' | 'faults'} project of vitest.config.ts
 * @param {NodeJS.ProcessEnv} env
 * @param {readonly string[]} filters files or names, as the runner takes them
 */
export async function runVitest(project, env, filters) {
  const report = freshReport(project)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const vitest = [inRoot('node_modules/vitest/vitest.mjs'), 'run', '--project', project]
  const { code } = await runCommand(process.execPath, [...vitest, ...reporters, ...filters], {
    env,
    show: true,
  })
  return judge(readVitestReport(report), code)
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {readonly string[]} filters files or names, as the runner takes them
 */
export async function runE2e(env, filters) {
  const report = freshReport('e2e')
  const args = [inRoot('node_modules/@playwright/test/cli.js'), 'test', '--reporter=list,json', ...filters]
  const { code } = await runCommand(process.execPath, args, {
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    show: true,
  })
  return judge(readPlaywrightReport(report), code)
}
