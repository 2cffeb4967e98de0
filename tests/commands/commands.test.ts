import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { commands } from '../../src/commands/index.ts'
import { secret, testService } from '../support/service.ts'
import { taskpact as runTaskpact } from '../support/taskpact.ts'
import type { Run } from '../support/taskpact.ts'

const service = testService()

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taskpact-commands-'))
  await writeFile(join(folder, 'file'), '')
})
afterAll(() => rm(folder, { recursive: true }))

/** Runs the program to its end, in a folder where nothing is but a file, if no other is given. */
const taskpact = (args: string[], environment: Record<string, string> = {}, cwd = folder): Promise<Run> =>
  runTaskpact(cwd, args, { BETTER_AUTH_SECRET: secret, ...environment })

describe.concurrent('help', { timeout: 60_000 }, () => {
  test('--help names every command, and what the exit codes mean', async ({ expect }) => {
    const { status, out, err } = await taskpact(['--help'])
    expect({ status, err }).toEqual({ status: 0, err: '' })
    for (const name of Object.keys(commands)) expect(out).toMatch(new RegExp(`^  ${name} +\\S.*\\.$`, 'm'))
    expect(out).toContain('2 invalid command line')
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
    const { body } = await service
      .client({ Authorization: `Bearer ${out.trim()}` })
      .get('/api/me')
      .expect(200)
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

describe.concurrent('demo', { timeout: 60_000 }, () => {
  test('fills a new account, which can be signed in to, with a month of tasks of every kind', async ({ expect }) => {
    const { status, out, err } = await taskpact(['demo', '--url', service.url, '--time-zone', 'Asia/Tokyo'])
    expect({ status, err }).toEqual({ status: 0, err: '' })
    const [, email = '', password = ''] = /E-mail +(\S+)\n +Password +(\S+)\n/.exec(out) ?? []
    const { body: session } = await service.anyone.post('/api/auth/login', { email, password }).expect(200)
    const demo = service.client({ Authorization: `Bearer ${session.access_token}` })
    expect((await demo.get('/api/me')).body).toMatchObject({ time_zone: 'Asia/Tokyo' })
    const { body: stats } = await demo.get('/api/me/stats').expect(200)
    expect(out).toMatch(new RegExp(`^Filled a new account: 3 lists and ${stats.total} tasks, ${stats.completed} of them completed\\.\n`))
    for (const kind of ['open', 'completed', 'overdue', 'due_today']) expect(stats[kind]).toBeGreaterThan(0)
    const { body: tasks }: { body: Record<string, unknown>[] } = await demo.get('/api/me/tasks?limit=1000').expect(200)
    const having = (field: string): number => tasks.filter((task) => task[field] !== null).length
    for (const field of ['due', 'recurrence', 'parent_id', 'list_id']) expect(having(field)).toBeGreaterThan(2)
    const { body: tags }: { body: { color: string | null }[] } = await demo.get('/api/me/tags').expect(200)
    expect(tags.every(({ color }) => color !== null)).toBe(true)
  })

  test('fills the account of a token once, and leaves it as it is the next time', async ({ expect }) => {
    const erin = await service.register('erin')
    const environment = { TASKPACT_URL: service.url, TASKPACT_TOKEN: erin.token }
    expect(await taskpact(['demo'], environment)).toMatchObject({
      status: 0,
      out: expect.stringMatching(/^Filled the account: 3 lists and \d+ tasks/),
      err: '',
    })
    const before = (await erin.get('/api/me/tasks?limit=1000').expect(200)).body
    const again = await taskpact(['demo'], environment)
    expect(again).toMatchObject({ status: 2, out: '', err: expect.stringMatching(/^This account has tasks, lists or tags already\. [^\n]+\n$/) })
    expect((await erin.get('/api/me/tasks?limit=1000').expect(200)).body).toEqual(before)
  })

  test('says that a service does not respond, and that a token is invalid', async ({ expect }) => {
    const nobody = await taskpact(['demo', '--url', 'http://127.0.0.1:1'])
    expect(nobody).toEqual({ status: 1, out: '', err: expect.stringMatching(/^http:\/\/127\.0\.0\.1:1 does not respond\. [^\n]+\n$/) })
    const refused = await taskpact(['demo', '--url', service.url, '--token', 'x'])
    expect(refused).toEqual({ status: 1, out: '', err: expect.stringMatching(/^[^\n]+\n$/) })
  })
})

describe.concurrent('an invalid command line: one line, and status 2', { timeout: 60_000 }, () => {
  test.for<[string[], RegExp]>([
    [['dance'], /^Unknown command "dance"\. The commands are: serve, migrate, backup, restore, move, upgrade, database-url, conformance, demo, mcp, token/],
    [['toString'], /^Unknown command "toString"/],
    [['--port', '80'], /^Unknown command "--port"/],
    [['serve', '--port', '80'], /^Unknown option '--port'\. See "taskpact --help"\.$/],
    [['migrate', 'now'], /^Unexpected argument 'now'\./],
    [['backup'], /^Name the file to write\.$/],
    [['backup', 'one', 'two'], /^Unexpected argument 'two'\.$/],
    [['restore'], /^Name the backup to restore\.$/],
    [['move'], /^No DATABASE_URL\. Set it to the empty database to move to\.$/],
    [['upgrade', 'now'], /^Unexpected argument 'now'\./],
    [['token'], /^--user must be the id of a user/],
    [['token', '--user', ''], /^--user must be the id of a user/],
    [['token', '--user', 'x'.repeat(256)], /^--user must be the id of a user/],
    [['conformance'], /^No URL\. Set TASKPACT_URL or --url/],
    [['conformance', '--urls', 'x'], /^Unknown option '--urls'\./],
    [['demo', '--time-zone', 'Berlin'], /^--time-zone is "Berlin"; it must be an IANA time zone/],
    [['token', '--user'], /^Option '--user <value>' argument missing/],
    [['token', '--user', 'x', '--expires-in', '0d'], /^--expires-in is "0d"; it must be a duration/],
    [['token', '--user', 'x', '--expires-in', '366d'], /^--expires-in is "366d"; .* at most 365d\.$/],
  ])('%j', async ([args, expected], { expect }) => {
    const { status, out, err } = await taskpact(args)
    expect({ status, out }).toEqual({ status: 2, out: '' })
    expect(err).toMatch(/^[^\n]+\n$/)
    expect(err.trim()).toMatch(expected)
  })
})

describe.concurrent("a folder that is someone else's, with a file .env", { timeout: 60_000 }, () => {
  let foreign: string
  beforeAll(async () => {
    foreign = await mkdtemp(join(folder, 'foreign-'))
    await writeFile(
      join(foreign, '.env'),
      `TASKPACT_URL=https://evil.example\nTASKPACT_TOKEN=x\nBETTER_AUTH_SECRET=${'x'.repeat(32)}\nNODE_TLS_REJECT_UNAUTHORIZED=0\n`,
    )
  })

  test.for(['mcp', 'conformance'])('%s asks no service that it names', async (name, { expect }) => {
    const { status, err } = await taskpact([name], {}, foreign)
    expect(status).not.toBe(0)
    expect(err).toMatch(/^No URL\. Set TASKPACT_URL or --url/)
  })

  test('token signs with no secret of it', async ({ expect }) => {
    const { status, out, err } = await taskpact(['token', '--user', 'x'], { BETTER_AUTH_SECRET: '' }, foreign)
    expect({ status, out }).toEqual({ status: 1, out: '' })
    expect(err).toMatch(/^BETTER_AUTH_SECRET is not set, and \.env is read by servers alone\./)
  })
})

describe.concurrent('what it cannot do: one line, and status 1', { timeout: 60_000 }, () => {
  test.for(['serve', 'migrate', 'token --user x'])('%s, where the folder cannot be written', async (line, { expect }) => {
    const { status, out, err } = await taskpact(line.split(' '), { BETTER_AUTH_SECRET: '', DATA_DIR: join(folder, 'file', 'data') })
    expect({ status, out }).toEqual({ status: 1, out: '' })
    expect(err).toMatch(/^DATA_DIR: \S+ cannot be read or written [^\n]+\. Set DATA_DIR to a folder of your own\.\n$/)
  })

  test.for(['migrate', 'backup x'])('%s, where the database is not to be reached', async (line, { expect }) => {
    const { status, err } = await taskpact(line.split(' '), { DATABASE_URL: 'postgresql://user:hunter2@127.0.0.1:1/tasks' })
    expect(status).toBe(1)
    expect(err).toMatch(/^DATABASE_URL: the database does not respond [^\n]+\n$/)
    expect(err).not.toContain('hunter2')
  })
})
