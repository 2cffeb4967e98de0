import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Statement } from '../../src/database/statement.ts'
import * as sql from '../../src/generated/sql.ts'
import { createDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

// Each of a hundred tasks of five users was changed two hundred times, in turns.
const [users, tasks, changes] = [5, 100, 20_000]
const user = 3
const at = '2026-11-20T12:00:00Z'

type Plan = { 'Shared Hit Blocks': number; 'Shared Read Blocks': number }
type Case = [what: string, statement: Statement<never, unknown>, values: Record<string, unknown>, pages: number]

const since = (behind: number) => ({ seq: changes - behind, ordinal: 2 ** 31 - 1, at, most: 10_001, limit: 101 })

const cases: Case[] = [
  ['where it ends, from 100 back', sql.getHead, since(100), 60],
  ['a hundred changes, of each task the last', sql.listChanges, { ...since(100), latest: true }, 550],
  ['a hundred changes', sql.listChanges, { ...since(10_000), latest: false }, 130],
  ['what a task was', sql.getBase, { type: 'task', id: 50, version: '1', most: 100 }, 130],
]

describe('with twenty thousand changes of a user', () => {
  let database: TestDatabase
  let client: pg.Client

  beforeAll(async () => {
    database = await createDatabase()
    await database.superuser(`
      set session_replication_role = replica;
      insert into users (id) overriding system value select generate_series(1, ${users});
      insert into feeds (user_id, seq, at) select id, ${changes}, '${at}' from users;
      insert into changes (user_id, seq, ordinal, type, entity_id, data, before, columns, at)
      select owner, n, 1, 'task', n % ${tasks}, jsonb_build_object('title', repeat('Now', 100), 'version', 1), '{"title": "Before"}', '{"title": "Before"}', '${at}'
      from generate_series(1, ${changes}) as n
      cross join generate_series(1, ${users}) as owner
      order by n, owner`)
    await database.superuser('vacuum (analyze) changes')
    client = new pg.Client({ connectionString: database.url })
    await client.connect()
  })
  afterAll(async () => {
    await client.end()
    await database.drop()
  })

  test.each(cases)('it takes few pages to find %s', async (_, { text, parameters }, values, pages) => {
    const given = [user, ...parameters.map((parameter) => values[parameter])]
    const inserted = text.replace(/\$(\d+)/g, (_, number) => pg.escapeLiteral(String(given[Number(number) - 1])))
    await client.query(`begin; set local role taskpact_runtime; set local app.user_id = '${user}'`)
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`explain (analyze, buffers, format json) ${inserted}`)
    await client.query('rollback')
    const [{ Plan: plan }] = rows[0]?.['QUERY PLAN'] ?? [{ Plan: null }]
    expect((plan?.['Shared Hit Blocks'] ?? Infinity) + (plan?.['Shared Read Blocks'] ?? 0)).toBeLessThanOrEqual(pages)
  })
})
