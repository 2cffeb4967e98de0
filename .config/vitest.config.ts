import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Rooms whose tests overload, kill, measure or take longer than ten seconds: they run after all others, a file at a time. */
const slow = ['tests/conformance/**', 'tests/load/**', 'tests/outages/**', 'tests/processes/**']

const shared = {
  // A shared machine may stall for seconds; a test that hangs is stopped all the same.
  testTimeout: 30_000,
  hookTimeout: 60_000,
  pool: 'forks' as const,
  // Each file has a service and a database of its own; to load the modules again for each would take a quarter of the time.
  isolate: false,
}

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    coverage: {
      include: ['src/**/*.ts'],
      exclude: ['src/generated/**'],
      reporter: ['text-summary', 'json-summary', 'html'],
    },
    // One PostgreSQL for both projects.
    globalSetup: [fileURLToPath(new URL('../tests/support/postgres.ts', import.meta.url))],
    projects: [
      {
        test: {
          ...shared,
          name: 'fast',
          include: ['tests/**/*.test.ts'],
          exclude: slow,
          // Three on two processors: much of what is tested is waiting.
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...shared,
          name: 'slow',
          include: slow.map((room) => `${room}/*.test.ts`),
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
