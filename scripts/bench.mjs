// npm run bench [-- --rounds N --scale F --minutes M --only TEXT]: builds the benchmarks with the library in them and
// prints JSON.
import { inRoot } from './setup/paths.mjs'
import { runCommand } from './setup/run-command.mjs'
import { runScript, SetupError } from './setup/setup-error.mjs'
import { setUp } from './setup/set-up.mjs'

async function buildBenchmarks() {
  const { createBuilder } = await import('vite')
  const builder = await createBuilder({ configFile: inRoot('vite.config.ts'), logLevel: 'error' })
  // The scripts of a handler host run in the product's own host and worker, the journal in its thread.
  for (const name of ['host', 'worker', 'store', 'bench']) {
    const environment = builder.environments[name]
    if (!environment)
      throw new SetupError(`vite.config.ts declares no "${name}".`, 'Give it an environment of this name.')
    await builder.build(environment)
  }
}

await runScript(async () => {
  // stdout is for the JSON alone: `npm run --silent bench > result.json`.
  console.log = console.error
  const { env } = await setUp({ window: 'none', redis: 'required', build: false })
  await buildBenchmarks()
  // Memory is measured after a collection.
  const args = ['--expose-gc', inRoot('dist-bench/index.js'), ...process.argv.slice(2)]
  const { output: names } = await runCommand(process.execPath, [...args, '--names'], { env })
  // Electron and a display only for those that are about the app.
  const ofApp = /^app: /m.test(names)
    ? await setUp({ window: 'opened', redis: 'required', build: true })
    : undefined
  const { code } = await runCommand(process.execPath, args, {
    env: ofApp?.env ?? env,
    show: true,
  })
  return code ?? 1
})
