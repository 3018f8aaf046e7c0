import { defineConfig } from 'vitest/config'

// The suites start redis-server, child processes and worker threads of their own: two forks keep two cores busy
// without making the fault tests (SIGSTOP, cut connections) wait for a core.
export default defineConfig({
  test: {
    globalSetup: ['tests/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    hookTimeout: 30_000,
    // A suite that matches no file is a broken suite.
    passWithNoTests: false,
    allowOnly: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/faults/**'],
          testTimeout: 20_000,
        },
      },
      // Most of a fault's time is waited for: outages of seconds, on thousands of jobs.
      { extends: true, test: { name: 'faults', include: ['tests/faults/*.test.ts'], testTimeout: 60_000 } },
    ],
  },
})
