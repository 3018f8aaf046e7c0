// npm run check: format, lint, types, boundaries and dead code, without a test.
import { setUp } from './setup/set-up.mjs'
import { runScript } from './setup/setup-error.mjs'
import { runChecks } from './suites/checks.mjs'

await runScript(async () => {
  const { env } = await setUp({ window: 'none', redis: 'none', build: false })
  const { failed } = await runChecks(env)
  return failed === 0 ? 0 : 1
})
