import { spawnSync } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createCompiler, source } from '../support/compiler.ts'
import { createDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { scratchCopy } from '../support/scratch-copy.ts'
import type { ScratchCopy } from '../support/scratch-copy.ts'

const minutes = 60_000
const parts = ['.config', '.github', 'src', 'sql', 'scripts', 'tests', 'openapi.yaml', 'package.json', 'tsconfig.json', 'CHANGELOG.md', 'README.md']

let database: TestDatabase
let scratch: ScratchCopy
beforeAll(async () => {
  database = await createDatabase()
  scratch = await scratchCopy(...parts)
}, 2 * minutes)
afterAll(async () => {
  await database.drop()
  await scratch.remove()
})

/** Runs a program of the copy. @returns what it printed, after its status */
function run(...values: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, values, {
    cwd: scratch.folder,
    encoding: 'utf8',
    env: {
      ...process.env,
      VITEST: undefined,
      VITEST_POOL_ID: undefined,
      TEST_POSTGRES_URL: undefined,
      TEST_POOLER_PORT: undefined,
      VITEST_WORKER_ID: undefined,
    },
  })
  return `${status}\n${stdout}${stderr}`
}
const generate = (): string => run('--import', 'tsx', 'scripts/generate.ts', '--database', database.url)

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(scratch.folder, path)), { recursive: true })
  await writeFile(join(scratch.folder, path), text)
}

/** The steps of the recipe: the file that each names first, and the text that it shows for it. */
function stepsOf(guide: string): Map<string, string> {
  const recipe = guide.slice(guide.indexOf('## Add an operation'), guide.indexOf('## Commands'))
  const steps = recipe.matchAll(/^\d\. `([\w./]+)`[^]*?```\w+\n([^]*?)^ +```$/gm)
  return new Map([...steps].map(([, path = '', text = '']) => [path, text.replace(/^ {3}/gm, '')]))
}

const steps = stepsOf(source('.github/CONTRIBUTING.md'))

describe('the recipe for a new operation in CONTRIBUTING.md', () => {
  test('names four files', () => {
    expect([...steps.keys()]).toEqual(['openapi.yaml', 'sql/tasks/countTasks.sql', 'src/operations/tasks/countTasks.ts', 'tests/tasks/countTasks.test.ts'])
  })

  test('carried out, generates, compiles, and passes its own test and those of every operation', { timeout: 5 * minutes }, async () => {
    for (const [path, text] of steps) {
      const contract = source('openapi.yaml')
      const added = text.replace(/^(?=.)/gm, '  ')
      await write(path, path === 'openapi.yaml' ? contract.replace('\npaths:\n', `\npaths:\n${added}`) : text)
    }
    expect(generate()).toMatch(/^0\nGenerated /)
    const compile = createCompiler(scratch.folder)
    const handler = 'src/operations/tasks/countTasks.ts'
    expect(compile({ [handler]: await readFile(join(scratch.folder, handler), 'utf8') })).toEqual([])
    const files = [
      'tests/tasks/countTasks.test.ts',
      'tests/shared/every-operation.test.ts',
      'tests/trust/isolation.test.ts',
      'tests/contract/contract.test.ts',
      'tests/contract/extensions.test.ts',
      'tests/contract/repetition.test.ts',
    ]
    expect(
      run(
        'node_modules/vitest/vitest.mjs',
        'run',
        '--config',
        '.config/vitest.config.ts',
        ...files,
        '-t',
        'countTasks|task-count|each place refers|may hold it|its name as a tool',
      ),
    ).toMatch(/^0\n/)
  })

  test('with a file left out, the compiler names what is missing', { timeout: 2 * minutes }, () => {
    const compile = createCompiler(scratch.folder)
    const faults = compile({ 'src/operations/tasks/countTasks.ts': null })
    expect(faults.join('\n')).toContain("Cannot find module '../operations/tasks/countTasks.ts'")
    expect(compile({ 'src/generated/sql.ts': source('src/generated/sql.ts') }).join('\n')).toContain("Property 'countTasks' does not exist")
  })
})

describe('npm run new', () => {
  const create = (...values: string[]): string => run('--import', 'tsx', 'scripts/new.ts', ...values)

  test('writes stubs of every method that generate and compile', { timeout: 5 * minutes }, () => {
    const stubs = [
      ['measureTasks', 'tasks', 'GET', '/api/{user_id}/task-measure'],
      ['cloneTask', 'tasks', 'POST', '/api/{user_id}/tasks/{id}/clone'],
      ['replaceList', 'lists', 'PUT', '/api/{user_id}/lists/{id}'],
      ['purgeTag', 'tags', 'DELETE', '/api/{user_id}/tags/{id}/uses'],
    ]
    for (const values of stubs) expect(create(...values)).toMatch(/^0\nWrote openapi\.yaml, sql\/.*Fill in each TODO/)
    expect(generate()).toMatch(/^0\nGenerated /)
    expect(run('node_modules/typescript/bin/tsc', '--noEmit')).toBe('0\n')
  })

  test.each([
    ['nothing', [], 'Too few arguments. Usage: npm run new -- <operationId> <tag> <METHOD> <path>'],
    ['an operation that is there', ['getTask', 'tasks', 'GET', '/api/{user_id}/x'], 'sql/tasks/getTask.sql exists already. Choose another operationId.'],
    ['a tag that is not there', ['countThings', 'things', 'GET', '/api/{user_id}/things'], 'openapi.yaml has no operation with the tag "things"'],
    [
      'an unknown tag on a path that exists',
      ['countThings', 'things', 'DELETE', '/api/{user_id}/tasks'],
      'openapi.yaml has no operation with the tag "things"',
    ],
    ['a method that the path has', ['countThings', 'tasks', 'POST', '/api/{user_id}/tasks'], 'openapi.yaml has POST /api/{user_id}/tasks already.'],
    ['a method in lower case', ['countThings', 'tasks', 'get', '/api/{user_id}/things'], '"get" must be GET, POST, PUT, PATCH or DELETE.'],
    ['a path of another form', ['countThings', 'tasks', 'GET', 'things'], '"things" must be a path such as /api/{user_id}/task-count.'],
  ])('refuses %s', (_, values, message) => {
    expect(create(...values)).toContain(`2\n${message}`)
  })
})
