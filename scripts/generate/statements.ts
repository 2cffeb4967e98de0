// sql/<tag>/<statement>.sql → every statement with the types that Postgres gives its parameters and columns.
import { readdir, readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import pg from 'pg'

type Column = { name: string; type: string; nullable: boolean }
type Parameter = { name: string; nullable: boolean }
type Field = { name: string; tableID: number; columnID: number; dataTypeID: number }

/**
 * The text of src/generated/sql.ts. In a statement `:name` is a parameter and `:name?` one that may be null; a column
 * `as "name!"` is never null and `as "name?"` may be: Postgres cannot tell of an expression, nor of an outer join. `{name}`
 * stands for what sql/fragments/name.sql holds, such as the columns that several statements give. A comment `-- @anew` has the
 * statement planned for the values of each use, where one plan would not do for all.
 * @throws with the file and the line for a statement that Postgres refuses
 */
export async function statements(client: pg.Client, root: URL): Promise<string> {
  const files = (await readdir(new URL('sql/', root), { recursive: true }))
    .filter((file) => file.endsWith('.sql') && file.includes('/') && !/^(migrations|fragments)\//.test(file))
    .sort()
  const names = files.map((file) => basename(file, '.sql'))
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice) throw new Error(`sql/: two files are named ${twice}.sql. A statement's name is unique; rename one of them.`)
  const blocks: string[] = []
  for (const file of files) blocks.push(await block(client, file, await expanded(file, root)))
  const imports = blocks.some((text) => text.includes('components[')) ? ["import type { components } from './contract.ts'"] : []
  return [
    '// Generated from sql/**/*.sql by "npm run generate". Do not edit.',
    "import type { Statement } from '../database/statement.ts'",
    ...imports,
    '',
    ...blocks,
  ].join('\n')
}

/** The text of a statement, with its fragments in their places. */
async function expanded(file: string, root: URL): Promise<string> {
  const source = await readFile(new URL(`sql/${file}`, root), 'utf8')
  const names = [...source.matchAll(fragment)].map(([, name = '']) => name)
  const texts = new Map<string, string>()
  for (const name of names) {
    const text = await readFile(new URL(`sql/fragments/${name}.sql`, root), 'utf8').catch(() => {
      throw new Error(`sql/${file}: there is no sql/fragments/${name}.sql for {${name}}.`)
    })
    // On one line, so that what follows keeps its own.
    texts.set(name, text.replace(/--[^\n]*/g, '').replace(/\s+/g, ' ').trim())
  }
  return source.replace(fragment, (_, name: string) => texts.get(name) ?? '')
}

const fragment = /\{(\w+)\}/g

async function block(client: pg.Client, file: string, source: string): Promise<string> {
  const name = basename(file, '.sql')
  const { text, parameters } = parse(source)
  const { types, columns } = await describe(client, file, text)
  const values = parameters.map((parameter, index) => `${parameter.name}: ${types[index] ?? 'unknown'}${parameter.nullable ? ' | null' : ''}`)
  const row = columns.map((column) => `${column.name}: ${column.type}${column.nullable ? ' | null' : ''}`)
  return [
    `/** sql/${file} */`,
    `export const ${name}: Statement<${object(values)}, ${object(row)}> = {`,
    `  name: '${name}',`,
    `  text: ${JSON.stringify(text.replace(/"(\w+)[!?]"/g, '$1'))},`,
    `  parameters: [${parameters.map((parameter) => `'${parameter.name}'`).join(', ')}],`,
    ...(/^-- @anew$/m.test(source) ? ['  anew: true,'] : []),
    '}',
    '',
  ].join('\n')
}

const object = (members: string[]): string => (members.length > 0 ? `{ ${members.join('; ')} }` : 'Record<string, never>')

/** Replaces each named parameter by its number; comments go, and quoted text and casts (`::`) are left alone. */
function parse(source: string): { text: string; parameters: Parameter[] } {
  const parameters: Parameter[] = []
  const text = source.replace(/--[^\n]*|'(?:[^']|'')*'|"[^"]*"|::|:([a-z_]+)(\?)?/g, (token, name?: string, optional?: string) => {
    if (token.startsWith('--')) return ''
    if (name === undefined) return token
    let index = parameters.findIndex((parameter) => parameter.name === name)
    if (index < 0) index = parameters.push({ name, nullable: optional === '?' }) - 1
    return `$${index + 1}`
  })
  return { text: text.replace(/^\s*\n/gm, '').trim(), parameters }
}

