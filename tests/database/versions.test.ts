// A version counts all changes that a client can see: caches and If-Match rely on it.
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import * as sql from '../../src/generated/sql.ts'
import { createList } from '../support/lists.ts'
import { testService } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'

const service = testService()

/** Columns that no change concerns, or that follow from one. */
const byThemselves = [
  ...['id', 'user_id', 'created_at', 'updated_at', 'version'],
  // Shown for a due date in a time zone alone, from which it follows.
  'due_at',
]

/** The columns of a table that its representation shows, by the fragment that lists them. */
function shown(fragment: string): string[] {
  const text = readFileSync(new URL(`../../sql/fragments/${fragment}.sql`, import.meta.url), 'utf8')
  return [...text.replace(/^--.*$/gm, '').matchAll(/\w+\.(\w+)/g)].map(([, column = '']) => column).filter((column) => !byThemselves.includes(column))
}

// That a task or a list is in the trash is shown by where it is found.
const visible: Record<string, string[]> = {
  tasks: [...shown('task'), 'deleted_at'],
  lists: [...shown('list'), 'deleted_at'],
  tags: shown('tag'),
}

type Update = { statement: string; table: string; assignments: [column: string, value: string][] }

/** Every update of a table with versions, in a statement. */
function updatesIn(statement: string, text: string): Update[] {
  return [...text.matchAll(/\bupdate (tasks|lists|tags)\s+set\s+/g)].map(({ 0: start, 1: table = '', index }) => ({
    statement,
    table,
    assignments: assignmentsIn(text.slice(index + start.length)),
  }))
}

/** The assignments that a text begins with. What is in parentheses is part of a value. */
function assignmentsIn(text: string): Update['assignments'] {
  const assignments: string[] = []
  let [depth, start] = [0, 0]
  for (const { 0: token, index } of `${text}\nreturning`.matchAll(/[(),]|\n\s*(?:from|where|returning)\b/g)) {
    if (token === '(') depth += 1
    else if (token === ')') depth -= 1
    else if (depth === 0) {
      assignments.push(text.slice(start, index).trim())
      if (token !== ',') break
      start = index + 1
    }
  }
  return assignments.map((each) => [each.slice(0, each.indexOf(' = ')), each.slice(each.indexOf(' = ') + 3)])
}

/** What is wrong with an update. */
function faultsOf({ statement, table, assignments }: Update): string[] {
  // Nobody sees a list again whose deletion lies before all times.
  const changes = assignments.filter(([column, value]) => visible[table]?.includes(column) && value !== "'-infinity'")
  const raised = assignments.some(([column, value]) => column === 'version' && /^(\w+\.)?version \+ 1$/.test(value))
  const dated = assignments.some(([column, value]) => column === 'updated_at' && value === 'now()')
  const names = changes.map(([column]) => column).join(', ')
  return [
    ...(names === '' || raised ? [] : [`${statement} changes ${names} of ${table}, and not their version`]),
    ...(names === '' || dated ? [] : [`${statement} changes ${names} of ${table}, and not their updated_at`]),
  ]
}

describe('every statement that changes what a client sees', () => {
  const statements = Object.values(sql)
  const updates = statements.flatMap(({ name, text }) => updatesIn(name, text))

  test('raises the version and the time of the change', () => {
    expect(updates.flatMap(faultsOf)).toEqual([])
  })

  test('is found, however it is written', () => {
    const mentions = statements.flatMap(({ text }) => text.match(/\bupdate\s+(only\s+)?(public\.)?"?(tasks|lists|tags)\b/gi) ?? [])
    expect(updates).toHaveLength(mentions.length)
    expect(statements.filter(({ text }) => /\bmerge\s+into\b|\bon conflict\b[^]*\bdo update\b[^]*\bversion\b/i.test(text))).toEqual([])
  })

  const moveSubtasks = sql.moveSubtasks.text
  test.each([
    ['the version', moveSubtasks.replace(/,\n\s*version = version \+ 1/, ''), 'not their version'],
    ['the time', moveSubtasks.replace(/\n\s*updated_at = now\(\),/, ''), 'not their updated_at'],
    ['a higher version', moveSubtasks.replace('version + 1', 'version + 0'), 'not their version'],
  ])('is told from one that leaves out %s', (_, text, fault) => {
    expect(updatesIn('moveSubtasks', text).flatMap(faultsOf)).toEqual([`moveSubtasks changes list_id of tasks, and ${fault}`])
  })
})

describe('in the database itself, whatever makes the change', () => {
  /** What each row is like before a change, for columns that depend on others. */
  const initial: Record<string, string> = {
    tasks: `completed = true, completed_at = null, due = '{"date": "2026-12-01"}', due_at = now(), recurrence = null, recurs_number = null`,
    lists: 'color = null',
    tags: 'color = null',
  }

  /** Another value for each column, with those of columns that no client sees. */
  const others: Record<string, string> = {
    list_id: '(select max(id) from lists)',
    parent_id: '(select max(id) from tasks)',
    title: "'Another title'",
    description: "'Another description'",
    completed: 'false',
    priority: "'high'",
    tags: "'{a}', tag_keys = '{1:a}'",
    subtask_count: 'subtask_count + 1',
    open_subtask_count: 'open_subtask_count + 1',
    due: `'{"date": "2027-01-01"}'`,
    recurrence: `'{"rule": "FREQ=DAILY"}', recurs_number = 1`,
    completed_at: 'now()',
    deleted_at: 'now()',
    name: "'Another name'",
    color: "'#123456'",
  }

  beforeAll(async () => {
    await createTask(service.alice, { tags: ['errands'] })
    await createTask(service.alice)
    await createList(service.alice)
  })

  type Row = { version: string; dated: boolean }

  /** Sets columns of a new row of a table. @returns its version, which was 1, and whether it has another time */
  const change = async (table: string, assignments: string): Promise<Row | undefined> => {
    await service.database.superuser(`update ${table} set ${initial[table]}`)
    await service.database.superuser(`update ${table} set version = 1, updated_at = 'epoch'`)
    const [row] = await service.database.superuser<Row>(`
      update ${table} set ${assignments} where id = (select min(id) from ${table}) and user_id = ${service.alice.id}
      returning version, updated_at > 'epoch' as dated`)
    return row
  }

  const columns = Object.entries(visible).flatMap(([table, names]) => names.map((name): [string, string] => [table, name]))

  test.each(columns)('a change of %s.%s raises the version', async (table, column) => {
    const value = others[column]
    if (value === undefined) throw new Error(`Add another value for ${column} to tests/database/versions.test.ts.`)
    expect(await change(table, `${column} = ${value}`)).toEqual({ version: '2', dated: true })
  })

  test.each([
    ['by the statement itself: not twice', 'tasks', "title = 'A third title', version = version + 1, updated_at = now()", { version: '2', dated: true }],
    ['without the time: with it', 'tasks', "title = 'A fourth title', version = version + 1", { version: '2', dated: true }],
    ['to a lower version: to a higher one', 'tasks', "title = 'A fifth title', version = version - 1", { version: '2', dated: true }],
    ['of what no client sees', 'tasks', 'rank = rank + 1, due_at = due_at', { version: '1', dated: false }],
    ['of no value', 'tasks', 'title = title', { version: '1', dated: false }],
    ['that hides a list forever', 'lists', "deleted_at = '-infinity'", { version: '1', dated: false }],
  ])('a change %s', async (_, table, assignments, expected) => {
    expect(await change(table, assignments)).toEqual(expected)
  })
})
