// sql/<tag>/<statement>.sql → every statement with the types that Postgres gives its parameters and columns.
import { readdir, readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import pg from 'pg'
import { UserError } from '../support/program.ts'

type Column = { name: string; type: string; nullable: boolean }
type Parameter = { name: string; nullable: boolean }
type Field = { name: string; tableID: number; columnID: number; dataTypeID: number }

/**
 * The text of src/generated/sql.ts. In a statement, `:name` is a parameter and `:name?` a parameter that may be null. A column
 * `as "name!"` is never null and `as "name?"` may be: Postgres cannot tell for an expression or an outer join. `{name}` inserts
 * sql/fragments/name.sql, such as the columns that several statements return. A comment `-- @custom-plan` makes Postgres plan
 * the statement for the values of each call, where no single plan suits all values. `caller_id()` becomes the first parameter, which
 * the session context fills, so that a statement names its owner to whatever routes it. A comment `-- @as-of lists, tasks` gives the
 * statement a second form, which reads the past: sql/past/tables/lists.sql and so on take the place of the tables, and sql/past/name.sql
 * that of a fragment.
 * @throws with the file and the line for a statement that Postgres refuses
 */
export async function statements(client: pg.Client, root: URL): Promise<string> {
  const files = (await readdir(new URL('sql/', root), { recursive: true }))
    .filter((file) => file.endsWith('.sql') && file.includes('/') && !/^(migrations|fragments|past)\//.test(file))
    .sort()
  const names = files.map((file) => basename(file, '.sql'))
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice) throw new UserError(`sql/: two files are named ${twice}.sql. A statement's name is unique; rename one of them.`)
  const blocks: string[] = []
  for (const file of files) blocks.push(await block(client, file, root))
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
  return inserted(await readFile(new URL(`sql/${file}`, root), 'utf8'), file, root, ['fragments'])
}

/** The text of a statement that reads the past, with what takes the place of tables before it; null for one that does not. */
async function expandedAsOf(file: string, root: URL): Promise<string | null> {
  const source = await readFile(new URL(`sql/${file}`, root), 'utf8')
  const [, tables] = /^-- @as-of (.+)$/m.exec(source) ?? []
  if (tables === undefined) return null
  const folders = ['past', 'fragments']
  const expressions = await inserted(tables.replace(/\w+/g, '{$&}'), file, root, ['past/tables', ...folders])
  const text = source.replace(/^-- .*\n/gm, '')
  const rest = text.startsWith('with ') ? `, ${text.slice('with '.length)}` : `\n${text}`
  return inserted(`with ${expressions}${rest}`, file, root, folders)
}

/** Inserts fragments, and theirs. @param folders where they are, the first one first */
async function inserted(source: string, file: string, root: URL, folders: string[]): Promise<string> {
  const texts = new Map<string, string>()
  for (const [, name = ''] of source.matchAll(fragment)) {
    const text = await fragmentText(name, root, folders)
    if (text === null) throw new UserError(`sql/${file}: there is no sql/fragments/${name}.sql for {${name}}.`)
    // On one line, so that what follows keeps its own.
    const line = text
      .replace(/--[^\n]*/g, '')
      .replace(/\s+/g, ' ')
      .trim()
    texts.set(name, await inserted(line, file, root, folders))
  }
  return source.replace(fragment, (_, name: string) => texts.get(name) ?? '')
}

async function fragmentText(name: string, root: URL, folders: string[]): Promise<string | null> {
  for (const folder of folders) {
    const text = await readFile(new URL(`sql/${folder}/${name}.sql`, root), 'utf8').catch(() => null)
    if (text !== null) return text
  }
  return null
}

const fragment = /\{(\w+)\}/g

async function block(client: pg.Client, file: string, root: URL): Promise<string> {
  const name = basename(file, '.sql')
  const source = await expanded(file, root)
  const { text, parameters, owned } = parse(source)
  const { types, columns } = await describe(client, file, text, owned)
  const values = parameters.map((parameter, index) => `${parameter.name}: ${types[index] ?? 'unknown'}${parameter.nullable ? ' | null' : ''}`)
  const row = columns.map((column) => `${column.name}: ${column.type}${column.nullable ? ' | null' : ''}`)
  const past = await expandedAsOf(file, root)
  return [
    `/** sql/${file} */`,
    `export const ${name}: Statement<${object(values)}, ${object(row)}> = {`,
    ...members(name, text, parameters, owned, /^-- @custom-plan$/m.test(source)),
    ...(past === null ? [] : ['  past: {', ...(await pastMembers(client, file, past)).map((line) => `  ${line}`), '  },']),
    '}',
    '',
  ].join('\n')
}

const members = (name: string, text: string, parameters: Parameter[], owned: boolean, customPlan: boolean): string[] => [
  `  name: '${name}',`,
  `  text: ${JSON.stringify(withoutMarks(text))},`,
  `  parameters: [${parameters.map((parameter) => `'${parameter.name}'`).join(', ')}],`,
  ...(owned ? ['  owned: true,'] : []),
  ...(customPlan ? ['  customPlan: true,'] : []),
]

/** The form of a statement that reads the past. How much has changed since decides its plan. */
async function pastMembers(client: pg.Client, file: string, source: string): Promise<string[]> {
  const { text, parameters, owned } = parse(source)
  await preparing(file, text, () => client.query(`prepare described as ${withoutMarks(text)}`))
  await client.query('deallocate described')
  return members(`${basename(file, '.sql')}AsOf`, text, parameters, owned, true)
}

/** The text of a statement as it is sent: without the marks of its columns. */
export const withoutMarks = (text: string): string => text.replace(/"(\w+)[!?]"/g, '$1')

const object = (members: string[]): string => (members.length > 0 ? `{ ${members.join('; ')} }` : 'Record<string, never>')

const notCode = String.raw`--[^\n]*|'(?:[^']|'')*'|"[^"]*"`
const tokens = new RegExp(String.raw`${notCode}|((?:=|distinct from) )?\bcaller_id\(\)|::|:([a-z_]+)(\?)?`, 'g')

/**
 * Replaces each named parameter by its number, and the caller by the first one; comments go, and quoted text and casts (`::`) are left
 * alone.
 */
function parse(source: string): { text: string; parameters: Parameter[]; owned: boolean } {
  const parameters: Parameter[] = []
  const owned = source.replace(new RegExp(notCode, 'g'), '').includes('caller_id()')
  const before = owned ? 2 : 1
  const text = source.replace(tokens, (token, comparison?: string, name?: string, optional?: string) => {
    if (token.startsWith('--')) return ''
    // What it is compared with gives it its type, and elsewhere a cast does.
    if (token.endsWith('caller_id()')) return comparison === undefined ? '$1::bigint' : `${comparison}$1`
    if (name === undefined) return token
    let index = parameters.findIndex((parameter) => parameter.name === name)
    if (index < 0) index = parameters.push({ name, nullable: optional === '?' }) - 1
    return `$${index + before}`
  })
  return { text: text.replace(/^\s*\n/gm, '').trim(), parameters, owned }
}

async function describe(client: pg.Client, file: string, text: string, owned: boolean): Promise<{ types: string[]; columns: Column[] }> {
  return preparing(file, text, async () => {
    await client.query(`prepare described as ${text}`)
    const { rows } = await client.query<{ oid: number }>("select unnest(parameter_types)::oid::int as oid from pg_prepared_statements where name = 'described'")
    await client.query('deallocate described')
    const fields = await rowDescription(client, text)
    const columns: Column[] = []
    for (const field of fields) columns.push(await column(client, file, text, field))
    const parameterTypes: string[] = []
    const [owner] = owned ? rows.splice(0, 1) : []
    if (owner && types.get(owner.oid) !== 'number') throw new UserError(`sql/${file}: caller_id() is compared with what is no bigint.`)
    for (const { oid } of rows) parameterTypes.push(await typeOf(client, oid, file))
    return { types: parameterTypes, columns }
  })
}

/** Does something with a statement. @throws UserError with the file and the line where Postgres refuses it */
async function preparing<Result>(file: string, text: string, prepare: () => Promise<Result>): Promise<Result> {
  try {
    return await prepare()
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error
    const offset = Number(error.position ?? 1) - 'prepare described as '.length
    const line = text.slice(0, Math.max(0, offset)).split('\n').length
    throw new UserError(`sql/${file}:${line} (not counting comment lines): ${error.message}`, { cause: error })
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
  if (!name || name === '?column?') throw new UserError(`sql/${file}: a column has no name. Give it one with "as".`)
  const attributes = await client.query<{ atttypid: number; attnotnull: boolean }>(
    'select atttypid::int, attnotnull from pg_attribute where attrelid = $1 and attnum = $2',
    [field.tableID, field.columnID],
  )
  const [attribute] = attributes.rows
  // Of a column that is a domain, the description of a row names what lies beneath it.
  const type = await typeOf(client, attribute?.atttypid ?? field.dataTypeID, file)
  if (mark) return { name, type, nullable: mark === '?' }
  if (field.tableID === 0)
    throw new UserError(`sql/${file}: Postgres cannot tell whether "${name}" may be null. Write as "${name}!" if it never is, as "${name}?" if it may be.`)
  if (/\b(left|right|full)\s+(outer\s+)?join\b/i.test(text)) {
    throw new UserError(`sql/${file}: with an outer join "${name}" may be null though its column may not. Mark it: as "${name}!" or as "${name}?".`)
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
  const domains = await client.query<{ typname: string }>("select typname from pg_type where oid = $1 and typtype = 'd' and typbasetype = 'jsonb'::regtype", [
    oid,
  ])
  const [domain] = domains.rows
  if (domain) return `NonNullable<components['schemas']['${domain.typname.replace(/(?:^|_)[a-z]/g, (letters) => letters.slice(-1).toUpperCase())}']>`
  throw new UserError(
    `sql/${file}: no type is known for Postgres' type ${oid}. Add it to scripts/generate/statements.ts, with a parser in src/database/type-parsers.ts if it needs one.`,
  )
}
