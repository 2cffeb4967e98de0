// The guide's calls that distribute the tables of users, compared with the tables.
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { directories } from '../../scripts/partitioned/partition.ts'
import { across } from '../../scripts/partitioned/across.ts'
import * as sql from '../../src/generated/sql.ts'
import { createDatabase } from '../support/database.ts'

const guide = new URL('../../src/docs/assets/guides/27-past-one-machine.md', import.meta.url)

test('the guide distributes each table of users, next to its user, but for those that make something unique among all', async () => {
  const database = await createDatabase()
  try {
    const rows = await database.query<{ name: string }>(`
      select relname as name from pg_class join pg_attribute on attrelid = pg_class.oid and attname = 'user_id' and not attisdropped
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      order by relname`)
    const names = rows.map(({ name }) => name).filter((name) => !(name in directories))
    const calls = [
      "select create_distributed_table('users', 'id');",
      ...names.map((name) => `select create_distributed_table('${name}', 'user_id', colocate_with => 'users');`),
    ]
    const [, given] = /```sql\n(select create_distributed_table[^]*?)\n```/.exec(await readFile(guide, 'utf8')) ?? []
    expect(given?.split('\n')).toEqual(calls)
  } finally {
    await database.drop()
  }
})

test('each statement that is listed to look across partitions exists', () => {
  const names = new Set(Object.values(sql).map(({ name }) => name))
  expect(Object.keys(across).filter((name) => !names.has(name))).toEqual([])
})
