import { readdirSync } from 'node:fs'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Statement } from '../../src/database/statement.ts'
import * as sql from '../../src/generated/sql.ts'
import { createDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

// A user with a million tasks, and one of the ten thousand who have half as many: half of them among hers, half behind.
const [heavy, light] = [1, 2]
const tasks = 1_500_000
const hers = 1_250_000
const middle = hers / 2 + 1

/** A statement as it is prepared and run, the scans of tasks that it makes, and the most pages that these may look at. */
type Line = { name: string; what: string; text: string; values: string[]; scans: string[]; pages: number; customPlan: boolean; sorted: boolean }

/** A line of the table: a statement, the values it is run with, and how many tasks these speak of. */
function line<Values extends object>(
  { name, text, parameters, customPlan = false }: Statement<Values, unknown>,
  values: Values,
  what: string,
  spokenOf = 1,
): Line {
  const literals = parameters.map((parameter) => literalOf(values[parameter]))
  // Each task may lie on a page of its own; what leads to the first of them is a few pages deep.
  return { name, what, text, values: literals, scans: ['Index Scan'], pages: spokenOf + 10, customPlan, sorted: false }
}

const literalOf = (value: unknown): string => {
  if (Array.isArray(value)) return pg.escapeLiteral(`{${value.join()}}`)
  return typeof value === 'string' ? pg.escapeLiteral(value) : String(value)
}

const change = {
  id: middle,
  list_id: null,
  parent_id: null,
  moved: false,
  title: 'Buy oat milk',
  description: null,
  has_description: false,
  completed: true,
  priority: null,
  tags: null,
  has_due: false,
  due: null,
  due_at: null,
  has_recurrence: false,
  recurrence: null,
  recurs_from: null,
  of_plain: true,
}

// None of these tasks recurs, and so none stands anywhere, as those do that are moved.
const nowhere = null as never

const found = {
  status: 'all',
  priorities: null,
  list_id: null,
  parent_id: null,
  due_from: null,
  due_before: null,
  created_from: null,
  created_before: null,
  all_tags: null,
  any_tag: null,
  search: null,
  limit: 21,
  offset: 0,
}

/** Each order, with a key of it that is somewhere in the middle. */
const orders: [sort: string, key: string][] = [
  ['created_at', ''],
  ['updated_at', '2026-11-21 08:00:00+00'],
  ['title', 'Task 5'],
  ['due', 'infinity'],
  ['priority', '0'],
  ['position', `{0,0,${middle * 4_194_304}}`],
]

const lines: Line[] = [
  line(sql.getTask, { id: middle }, 'a task'),
  line(sql.listTasks, { after: 0, limit: 21 }, 'the first page', 21),
  line(sql.listTasks, { after: middle, limit: 21 }, 'a page in the middle', 21),
  line(sql.listTasks, { after: hers - 10, limit: 21 }, 'the last page', 21),
  line(sql.listTasks, { after: middle, limit: 1_001 }, 'the longest page', 1_001),
  line(sql.updateTask, { ...change, versions: null }, 'a task'),
  line(sql.updateTask, { ...change, versions: [1, 2] }, 'a task of one of two versions'),
  line(sql.completeTask, { id: middle, completed: null, versions: null }, 'a task'),
  line(sql.lockTask, { id: middle, versions: null }, 'a task'),
  line(
    sql.advanceTask,
    { id: middle, completed: true, due: nowhere, due_at: nowhere, recurs_from: nowhere, recurs_at: nowhere, recurs_number: nowhere },
    'a task',
  ),
  line(sql.deleteTask, { id: middle, versions: null }, 'a task'),
  ...orders.flatMap(([sort, key]) => [
    line(sql.findTasks, { ...found, sort, key: null, after: null }, `by ${sort}, the first page`, 21),
    line(sql.findTasks, { ...found, sort, key, after: middle }, `by ${sort}, a page in the middle`, 21),
    line(sql.findTasksBackwards, { ...found, sort, key, after: middle }, `by ${sort}, a page in the middle`, 21),
  ]),
  { ...line(sql.findTasks, { ...found, search: '1234567', sort: 'relevance', key: null, after: null }, 'a word', 150), sorted: true },
  { ...line(sql.findTasks, { ...found, all_tags: ['rare'], sort: 'due', key: null, after: null }, 'a tag', 40), sorted: true },
  { ...line(sql.findTasks, { ...found, any_tag: ['rare', 'none'], sort: 'title', key: null, after: null }, 'one of two tags', 40), sorted: true },
  { ...line(sql.findTasks, { ...found, list_id: 7, sort: 'created_at', key: null, after: null }, 'a list', 5), sorted: true },
  { ...line(sql.findTasks, { ...found, parent_id: middle, sort: 'created_at', key: null, after: null }, 'what is below a task', 5), sorted: true },
  line(sql.findTasks, { ...found, status: 'overdue', sort: 'due', key: null, after: null }, 'what is overdue'),
  {
    ...line(
      sql.findTasks,
      { ...found, due_from: '2026-11-21', due_before: '2026-11-22', sort: 'created_at', key: null, after: null },
      'what is due on a day',
      5,
    ),
    sorted: true,
  },
  line(sql.countFoundTasks, { ...found, all_tags: ['rare'] }, 'a tag', 40),
  line(sql.getPlace, { id: middle }, 'a task'),
  line(sql.nextPlace, { list_id: null, parent_id: null, rank: String(middle), id: middle, offset: 0 }, 'a task'),
  line(sql.previousPlace, { list_id: null, parent_id: null, rank: String(middle * 4_194_304), id: middle }, 'a task'),
  line(sql.moveTask, { id: middle, list_id: null, parent_id: null, low: '1', high: '3', first: false }, 'a task'),
  { ...line(sql.lockTasks, { ids: [middle] }, 'a task'), sorted: true },
  {
    ...line(
      sql.spreadTasks,
      { list_id: null, parent_id: null, id: middle, low: String(middle * 4_194_304), high: String((middle + 100) * 4_194_304), window: 10 },
      'ten tasks',
      60,
    ),
    scans: ['Index Scan', 'Index Scan'],
    sorted: true,
  },
  { ...line(sql.countSubtasks, { ids: [middle] }, 'a task', 5), scans: ['Index Scan', 'Index Scan'], sorted: true },
  { ...line(sql.getDepth, { id: middle, task_id: null }, 'a task', 5), scans: ['Index Scan', 'Index Scan'] },
  { ...line(sql.getHeight, { id: middle }, 'a task', 5), sorted: true },
  { ...line(sql.listSubtasks, { id: middle }, 'a task', 5), sorted: true },
  line(sql.moveSubtasks, { ids: [middle], list_id: null }, 'a task'),
  line(sql.settleSubtasks, { ids: [middle], completed: true }, 'a task'),
  { ...line(sql.deleteSubtasks, { id: middle, ids: [middle] }, 'a task', 30), sorted: true },
  { ...line(sql.listDirectSubtasks, { id: middle }, 'a task', 5), sorted: true },
  { ...line(sql.promoteSubtasks, { id: middle, ids: [middle], parent_id: null }, 'a task', 5), scans: ['Index Scan', 'Index Scan'], sorted: true },
  {
    ...line(
      sql.createTask,
      {
        list_id: null,
        parent_id: null,
        title: 'Buy milk',
        description: null,
        completed: false,
        priority: 'none',
        tags: ['errands'],
        due: null,
        due_at: null,
        recurrence: null,
        recurs_from: null,
      },
      'a task',
    ),
    scans: [],
  },
]

/** How a statement is planned, for whom, and who then has it run: a plan for any values is made once on a connection. */
type Making = { mode: 'force_custom_plan' | 'force_generic_plan'; plannedFor: number; runBy: number }

const makings: [how: string, Making][] = [
  ['planned for its values', { mode: 'force_custom_plan', plannedFor: heavy, runBy: heavy }],
  ['planned for any values', { mode: 'force_generic_plan', plannedFor: heavy, runBy: heavy }],
  ['planned as a user with few tasks had it run first', { mode: 'force_generic_plan', plannedFor: light, runBy: heavy }],
  ['planned as a user with many had it run first', { mode: 'force_generic_plan', plannedFor: heavy, runBy: light }],
]

/** The parts of EXPLAIN's JSON that are looked at. */
type Plan = {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Shared Hit Blocks': number
  'Shared Read Blocks': number
  'Plans'?: Plan[]
}

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]
const pagesOf = (plan: Plan): number => plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
const outlineOf = (plan: Plan, indent = '  '): string =>
  `${indent}${plan['Node Type']} ${plan['Index Name'] ?? ''} (${pagesOf(plan)} pages)\n${(plan.Plans ?? []).map((child) => outlineOf(child, `${indent}  `)).join('')}`

