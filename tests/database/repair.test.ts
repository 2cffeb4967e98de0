import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { IncompleteDatabaseError, repairDatabase } from '../../src/database/catalog.ts'
import { startService } from '../../src/server.ts'
import { createDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { queryAt } from '../support/one-of-each.ts'
import { settingsFor } from '../support/service.ts'

let database: TestDatabase
beforeEach(async () => void (database = await createDatabase()))
afterEach(() => database.drop())

/** Starts a service on the database and stops it. @returns the statements that it logged as repairs */
async function start(): Promise<unknown[]> {
  const repairs: unknown[] = []
  const log = pino({ level: 'warn', base: null }, { write: (line: string) => void repairs.push(JSON.parse(line).statement) })
  await (await startService(settingsFor(database.url), log)).stop(true)
  return repairs
}

async function refusalOf(attempt: Promise<unknown>): Promise<string> {
  const error: unknown = await attempt.then(
    () => 'it was not refused',
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(IncompleteDatabaseError)
  const message = error instanceof Error ? error.message : ''
  expect(message).not.toContain('\n')
  return message
}

/** The first start on a copy of the template, which has no timeouts yet. */
const settled = start

describe('a start repairs', () => {
  test('the settings of the role, which a restore into a new database loses', async () => {
    await database.superuser(`alter role taskpact in database ${new URL(database.url).pathname.slice(1)} reset all`)
    expect(await start()).toHaveLength(4)
    const settings = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'max_parallel_workers_per_gather']
    const [found] = await queryAt(database.url, `select ${settings.map((name) => `current_setting('${name}') as ${name}`).join(', ')}`)
    expect(found).toEqual({
      statement_timeout: '5s',
      lock_timeout: '1s',
      idle_in_transaction_session_timeout: '10s',
      max_parallel_workers_per_gather: '0',
    })
    expect(await start()).toEqual([])
  })

  test.each([
    ['statement_timeout', '30s'],
    ['max_parallel_workers_per_gather', '1'],
  ])('and leaves a %s that somebody chose', async (setting, chosen) => {
    const name = new URL(database.url).pathname.slice(1)
    await database.superuser(`alter role taskpact in database ${name} set ${setting} = '${chosen}'`)
    await start()
    expect(await queryAt(database.url, `select current_setting('${setting}') as found`)).toEqual([{ found: chosen }])
  })

  test.each([
    ['grants on a table', 'revoke all on tasks from taskpact_runtime', 'grant update on tasks to taskpact_runtime'],
    ['grants on columns', 'revoke all on users from taskpact_maintenance', 'grant update (trash_emptied_to) on users to taskpact_maintenance'],
    [
      'grants on a function',
      'revoke all on function tasks_with_words(text) from taskpact_runtime',
      'grant execute on function tasks_with_words(text) to taskpact_runtime',
    ],
    ['owners of functions', 'alter function tasks_with_words(text) owner to taskpact', 'alter function tasks_with_words(text) owner to taskpact_finder'],
    [
      'use of the schema',
      'revoke usage on schema public from public; grant usage on schema public to taskpact',
      'grant usage on schema public to taskpact_runtime',
    ],
  ])('%s', async (_, harm, repair) => {
    await settled()
    await database.superuser(harm)
    expect(await start()).toContain(repair)
    expect(await start()).toEqual([])
    expect(await queryAt(database.url, "select has_schema_privilege('taskpact_finder', 'public', 'create') as may")).toEqual([{ may: false }])
  })
})

describe('a start is refused', () => {
  test.each([
    ['a trigger is missing', 'drop trigger usage_of_new on tags', 'it lacks trigger usage_of_new on tags'],
    ['a trigger is disabled', 'alter table tags disable trigger usage_of_new', 'it lacks trigger usage_of_new on tags'],
    ['a constraint is missing', 'alter table tags drop constraint tags_name_taken', 'it lacks constraint tags_name_taken on tags'],
    ['an index is missing', 'drop index tasks_found_by', 'it lacks index tasks_found_by on tasks'],
    ['a column is missing', 'alter table tags drop column color cascade', 'it lacks column tags.color text'],
    ['a table is missing', 'drop table trash cascade', 'it lacks column trash.'],
    ['a function is missing', 'drop function tasks_with_words(text)', 'it lacks function tasks_with_words(text)'],
  ])('where %s', async (_, harm, fault) => {
    await settled()
    await database.superuser(harm)
    const message = await refusalOf(start())
    expect(message).toMatch(/^The database is not as its migrations left it: .*\. Restore a backup of it, or undo the change\.$/)
    expect(message).toContain(fault)
  })

  test('where the role may not repair it, with the statements that do', async () => {
    await settled()
    await database.superuser('alter table tags owner to postgres; revoke all on tags from taskpact_runtime')
    const message = await refusalOf(repairDatabase(database.url))
    expect(message).toMatch(/this role cannot repair it \(permission denied\)\. Let its owner run: .*grant delete on tags to taskpact_runtime/)
  })

  test('where the role may not repair it, though the timeouts are missing as well', async () => {
    await database.superuser(`alter role taskpact in database ${new URL(database.url).pathname.slice(1)} reset all`)
    await database.superuser('alter function tasks_with_words(text) owner to postgres')
    const message = await refusalOf(repairDatabase(database.url))
    expect(message).toMatch(/this role cannot repair it \(must be owner of function tasks_with_words\)\. Let its owner run: .*statement_timeout/)
  })

  test('with two at once, each repairs or finds it repaired', async () => {
    await settled()
    await database.superuser('revoke all on tasks from taskpact_runtime')
    await Promise.all([start(), start(), start()])
    expect(await start()).toEqual([])
  })
})
