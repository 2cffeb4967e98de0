// What npm run check takes for current without generating it again.
import { appendFile, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digestOfInputs, staleByRecord, writeRecord } from '../../scripts/generate/record.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const generated = ['src/generated/sql.ts', 'src/generated/client.ts', 'sql/schema.sql', 'src/docs/assets/changes.md']

let copy: string
const stale = (): Promise<string[] | null> => staleByRecord(pathToFileURL(`${copy}/`))
beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'taskpact-record-'))
  for (const part of ['src', 'sql', 'scripts', 'openapi.yaml', 'node_modules/.package-lock.json'])
    await cp(join(root, part), join(copy, part), { recursive: true })
  await symlink(join(root, 'node_modules/esbuild'), join(copy, 'node_modules/esbuild'))
  const url = pathToFileURL(`${copy}/`)
  const files = await Promise.all(generated.map(async (path): Promise<[string, string]> => [path, await readFile(join(copy, path), 'utf8')]))
  await writeRecord(url, await digestOfInputs(url), new Map(files))
})
afterAll(() => rm(copy, { recursive: true, force: true }))

/** What is taken for stale while a file has another line at its end, or is a new one. */
async function staleWith(path: string): Promise<string[] | null> {
  const file = join(copy, path)
  const before = await readFile(file).catch(() => null)
  await mkdir(dirname(file), { recursive: true })
  await appendFile(file, '\n')
  try {
    return await stale()
  } finally {
    await (before === null ? rm(file) : writeFile(file, before))
  }
}

describe('without generating anything', () => {
  test('all files are current as long as nothing has changed', async () => expect(await stale()).toEqual([]))

  test.each(generated)('%s is stale once it is edited', async (path) => expect(await staleWith(path)).toEqual([path]))

  test('a generated file that is gone is stale', async () => {
    await rm(join(copy, 'src/generated/client.ts'))
    expect(await stale()).toEqual(['src/generated/client.ts'])
    await cp(join(root, 'src/generated/client.ts'), join(copy, 'src/generated/client.ts'))
  })

  test.each([
    ['a statement', 'sql/tasks/getTask.sql'],
    ['a fragment', 'sql/fragments/task.sql'],
    ['a migration', 'sql/migrations/0001_users_and_tasks.sql'],
    ['the contract', 'openapi.yaml'],
    ['a part of the generator', 'scripts/generate/statements.ts'],
    ['a module that the generator loads', 'src/contract/contract.ts'],
    ['an installed package', 'node_modules/.package-lock.json'],
    ['a new statement', 'sql/tasks/new.sql'],
    ['a new handler', 'src/operations/tasks/stray.ts'],
  ])('nothing is known after a change of %s', async (_, path) => expect(await staleWith(path)).toBeNull())

  test('a handler that does its work differently changes nothing', async () => expect(await staleWith('src/operations/tasks/getTask.ts')).toEqual([]))

  test('nothing is known where the inputs changed while the files were being generated', async () => {
    const url = pathToFileURL(`${copy}/`)
    await rm(join(copy, 'node_modules/.cache'), { recursive: true })
    await writeRecord(url, 'the digest of other inputs', new Map())
    expect(await stale()).toBeNull()
  })
})
