// Each statement of a request looks at its caller's rows alone, by its own words: as if there were no row-level security.
import { readdirSync } from 'node:fs'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as sql from '../../src/generated/sql.ts'
import { createDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { withoutRowSecurity } from '../support/isolation.ts'

/** Folders of statements that have no caller: they sign users in, send mails, begin transactions, clean up, or look at the database itself. */
const withoutCaller = ['identities', 'limits', 'mails', 'maintenance', 'safety', 'sessions', 'transactions']
const withCaller = new Set(
  readdirSync(new URL('../../sql', import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter((file) => !withoutCaller.some((folder) => file.startsWith(`${folder}/`)))
    .map((file) => file.replace(/^.*\/|\.sql$/g, '')),
)
type Text = { name: string; text: string; parameters: readonly string[]; owned?: boolean; past?: Text }
const statements: Text[] = Object.values(sql).filter(({ name }) => withCaller.has(name) || name === 'logoutUser')
/** The forms that read the past. */
const ofThePast: Text[] = statements.flatMap(({ past }) => (past ? [past] : []))

type Plan = { 'Node Type': string; 'Relation Name'?: string; 'Index Cond'?: string; 'Recheck Cond'?: string; 'Filter'?: string; 'Plans'?: Plan[] }

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]

/** The parts of a condition that all have to hold. */
function conjunctsOf(condition: string): string[] {
  const parts: string[] = []
  let [depth, start] = [0, 0]
  for (const { 0: token, index } of condition.matchAll(/'(?:[^']|'')*'|[()]| AND | OR /g)) {
    if (token === '(') depth += 1
    if (token === ')') depth -= 1
    if (depth > 1 || !/^ (AND|OR) $/.test(token)) continue
    if (token === ' OR ') return [condition]
    parts.push(condition.slice(start, index).replace(/^\((?=\()/, ''))
    start = index + token.length
  }
  const last = condition.slice(start)
  return parts.length === 0 ? [condition] : [...parts, last.slice(0, -1)]
}

// The generator puts the first parameter in the place of caller_id(). The column is that of the table that is read.
const caller = String.raw`\$1`
const ofUsers = new RegExp(String.raw`^\(id = ${caller}\)$`)
const ofOthers = new RegExp(String.raw`^\(user_id = ${caller}\)$|^\(NOT \(user_id IS DISTINCT FROM ${caller}\)\)$`)

/** Whether a scan gives rows of the caller alone. @param table what it scans, as the parts of a bitmap do not say so */
function isBound(scan: Plan, table: string): boolean {
  const conditions = [scan['Index Cond'], scan['Recheck Cond'], scan['Filter']].flatMap((condition) => (condition === undefined ? [] : conjunctsOf(condition)))
  if (conditions.some((condition) => (table === 'users' ? ofUsers : ofOthers).test(condition))) return true
  const parts = (scan.Plans ?? []).filter((part) => /^Bitmap(And|Or| Index Scan)$/.test(part['Node Type']))
  const bound = parts.map((part) => isBound(part, table))
  return scan['Node Type'] === 'BitmapOr' ? bound.every(Boolean) : bound.some(Boolean)
}

let database: TestDatabase
let client: pg.Client
beforeAll(async () => {
  database = await createDatabase()
  await withoutRowSecurity(database)
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query('set plan_cache_mode = force_generic_plan')
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

/** The tables of which a statement reads or changes the rows of any user. */
async function unboundIn({ text, parameters, owned }: Text): Promise<string[]> {
  const given = [...(owned ? ['1'] : []), ...parameters.map(() => 'null')]
  const values = given.length === 0 ? '' : `(${given.join()})`
  // Its type is declared, as it may have been taken out.
  await client.query(`prepare asked ${owned ? '(bigint) ' : ''}as ${text}`)
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`explain (format json) execute asked${values}`)
  await client.query('deallocate asked')
  const scans = rows.flatMap((row) => nodesOf(row['QUERY PLAN'][0].Plan)).filter((node) => node['Relation Name'] && node['Node Type'] !== 'ModifyTable')
  return scans
    .map((scan) => ({ scan, table: scan['Relation Name'] ?? '' }))
    .filter(({ scan, table }) => !isBound(scan, table))
    .map(({ table }) => table)
}

const ownerPredicate = /(?:\w+\.)?(?:user_id|id) (?:=|is not distinct from) (?:\$1\b|\w+\.user_id\b)/g

describe('without row-level security', () => {
  test.each([...statements, ...ofThePast])("$name reads and changes the caller's rows alone", async (statement) => {
    expect(await unboundIn(statement)).toEqual([])
  })

  const lessOne = statements.flatMap((statement) =>
    [...statement.text.matchAll(ownerPredicate)].map(({ index, 0: predicate }) => ({
      ...statement,
      line: statement.text.slice(0, index).split('\n').length,
      text: statement.text.slice(0, index) + 'true' + statement.text.slice(index + predicate.length),
    })),
  )

  test.each(lessOne)('$name without the owner in line $line is found', async (statement) => {
    expect(await unboundIn(statement)).not.toEqual([])
  })

  test('a condition that need not hold does not count', async () => {
    const { text, ...getTask } = sql.getTask
    for (const evaded of ['(user_id = $1 or completed)', 'coalesce(user_id = $1, true)', '(completed or user_id = $1 and not completed)']) {
      // Of a partitioned table, each partition is found.
      const unbound = await unboundIn({ ...getTask, text: text.replace('user_id = $1', () => evaded) })
      expect([...new Set(unbound)], evaded).toEqual(['tasks'])
    }
  })
})