describe('with a million and a half tasks', () => {
  let database: TestDatabase
  let client: pg.Client

  beforeAll(async () => {
    database = await createDatabase()
    // No index is kept up to date row by row, nothing goes into the write-ahead log, no trigger is run: a quarter of the time.
    await database.superuser(`
      set session_replication_role = replica;
      set maintenance_work_mem = '256MB';
      alter table trash set unlogged;
      alter table occurrences set unlogged;
      alter table tasks set unlogged;
      update pg_index set indisready = false where indrelid = 'tasks'::regclass;
      insert into users (id) overriding system value values (${heavy}), (${light});
      insert into tasks (id, user_id, title, rank, updated_at) overriding system value
      select n, case when n <= ${hers} and n % 5 > 0 then ${heavy} else ${light} + n % 10000 end, 'Task ' || n, n << 22, '2026-11-20'::timestamptz + n * interval '0.1 seconds'
      from generate_series(1, ${tasks}) as n;
      select setval(pg_get_serial_sequence('tasks', 'id'), ${tasks});
      reindex table tasks;
      analyze tasks`)
    client = new pg.Client({ connectionString: database.url })
    await client.connect()
    // Ten indexes on all of that take half a minute, and more beside other tests.
  }, 300_000)
  afterAll(async () => {
    await client.end()
    await database.drop()
  })

  const become = (user: number): Promise<unknown> => client.query("select set_config('app.user_id', $1, true)", [String(user)])

  /** Runs a statement as a request would, on a connection that has planned it before, and undoes it. */
  const planOf = async ({ text, values }: Line, { mode, plannedFor, runBy }: Making): Promise<Plan> => {
    await client.query(`begin; set local role taskpact_runtime; set local plan_cache_mode = ${mode}`)
    try {
      await become(plannedFor)
      // The first value is the owner.
      await client.query(`prepare asked as ${text}; explain execute asked (${[plannedFor, ...values].join()})`)
      await become(runBy)
      const explained = `explain (analyze, buffers, format json) execute asked (${[runBy, ...values].join()})`
      const {
        rows: [row],
      } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(explained)
      if (!row) throw new Error('EXPLAIN explained nothing')
      return row['QUERY PLAN'][0].Plan
    } finally {
      await client.query('rollback; deallocate all')
    }
  }

  describe.each(makings)('%s, each finds its tasks by an index', (_, making) => {
    test.each(lines.filter(({ customPlan }) => !customPlan || making.mode === 'force_custom_plan'))('$name: $what', async (asked) => {
      const plan = await planOf(asked, making)
      const nodes = nodesOf(plan)
      const scans = nodes.filter((node) => node['Relation Name'] === 'tasks' && node['Node Type'] !== 'ModifyTable')
      expect(
        scans.map((scan) => scan['Node Type']),
        outlineOf(plan),
      ).toEqual(asked.scans)
      if (!asked.sorted)
        expect(
          nodes.filter((node) => node['Node Type'].endsWith('Sort')),
          outlineOf(plan),
        ).toEqual([])
      for (const scan of scans) expect(pagesOf(scan), outlineOf(plan)).toBeLessThanOrEqual(asked.pages)
    })
  })
})

test('each statement of sql/tasks has a line', () => {
  const statements = readdirSync(new URL('../../sql/tasks', import.meta.url)).map((file) => file.replace('.sql', ''))
  expect(
    statements.filter((statement) => !lines.some(({ name }) => name === statement)),
    'add a line to the table above',
  ).toEqual([])
})
