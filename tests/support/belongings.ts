import type { TestDatabase } from './database.ts'

/** Whose a table's rows are, where that is not said by a column user_id. */
const owned: Record<string, string> = {
  users: 'id = $1',
  rate_limits: "key = 'requests ' || $1",
  // What the service itself keeps.
  schema_migrations: 'false',
  heartbeat: 'false',
}

/** What a table says, where the cleanup merges its rows meanwhile. */
const merged: Record<string, string> = {
  tag_counts:
    '(select user_id, name_key, list_id, sum(tasks), sum(open) from tag_counts group by user_id, name_key, list_id having sum(tasks) <> 0 or sum(open) <> 0)',
}

/** A hash of all that a user has, by table: every row, as the superuser sees it. */
export async function belongings(database: TestDatabase, userId: number): Promise<Record<string, string>> {
  const tables = await database.superuser<{ name: string; has_owner: boolean }>(`
    select tablename as name, exists (
      select from information_schema.columns where table_schema = 'public' and table_name = tablename and column_name = 'user_id'
    ) as has_owner
    from pg_tables where schemaname = 'public'`)
  const hashes = tables.map(({ name, has_owner }) => {
    const condition = owned[name] ?? (has_owner ? 'user_id = $1' : undefined)
    if (condition === undefined) throw new Error(`${name} has no user_id. Say in tests/support/belongings.ts whose its rows are.`)
    const hash = "md5(coalesce(string_agg(whole::text, ',' order by whole::text), ''))"
    return `select '${name}' as name, ${hash} as hash from ${merged[name] ?? name} as whole where ${condition.replace('$1', `${userId}`)}`
  })
  const rows = await database.superuser<{ name: string; hash: string }>(hashes.join(' union all '))
  return Object.fromEntries(rows.map(({ name, hash }) => [name, hash]))
}

/** How many rows each table has, of all users. */
export async function countRows(database: TestDatabase): Promise<Record<string, number>> {
  const named = "select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'rate_limits'"
  const tables = await database.superuser<{ name: string }>(named)
  const counts = tables.map(({ name }) => `select '${name}' as name, count(*)::int as count from ${name}`)
  const rows = await database.superuser<{ name: string; count: number }>(counts.join(' union all '))
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]))
}
