// What a superuser does to the database so that commits come in another order than their statements.
import type pg from 'pg'

const tables = ['tasks', 'lists', 'tags']

/**
 * Makes transactions pause twice as they commit, each time for a random while and mostly a short one: before they take their number,
 * and between that and the end of the commit. Triggers fire in the order of their names, and the number is taken by `recorded`.
 */
export async function pauseBeforeCommit(superuser: pg.Client): Promise<void> {
  await superuser.query(`create function chaos_pause() returns trigger language plpgsql as $$
    begin
      if coalesce(current_setting(tg_argv[0], true), '') = '' then
        perform set_config(tg_argv[0], 'paused', true), pg_sleep(power(random(), 4) * tg_argv[1]::float8);
      end if;
      return null;
    end $$`)
  for (const table of tables) {
    for (const [name, setting, seconds] of [
      ['before_number', 'chaos.before', 0.25],
      ['with_number', 'chaos.with', 0.1],
    ]) {
      await superuser.query(`create constraint trigger ${name} after insert or update or delete on ${table} deferrable initially deferred
        for each row execute function chaos_pause('${setting}', '${seconds}')`)
    }
  }
}

/** Drops a trigger that records, named as `table.trigger`. @returns whether there is one */
export async function dropTrigger(superuser: pg.Client, name: string): Promise<boolean> {
  const { rows } = await superuser.query<{ statement: string }>(
    `select format('drop trigger %I on %s', tgname, tgrelid::regclass) as statement
    from pg_trigger where tgname like 'recorded%' and tgrelid::regclass || '.' || tgname = $1`,
    [name],
  )
  for (const { statement } of rows) await superuser.query(statement)
  return rows.length > 0
}