async function describe(client: pg.Client, file: string, text: string): Promise<{ types: string[]; columns: Column[] }> {
  try {
    await client.query(`prepare described as ${text}`)
    const { rows } = await client.query<{ oid: number }>(
      "select unnest(parameter_types)::oid::int as oid from pg_prepared_statements where name = 'described'",
    )
    await client.query('deallocate described')
    const fields = await rowDescription(client, text)
    const columns: Column[] = []
    for (const field of fields) columns.push(await column(client, file, text, field))
    const parameterTypes: string[] = []
    for (const { oid } of rows) parameterTypes.push(await typeOf(client, oid, file))
    return { types: parameterTypes, columns }
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error
    const offset = Number(error.position ?? 1) - 'prepare described as '.length
    const line = text.slice(0, Math.max(0, offset)).split('\n').length
    throw new Error(`sql/${file}:${line} (not counting comment lines): ${error.message}`, { cause: error })
  }
}

/** Asks for the columns of a statement without running it. */
function rowDescription(client: pg.Client, text: string): Promise<Field[]> {
  return new Promise((done, failed) => {
    let fields: Field[] = []
    // What pg asks of a query object, answered with Parse and Describe in place of Bind and Execute.
    client.query({
      submit(connection: { parse(query: object): void; describe(what: object): void; sync(): void }) {
        connection.parse({ text, name: '' })
        connection.describe({ type: 'S', name: '' })
        connection.sync()
      },
      handleRowDescription: (message: { fields: Field[] }) => void (fields = message.fields),
      handleError: failed,
      handleReadyForQuery: () => done(fields),
      callback: () => undefined,
    } as never) // the type knows only the query objects that are Queries
  })
}

async function column(client: pg.Client, file: string, text: string, field: Field): Promise<Column> {
  const [, name = '', mark] = /^(\w+)([!?]?)$/.exec(field.name) ?? []
  if (!name || name === '?column?') throw new Error(`sql/${file}: a column has no name. Give it one with "as".`)
  const attributes = await client.query<{ atttypid: number; attnotnull: boolean }>(
    'select atttypid::int, attnotnull from pg_attribute where attrelid = $1 and attnum = $2',
    [field.tableID, field.columnID],
  )
  const [attribute] = attributes.rows
  // Of a column that is a domain, the description of a row names what lies beneath it.
  const type = await typeOf(client, attribute?.atttypid ?? field.dataTypeID, file)
  if (mark) return { name, type, nullable: mark === '?' }
  if (field.tableID === 0) throw new Error(`sql/${file}: Postgres cannot tell whether "${name}" may be null. Write as "${name}!" if it never is, as "${name}?" if it may be.`)
  if (/\b(left|right|full)\s+(outer\s+)?join\b/i.test(text)) {
    throw new Error(`sql/${file}: with an outer join "${name}" may be null though its column may not. Mark it: as "${name}!" or as "${name}?".`)
  }
  return { name, type, nullable: attribute?.attnotnull !== true }
}

const { builtins } = pg.types

// Not among the names that pg gives to types.
const textArray = 1009
const int8Array = 1016

const types = new Map<number, string>([
  [builtins.BOOL, 'boolean'],
  [builtins.BYTEA, 'Buffer'],
  [builtins.DATE, 'string'],
  [builtins.FLOAT8, 'number'],
  [builtins.INT2, 'number'],
  [builtins.INT4, 'number'],
  [builtins.INT8, 'number'],
  [builtins.JSONB, 'unknown'],
  [builtins.TEXT, 'string'],
  [builtins.TIMESTAMPTZ, 'string'],
  [builtins.UUID, 'string'],
  [textArray, 'string[]'],
  [int8Array, 'number[]'],
])

/**
 * The TypeScript type of what Postgres calls by a number; of an enumeration, its values; of a domain of JSON, the schema of
 * the contract that goes by its name.
 */
async function typeOf(client: pg.Client, oid: number, file: string): Promise<string> {
  const type = types.get(oid)
  if (type) return type
  const { rows } = await client.query<{ enumlabel: string }>('select enumlabel from pg_enum where enumtypid = $1 order by enumsortorder', [oid])
  if (rows.length > 0) return rows.map(({ enumlabel }) => `'${enumlabel}'`).join(' | ')
  const domains = await client.query<{ typname: string }>("select typname from pg_type where oid = $1 and typtype = 'd' and typbasetype = 'jsonb'::regtype", [oid])
  const [domain] = domains.rows
  if (domain) return `NonNullable<components['schemas']['${domain.typname.replace(/(?:^|_)[a-z]/g, (letters) => letters.slice(-1).toUpperCase())}']>`
  throw new Error(`sql/${file}: no type is known for Postgres' type ${oid}. Add it to scripts/generate/statements.ts, with a parser in src/database/type-parsers.ts if it needs one.`)
}
