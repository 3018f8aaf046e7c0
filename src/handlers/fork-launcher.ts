import { fork } from 'node:child_process'
import type { HostLauncher, HostProcess } from './host-launcher'
import { readLines } from './output-lines'

/**
 * Launches the handler host as a child of plain Node. It ends with its parent: the channel between them closes.
 * @param options.hostEntry absolute path of the built host; the built worker lies beside it
 */
export function createForkLauncher(options: { readonly hostEntry: string }): HostLauncher {
  return { launch: () => launchHost(options.hostEntry) }
}

function launchHost(hostEntry: string): HostProcess {
  const child = fork(hostEntry, [], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Flags of the parent (inspector port, loaders of a test runner) are not the host's.
    execArgv: [...hostFlags],
    serialization: 'advanced',
    env: environmentForHandlers(process.env),
  })
  // Without a listener an error of the channel would end the parent; the exit tells what matters.
  child.on('error', () => undefined)
  return {
    get pid() {
      return child.pid
    },
    send(message) {
      if (child.connected) child.send(message, () => undefined)
    },
    onMessage: (listener) => child.on('message', listener),
    onExit(listener) {
      // A child that could not be started has no exit, only an error.
      if (child.pid === undefined) child.once('error', () => listener(null, null))
      else child.once('exit', listener)
    },
    onOutput(listener) {
      if (child.stdout) readLines(child.stdout, listener)
      if (child.stderr) readLines(child.stderr, listener)
    },
    kill: () => child.kill('SIGKILL'),
  }
}

/** What passes through a host is gone at once: room to collect it later would only make the process large. */
const hostFlags = ['--max-semi-space-size=2']

/**
 * Handlers get the user's environment without the application's own settings: an address may hold a password.
 * Threads come and go in a host: with an arena for each, glibc would keep the memory of those that are gone.
 */
export function environmentForHandlers(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = Object.entries(environment).filter(([name]) => !name.startsWith('KEYHOLD_'))
  return { MALLOC_ARENA_MAX: '2', ...Object.fromEntries(own) }
}
