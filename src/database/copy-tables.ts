import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { quoted, requireSameMigrations, sequencesOf, tablesOf } from './tables.ts'
import type { Table } from './tables.ts'

/** A table that was copied, and how many rows it has. */
export type CopiedTable = { name: string; rows: number }

/** The rows cannot be copied: why, and what to do, in one line. */
export class CannotCopy extends Error {}

// Rows are compared as text, which these settings decide; nothing that is copied has a time limit.
const settings = [
  ...["datestyle to 'ISO, YMD'", "timezone to 'UTC'", "intervalstyle to 'postgres'", 'extra_float_digits to 1', "bytea_output to 'hex'"],
  ...['statement_timeout to 0', "lock_timeout to '30s'", 'idle_in_transaction_session_timeout to 0', 'row_security to off'],
]
const begin = `begin isolation level repeatable read; ${settings.map((setting) => `set local ${setting};`).join(' ')}`

/**
 * Copies all rows of all tables to a database with the same migrations and no rows, by COPY, in one transaction. It is committed only
 * after each table was compared: the number of its rows and a hash of all that they hold. Sequences continue.
 * @param source as a role that sees every row
 * @param target as the owner of the tables
 * @throws CannotCopy if the target has rows or other tables, or differs afterwards; then it is as it was
 */
export async function copyTables(source: pg.Client, target: pg.Client): Promise<CopiedTable[]> {
  await source.query(begin)
  await target.query(begin)
  try {
    await requireSameMigrations(source, target)
    const tables = await tablesOf(source)
    requireSameTables(tables, await tablesOf(target))
    for (const { name } of tables) await target.query(`alter table ${name} no force row level security, disable trigger user`)
    await requireEmpty(target, tables)
    const copied: CopiedTable[] = []
    for (const table of tables) copied.push(await copyTable(source, target, table))
    await copySequences(source, target)
    for (const { name, forced } of tables) await target.query(`alter table ${name} enable trigger user ${forced ? ', force row level security' : ''}`)
    await target.query('commit')
    return copied
  } finally {
    await Promise.all([source, target].map((client) => client.query('rollback').catch(() => undefined)))
  }
}

function requireSameTables(tables: Table[], others: Table[]): void {
  const [here, there] = [tables, others].map((list) => new Set(list.map(({ name, columns }) => `${name} (${columns.join(', ')})`)))
  const odd = [...(here ?? [])].find((table) => !there?.has(table)) ?? [...(there ?? [])].find((table) => !here?.has(table))
  if (odd !== undefined) throw new CannotCopy(`Only one of the two databases has the table ${odd}. Move it elsewhere first.`)
}

async function requireEmpty(target: pg.Client, tables: Table[]): Promise<void> {
  for (const { name } of tables) {
    const { rows } = await target.query(`select from ${name} limit 1`)
    if (rows.length > 0) throw new CannotCopy(`The database to move to is not empty: ${name} has rows. Create an empty database.`)
  }
}

async function copyTable(source: pg.Client, target: pg.Client, table: Table): Promise<CopiedTable> {
  const { name, columns } = table
  const whole = `${name} (${columns.map(quoted).join(', ')})`
  await pipeline(source.query(copyTo(`copy ${whole} to stdout`)), target.query(copyFrom(`copy ${whole} from stdin`)))
  const [before, after] = [await contentsOf(source, table), await contentsOf(target, table)]
  if (before.rows !== after.rows || before.hash !== after.hash) {
    throw new CannotCopy(`${name} differs after the copy: ${before.rows} rows became ${after.rows}, or their contents changed. Nothing was kept; try again.`)
  }
  return { name, rows: Number(before.rows) }
}

/** What a table holds, in whatever order: the sum of the hashes of its rows takes no memory. */
async function contentsOf(client: pg.Client, { name, allColumns }: Table): Promise<{ rows: string; hash: string }> {
  const hash = "('x' || left(encode(sha256(convert_to(each::text, 'UTF8')), 'hex'), 16))::bit(64)::bigint"
  const { rows } = await client.query<{ rows: string; hash: string }>(
    `select count(*)::text as rows, coalesce(sum(${hash}), 0)::text as hash from (select ${allColumns.map(quoted).join(', ')} from ${name}) as each`,
  )
  return rows[0] ?? { rows: '', hash: '' }
}

async function copySequences(source: pg.Client, target: pg.Client): Promise<void> {
  for (const name of await sequencesOf(source)) {
    const read = `select last_value, is_called from ${name}`
    const [{ last_value, is_called } = { last_value: '1', is_called: false }] = (await source.query<{ last_value: string; is_called: boolean }>(read)).rows
    await target.query('select setval($1, $2, $3)', [name, last_value, is_called])
  }
}
