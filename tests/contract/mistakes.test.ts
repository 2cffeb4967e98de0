import { spawnSync } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handlersMap } from '../../scripts/generate/operations-map.ts'
import { statements } from '../../scripts/generate/statements.ts'
import { createCompiler, replaced, source } from '../support/compiler.ts'
import { createDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { scratchCopy } from '../support/scratch-copy.ts'
import type { ScratchCopy } from '../support/scratch-copy.ts'

const compile = createCompiler()

let database: TestDatabase
let client: pg.Client
let scratch: ScratchCopy
let copy: string
beforeAll(async () => {
  database = await createDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  scratch = await scratchCopy('src', 'sql', 'scripts', 'openapi.yaml', 'package.json', 'tsconfig.json')
  copy = scratch.folder
})
afterAll(async () => {
  await client.end()
  await database.drop()
  await scratch.remove()
})

/** What the compiler says once a statement has been changed and the types of all of them generated anew. */
async function afterChanging(file: string, text: string, by: string): Promise<string[]> {
  const [changed = ''] = Object.values(replaced(`sql/${file}`, text, by))
  await writeFile(join(copy, 'sql', file), changed ?? '')
  try {
    return compile({ 'src/generated/sql.ts': await statements(client, pathToFileURL(`${copy}/`)) })
  } finally {
    await writeFile(join(copy, 'sql', file), source(`sql/${file}`))
  }
}

describe('the compiler', () => {
  // That it passes all of the sources is known from `npm run check`.
  test('accepts the sources without these mistakes', { timeout: 120_000 }, () => {
    const sources = ['getTask', 'createTask', 'deleteTask', 'completeTask'].map((id) => `src/operations/tasks/${id}.ts`)
    expect(compile(Object.fromEntries([...sources, 'src/generated/sql.ts'].map((path) => [path, source(path)])))).toEqual([])
  })

  test('names a handler that is missing', () => {
    expect(compile({ 'src/operations/tasks/getTask.ts': null }).join()).toMatch(/handlers\.ts.*getTask/)
  })

  test('names a handler that is misnamed', () => {
    expect(compile(replaced('src/operations/tasks/getTask.ts', 'const getTask:', 'const fetchTask:')).join()).toMatch(/no exported member (named )?'getTask'/)
  })

  test('names an operationId that the contract does not have', () => {
    expect(compile(replaced('src/operations/tasks/getTask.ts', "Operation<'getTask'>", "Operation<'getTsk'>")).join()).toMatch(/"getTsk"/)
  })

  test('refuses a body of the wrong type', () => {
    expect(compile(replaced('src/operations/tasks/getTask.ts', 'withEtag(task)', 'withEtag({ ...task, title: 5 })')).join()).toMatch(
      /getTask\.ts.*not assignable/s,
    )
  })

  test('refuses a body on a 204', () => {
    const change = replaced(
      'src/operations/tasks/deleteTask.ts',
      "throw await notFoundOrPreconditionFailed(db, 'task', id, versions)",
      "throw await notFoundOrPreconditionFailed(db, 'task', id, versions)\n  return task",
    )
    expect(compile(change).join()).toMatch(/deleteTask\.ts.*not assignable/s)
  })

  test('refuses an answer without a header that the contract declares', () => {
    const change = replaced('src/operations/tasks/createTask.ts', ', { Location: `${path}/${task.id}` }', '')
    expect(compile(change).join()).toMatch(/createTask\.ts.*Location/s)
  })

  test('refuses an SQL parameter under another name', () => {
    expect(compile(replaced('src/operations/tasks/completeTask.ts', '{ id, completed, versions }', '{ task_id: id, completed, versions }')).join()).toMatch(
      /task_id/,
    )
  })

  test('refuses a select that has lost a column', async () => {
    expect((await afterChanging('fragments/task.sql', 'tasks.title, ', '')).join()).toMatch(/getTask\.ts.*title/s)
  })

  test('refuses a column that may be null for a field that may not', async () => {
    expect((await afterChanging('fragments/task.sql', 'tasks.title, ', 'tasks.description as title, ')).join()).toMatch(/getTask\.ts.*null/s)
  })
})

describe('the generator', () => {
  test('names the file and the line of broken SQL', async () => {
    await expect(afterChanging('tasks/getTask.sql', 'from tasks', 'from tsks')).rejects.toThrow(/sql\/tasks\/getTask\.sql:2 .*"tsks" does not exist/)
  })

  test('names an unknown fragment', async () => {
    await expect(afterChanging('tasks/getTask.sql', '{task}', '{tsk}')).rejects.toThrow(/tasks\/getTask\.sql: there is no sql\/fragments\/tsk\.sql/)
  })

  test('names an expression of which nobody said whether it may be null', async () => {
    await expect(afterChanging('fragments/task.sql', 'tasks.title, ', 'upper(tasks.title) as title, ')).rejects.toThrow(/Tasks?\.sql: .*"title" may be null/)
  })

  test('names a handler too many', async () => {
    await writeFile(join(copy, 'src/operations/tasks/stray.ts'), '')
    await expect(handlersMap(pathToFileURL(`${copy}/`))).rejects.toThrow(/src\/operations\/tasks\/stray\.ts: .*no operation of that name/)
    await rm(join(copy, 'src/operations/tasks/stray.ts'))
  })

  test('says which generated file is stale, and what to run', { timeout: 120_000 }, async () => {
    await writeFile(join(copy, 'src/generated/sql.ts'), '// as it was')
    const values = ['--import', 'tsx', 'scripts/generate.ts', '--check', '--database', database.url]
    const { status, stderr } = spawnSync(process.execPath, values, { cwd: copy, encoding: 'utf8', env: { ...process.env, CI: 'true' } })
    expect(stderr).toMatch(/Not current: .*src\/generated\/sql\.ts.* Run "npm run generate"/)
    expect(status).toBe(1)
  })
})
