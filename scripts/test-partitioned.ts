// Runs tests on tables that are partitioned by their owner, and asserts by the plans of all statements which partitions they touched.
import type { ChildProcess } from 'node:child_process'
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accountFor } from '../src/embedded-postgres/account.ts'
import { findBinaries } from '../src/embedded-postgres/binaries.ts'
import { planSettings } from './partitioned/plan-log.ts'
import { judgePlans } from './partitioned/judge.ts'
import { freePort } from './support/free-port.ts'
import { runProgram } from './support/program.ts'
import { runHere } from './support/run.ts'
import { endAll, settings, startPostgres } from './support/throwaway-postgres.ts'

const partitions = 8

const usage = `npm run test:partitioned -- [--full] [test file …]

Runs tests with the tables of users partitioned in ${partitions} by hash of their owner, on the PostgreSQL that comes with the package. Without
files it runs a selection in which most statements are carried out. It fails if a statement that is not listed in
scripts/partitioned/across.ts touched several partitions, by the plans that PostgreSQL logged as it carried them out.

  --full  run all tests but those that partitions cannot affect, without plans: these are gigabytes`

/** Files in which most statements of the service are carried out. */
const selection = [
  'tests/database/statements.test.ts',
  'tests/database/sweeper.test.ts',
  'tests/domain/as-of.test.ts',
  'tests/domain/deleting-subtasks.test.ts',
  'tests/lists/moveList.test.ts',
  'tests/sessions/changeEmail.test.ts',
  'tests/tasks/completeTask.test.ts',
  'tests/tasks/moveTask.test.ts',
  'tests/trash/restoreTask.test.ts',
  'tests/users/exportAccount.test.ts',
  'tests/webhooks/testWebhook.test.ts',
]

const leftOut = [
  // These need Debian's programs, or measure the service's own processes, whatever the tables are.
  ...['tests/debian/**', 'tests/load/**', 'tests/conformance/**', 'tests/processes/**', 'tests/bench/**'],
  // These change tables and indexes as PostgreSQL does not allow it of partitioned ones.
  ...['tests/database/folding.test.ts', 'tests/database/plans.test.ts'],
]

/** Says what the plans show. @returns 1 for a statement that touched several partitions and is not listed to do so, and else 0 */
async function report(log: string): Promise<number> {
  const { known, faults, unseen } = await judgePlans(log, partitions)
  const several = [...known].filter(([, { most }]) => most > 1).map(([name]) => name.replace(/\s+/g, ' ').slice(0, 80))
  console.log(`\n${known.size - several.length} statements, those that functions run included, touched one partition at most each time they were carried out.`)
  console.log(`Several, as listed with reasons: ${several.sort().join(', ')}`)
  console.log(`Not carried out here: ${unseen.join(', ')}. tests/database/owners.test.ts plans those of requests.`)
  for (const fault of faults) console.error(`${fault}. Name its owner, or say why in scripts/partitioned/across.ts.`)
  return faults.length > 0 ? 1 : 0
}

await runProgram({ usage, options: { full: { type: 'boolean', default: false } }, positionals: [0, Infinity] }, async ({ full }, files) => {
  const folder = await mkdtemp(join(tmpdir(), 'taskpact-partitioned-'))
  const children: ChildProcess[] = []
  try {
    const account = await accountFor(join(folder, 'data'))
    if (account) await chown(folder, account.uid, account.gid)
    await chmod(folder, 0o755)
    const log = join(folder, 'plans.log')
    const given = full ? { ...settings, log_min_messages: 'panic' } : { ...settings, ...planSettings(log) }
    const url = await startPostgres({ folder, account, children }, await findBinaries(account), await freePort(), given)
    const excluded = leftOut.flatMap((pattern) => ['--exclude', pattern])
    const chosen = files.length > 0 ? files : full ? [] : selection
    const environment = { ...process.env, TEST_POSTGRES_URL: url, TEST_PARTITIONS: String(partitions) }
    const status = await runHere('node_modules/.bin/vitest', ['run', '--config', '.config/vitest.config.ts', ...excluded, ...chosen], environment)
    return full ? status : Math.max(status, await report(log))
  } finally {
    await endAll(children)
    await rm(folder, { recursive: true, force: true })
  }
})
