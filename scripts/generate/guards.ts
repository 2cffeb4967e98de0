// The migrated database → src/generated/guards.ts: the policies and functions that keep users apart, as each start must find them.
import { readFile } from 'node:fs/promises'
import type pg from 'pg'
import { withoutMarks } from './statements.ts'

type Guard = { guard: string; definition: string }

/** The text of src/generated/guards.ts, by the statement with which the service looks at them. */
export async function guardsText(client: pg.Client, root: URL): Promise<string> {
  const statement = await readFile(new URL('sql/safety/listGuards.sql', root), 'utf8')
  const { rows } = await client.query<Guard>(withoutMarks(statement))
  const entries = rows.map(({ guard, definition }) => `  ${JSON.stringify(guard)}: ${JSON.stringify(definition)},`)
  return [
    '// Generated from sql/migrations by "npm run generate". Do not edit.',
    '/** What decides which rows each role sees and changes, as PostgreSQL words it after the migrations. */',
    'export const guards: Readonly<Record<string, string>> = {',
    ...entries,
    '}',
    '',
  ].join('\n')
}
