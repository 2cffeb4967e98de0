// A table of many tasks, and three users in it who have few, some and many: as in life all were made in turn, so that one
// user's lie among those of others.
import type pg from 'pg'

/** A user whose requests are measured: the id, how many tasks, and the id of the nth of these. */
export type Owner = { id: number; tasks: number; nth(n: number): number }

const others = 9_001

/** The users who are measured, in a table of so many tasks: with 100, with 10,000 and with a tenth of all. */
export function ownersIn(tasks: number): Owner[] {
  const everyOf = (id: number, count: number): Owner => ({ id, tasks: count, nth: (n) => n * (tasks / count) + id })
  return [everyOf(1, 100), everyOf(2, 10_000), everyOf(3, tasks / 10)]
}

/** Every tenth task is the third user's, and so on; whose the rest are is all the same, as long as they are many. */
const ownerOf = (tasks: number): string =>
  `case ${ownersIn(tasks).map(({ id, tasks: count }) => `when n % ${tasks / count} = ${id} then ${id}`).join(' ')} else 4 + n % ${others} end`

/**
 * Fills the table. No index is kept up to date row by row, nothing goes into the write-ahead log and no trigger is run, or it
 * would take an hour; once it is there it is read as any other. What a task is like hangs on a hash of its id: a remainder would be
 * the same for all tasks of a user. The index of words is left out, as nothing that is asked here looks at it: to build it takes
 * three times as long as all the rest.
 */
export async function fillWith(tasks: number, client: pg.Client): Promise<void> {
  await client.query(`
    set session_replication_role = replica;
    set maintenance_work_mem = '1GB';
    alter table trash set unlogged;
    alter table occurrences set unlogged;
    alter table tasks set unlogged;
    drop index tasks_words;
    update pg_index set indisready = false where indrelid = 'tasks'::regclass;
    insert into users (id) overriding system value select n from generate_series(1, ${4 + others}) as n;
    insert into sessions (id, user_id, expires_at)
    select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, n, now() + interval '1 day' from generate_series(1, 3) as n;
    insert into tasks (id, user_id, title, description, completed, rank, updated_at) overriding system value
    select n, ${ownerOf(tasks)}, 'Task ' || n, nullif(repeat('What there is to say of it. ', hashint8(n) & 3), ''),
      hashint8(n) & 12 = 0, n << 22, '2026-11-20'::timestamptz + n * interval '0.1 seconds'
    from generate_series(1::bigint, ${tasks}) as n;
    select setval(pg_get_serial_sequence('users', 'id'), ${4 + others}), setval(pg_get_serial_sequence('tasks', 'id'), ${tasks});
    reindex table tasks`)
  await client.query('vacuum (freeze, analyze)')
  await client.query('checkpoint')
}
