import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import type { TestUserConfig } from 'vitest/config'

/** Rooms and files whose tests overload, kill, measure or take longer than ten seconds: they run after all others, a file at a time. */
const slow = [
  ...['tests/conformance/*.test.ts', 'tests/load/*.test.ts', 'tests/outages/*.test.ts', 'tests/processes/*.test.ts', 'tests/replicas/*.test.ts'],
  ...['tests/clients/replicas-at-random.test.ts', 'tests/changes/streamChanges.test.ts', 'tests/domain/changes.test.ts'],
  ...['tests/domain/as-of-at-random.test.ts', 'tests/domain/undo-at-random.test.ts', 'tests/domain/many-changes.test.ts'],
]

/** Files that go through everything there is, such as each operation with each guard taken away: most of the work is theirs. */
const thorough = [
  ...[
    'clients/front-ends',
    'contract/baseline',
    'contract/changelog',
    'contract/checks',
    'contract/contract',
    'contract/mistakes',
    'contract/recipe',
    'database/folding',
    'database/migrations',
    'database/safety',
    'database/statements',
  ],
  ...['domain/counts', 'domain/time-zones', 'hostile/fuzz', 'mcp/tools', 'shared/every-operation', 'trust/isolation'],
].map((file) => `tests/${file}.test.ts`)

type Project = Pick<TestUserConfig, 'include' | 'exclude' | 'maxWorkers' | 'sequence'>

const project = (name: string, own: Project): { test: TestUserConfig & { name: string } } => ({
  test: {
    name,
    // A shared machine may stall for seconds; a test that hangs is stopped all the same.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // Each file has a service and a database of its own; to load the modules again for each would take a quarter of the time.
    isolate: false,
    // CI runs a failed test again, and names it at the end; by hand, a failure is a failure.
    retry: process.env['TEST_SECOND_TRIES'] === undefined ? 0 : 1,
    setupFiles: [
      fileURLToPath(new URL('../tests/support/properties.ts', import.meta.url)),
      fileURLToPath(new URL('../tests/support/second-tries.ts', import.meta.url)),
    ],
    ...own,
  },
})

/** Rooms whose tests need what Debian's packages bring, such as pg_dump: `npm run test:pooler` runs them. */
const debian = ['tests/debian/*.test.ts']
const hasDebian = process.env['TEST_POSTGRES_URL'] !== undefined

/** Rooms whose tests need a broker: `npm run test:events` runs them. */
const broker = ['tests/broker/*.test.ts']
const hasBroker = process.env['TEST_NATS_SERVER'] !== undefined

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    coverage: {
      include: ['src/**/*.ts'],
      exclude: ['src/generated/**'],
      reporter: ['text-summary', 'json-summary', 'html'],
    },
    // One PostgreSQL for all projects.
    globalSetup: [fileURLToPath(new URL('../tests/support/postgres.ts', import.meta.url))],
    projects: [
      // Three on two processors: much of what is tested is waiting.
      project('fast', { include: ['tests/**/*.test.ts'], exclude: [...thorough, ...slow, ...debian, ...broker], maxWorkers: 3, sequence: { groupOrder: 0 } }),
      project('thorough', { include: thorough, maxWorkers: 3, sequence: { groupOrder: 1 } }),
      project('slow', { include: slow, maxWorkers: 1, sequence: { groupOrder: 2 } }),
      ...(hasDebian ? [project('debian', { include: debian, maxWorkers: 1, sequence: { groupOrder: 3 } })] : []),
      ...(hasBroker ? [project('broker', { include: broker, maxWorkers: 1, sequence: { groupOrder: 4 } })] : []),
    ],
  },
})
