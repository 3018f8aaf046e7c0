import { defineConfig } from 'vitest/config'

// The suites start redis-server, child processes and worker threads of their own: two forks keep two cores busy
// without making the fault tests (SIGSTOP, cut connections) wait for a core.
export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // A suite that matches no file is a broken suite.
    passWithNoTests: false,
    allowOnly: false,
  },
})
