// A table of many tasks with three users who have few, some and many. Tasks were created in turn, as in production, so that one
// user's lie among those of others.
import type pg from 'pg'

/** A user whose requests are measured, with the number of tasks and the id of the nth. */
export type Owner = { id: number; tasks: number; nth(n: number): number }

const others = 9_001

/** The users who are measured: with 100 tasks, with 10,000, and with a tenth of all. */
export function ownersIn(tasks: number): Owner[] {
  const everyOf = (id: number, count: number): Owner => ({ id, tasks: count, nth: (n) => n * (tasks / count) + id })
  return [everyOf(1, 100), everyOf(2, 10_000), everyOf(3, tasks / 10)]
}

/** Every tenth task is the third user's, and so on; the rest belong to many others. */
const ownerOf = (tasks: number): string =>
  `case ${ownersIn(tasks)
    .map(({ id, tasks: count }) => `when n % ${tasks / count} = ${id} then ${id}`)
    .join(' ')} else 4 + n % ${others} end`

/**
 * Fills the table without updating indexes row by row, without the write-ahead log and without triggers, or it would take an hour;
 * reading it is not affected. A task's content depends on a hash of its id, as a remainder would be the same for all tasks of a
 * user. The index of words is left out: no request here uses it, and building it takes three times as long as the rest.
 */
export async function fillWith(tasks: number, client: pg.Client): Promise<void> {
  await client.query(`
    set session_replication_role = replica;
    set maintenance_work_mem = '1GB';
    alter table trash set unlogged;
    alter table occurrences set unlogged;
    alter table tasks set unlogged;
    drop index tasks_found_by;
    update pg_index set indisready = false where indrelid = 'tasks'::regclass;
    insert into users (id) overriding system value select n from generate_series(1, ${4 + others}) as n;
    insert into sessions (id, user_id, expires_at)
    select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, n, now() + interval '1 day' from generate_series(1, 3) as n;
    insert into tasks (id, user_id, title, description, completed, rank, updated_at) overriding system value
    select n, ${ownerOf(tasks)}, 'Task ' || n, nullif(repeat('A few words about it. ', hashint8(n) & 3), ''),
      hashint8(n) & 12 = 0, n << 22, '2026-11-20'::timestamptz + n * interval '0.1 seconds'
    from generate_series(1::bigint, ${tasks}) as n;
    select setval(pg_get_serial_sequence('users', 'id'), ${4 + others}), setval(pg_get_serial_sequence('tasks', 'id'), ${tasks});
    reindex table tasks`)
  await client.query('vacuum (freeze, analyze)')
  await client.query('checkpoint')
}
