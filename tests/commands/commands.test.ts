import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { commands } from '../../src/commands/index.ts'
import { program } from '../support/program.ts'
import { secret, testService } from '../support/service.ts'

const service = testService()

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taskpact-commands-'))
  await writeFile(join(folder, 'file'), '')
})
afterAll(() => rm(folder, { recursive: true }))

/** Runs the program to its end, in a folder where nothing is but a file. */
function taskpact(args: string[], environment: Record<string, string> = {}): Promise<{ status: unknown; out: string; err: string }> {
  const { PATH = '', HOME = '' } = process.env
  const env = { PATH, HOME, BETTER_AUTH_SECRET: secret, ...environment }
  return new Promise((resolve) => {
    execFile(process.execPath, [...program, ...args], { cwd: folder, env }, (error, out, err) => {
      resolve({ status: error ? (error.code ?? error.signal) : 0, out, err })
    })
  })
}

describe.concurrent('help', { timeout: 60_000 }, () => {
  test('--help names every command, and what the exit codes mean', async ({ expect }) => {
    const { status, out, err } = await taskpact(['--help'])
    expect({ status, err }).toEqual({ status: 0, err: '' })
    for (const name of Object.keys(commands)) expect(out).toMatch(new RegExp(`^  ${name} +\\S.*\\.$`, 'm'))
    expect(out).toContain('with 2 where the command line makes no sense')
  })

  test.for(Object.keys(commands))('%s --help says how it is called, and runs nothing', async (name, { expect }) => {
    const { status, out, err } = await taskpact([name, '--help'])
    expect({ status, err }).toEqual({ status: 0, err: '' })
    expect(out).toContain(`Usage: taskpact ${name}`)
  })

  test("--version is the package's", async ({ expect }) => {
    const { version }: { version: string } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'))
    expect(await taskpact(['--version'])).toEqual({ status: 0, out: `${version}\n`, err: '' })
  })
})

describe.concurrent('token', { timeout: 60_000 }, () => {
  test('prints a token that the service takes, for the user as the front end knows it', async ({ expect }) => {
    const { status, out } = await taskpact(['token', '--user', 'usr_7Kq', '--name', 'Dora', '--email', 'dora@example.com'])
    expect(status).toBe(0)
    const dora = service.client({ Authorization: `Bearer ${out.trim()}` })
    const { body } = await dora.get('/api/usr_7Kq').expect(200)
    expect(body).toMatchObject({ name: 'Dora', email: 'dora@example.com' })
  })

  test('is another user than an account of that id', async ({ expect }) => {
    const { out } = await taskpact(['token', '--user', String(service.alice.id)])
    const { body } = await service.client({ Authorization: `Bearer ${out.trim()}` }).get('/api/me').expect(200)
    expect(body.id).not.toBe(service.alice.id)
  })

  test('lasts for as long as was asked for', async ({ expect }) => {
    const { out } = await taskpact(['token', '--user', 'usr_7Kq', '--expires-in', '30d'])
    const { iat, exp } = JSON.parse(Buffer.from(out.split('.')[1] ?? '', 'base64url').toString())
    expect(exp - iat).toBe(30 * 86_400)
  })
})

test.concurrent('conformance checks a deployment, and removes what it made there', { timeout: 60_000 }, async ({ expect }) => {
  const environment = { TASKPACT_URL: service.url, TASKPACT_TOKEN: service.alice.token }
  const { status, out, err } = await taskpact(['conformance', '--only', 'getTask/success'], environment)
  expect({ status, err }).toEqual({ status: 0, err: '' })
  expect(out).toMatch(/^getTask\n {2}passed {3}success: [^]*: 1 passed, 0 failed, 0 skipped\.\nNothing was left behind\.\n$/)
})

describe.concurrent('a command line that makes no sense: one line, and status 2', { timeout: 60_000 }, () => {
  test.for<[string[], RegExp]>([
    [['dance'], /^There is no command "dance"\. There are: serve, migrate, conformance, mcp, token/],
    [['toString'], /^There is no command "toString"/],
    [['--port', '80'], /^There is no command "--port"/],
    [['serve', '--port', '80'], /^Unknown option '--port'\. "taskpact --help" says what there is\.$/],
    [['migrate', 'now'], /^Unexpected argument 'now'\./],
    [['token'], /^--user has to be the id of a user/],
    [['token', '--user', ''], /^--user has to be the id of a user/],
    [['token', '--user', 'x'.repeat(256)], /^--user has to be the id of a user/],
    [['conformance'], /^There is no URL\. Set TASKPACT_URL or give --url/],
    [['conformance', '--urls', 'x'], /^Unknown option '--urls'\./],
    [['token', '--user'], /^Option '--user <value>' argument missing/],
    [['token', '--user', 'x', '--expires-in', '0d'], /^--expires-in is "0d"; it has to be a time/],
    [['token', '--user', 'x', '--expires-in', '366d'], /^--expires-in is "366d"; .* at most 365d\.$/],
  ])('%j', async ([args, expected], { expect }) => {
    const { status, out, err } = await taskpact(args)
    expect({ status, out }).toEqual({ status: 2, out: '' })
    expect(err).toMatch(/^[^\n]+\n$/)
    expect(err.trim()).toMatch(expected)
  })
})

describe.concurrent('what it cannot do: one line, and status 1', { timeout: 60_000 }, () => {
  test.for(['serve', 'migrate', 'token --user x'])('%s, where the folder cannot be written', async (line, { expect }) => {
    const { status, out, err } = await taskpact(line.split(' '), { BETTER_AUTH_SECRET: '', DATA_DIR: join(folder, 'file', 'data') })
    expect({ status, out }).toEqual({ status: 1, out: '' })
    expect(err).toMatch(/^DATA_DIR: \S+ cannot be read or written [^\n]+\. Set DATA_DIR to a folder of your own\.\n$/)
  })

  test('migrate, where the database is not to be reached', async ({ expect }) => {
    const { status, err } = await taskpact(['migrate'], { DATABASE_URL: 'postgresql://user:hunter2@127.0.0.1:1/tasks' })
    expect(status).toBe(1)
    expect(err).toMatch(/^DATABASE_URL: the database does not answer [^\n]+\n$/)
    expect(err).not.toContain('hunter2')
  })
})
