import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: [fileURLToPath(new URL('../tests/harness/postgres.ts', import.meta.url))],
    // A shared machine may stall for seconds; a test that hangs is stopped all the same.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Each file has a service and a database of its own; loading the modules anew for each took a quarter of the time.
    isolate: false,
    // Three on two processors: much of what is tested is waiting.
    maxWorkers: 3,
  },
})
