// The migrated database → src/generated/catalog.ts: what a service compares its database with at each start.
import { readFile } from 'node:fs/promises'
import type pg from 'pg'
import { withoutMarks } from './statements.ts'

/** The text of src/generated/catalog.ts. */
export async function catalogText(client: pg.Client, root: URL): Promise<string> {
  const statement = await readFile(new URL('sql/safety/listFacts.sql', root), 'utf8')
  const { rows } = await client.query<{ fact: string }>(withoutMarks(statement))
  const facts = rows.map(({ fact }) => fact).sort()
  return [
    '// Generated from sql/migrations by "npm run generate". Do not edit.',
    '',
    '/** What the migrations make and a service relies on: sql/safety/listFacts.sql, asked of a migrated database. */',
    'export const catalog: readonly string[] = [',
    ...facts.map((fact) => `  ${JSON.stringify(fact)},`),
    ']',
    '',
  ].join('\n')
}
