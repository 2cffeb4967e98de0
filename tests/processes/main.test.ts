import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, test } from 'vitest'
import type { ExpectStatic } from 'vitest'
import { close, listen, portOf } from '../support/better-auth.ts'
import { createDatabase } from '../support/database.ts'
import { program as built } from '../support/program.ts'
import { clientOf, secret } from '../support/service.ts'

/** The program, running, and what it has printed so far. */
type Program = { child: ChildProcess; out: string; err: string; status: Promise<unknown> }

const children: ChildProcess[] = []
let folder: string
let dataDir: string
let dotenv: string
let postgres = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taskpact-main-'))
  dataDir = join(folder, 'data')
  dotenv = join(folder, 'dotenv')
  await mkdir(dotenv)
})

afterAll(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  while (isAlive(postgres)) await sleep(20)
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
})

/** Starts the program in a folder, with nothing set but what the test sets. */
function runIn(cwd: string, environment: Record<string, string>, ...command: string[]): Program {
  const { PATH = '', HOME = '' } = process.env
  const env = { PATH, HOME, PORT: '0', LOG_LEVEL: 'fatal', DATA_DIR: dataDir, ...environment }
  const line = [...built, ...command]
  return programOf(spawn(process.execPath, line, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] }))
}

function programOf(child: ChildProcess): Program {
  children.push(child)
  const status = once(child, 'close').then(([code, signal]: unknown[]) => code ?? signal)
  const program: Program = { child, out: '', err: '', status }
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (program.out += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (program.err += text))
  return program
}

/** Starts the program on a terminal of its own, whose input is the child's. */
function onTerminal(environment: Record<string, string>): Program {
  const { PATH = '', HOME = '' } = process.env
  const line = [process.execPath, ...built]
  const command = process.platform === 'darwin' ? ['-q', '/dev/null', ...line] : ['-qc', line.map((part) => `'${part}'`).join(' '), '/dev/null']
  const env = { PATH, HOME, PORT: '0', DATA_DIR: dataDir, ...environment }
  return programOf(spawn('script', command, { cwd: folder, env, stdio: ['pipe', 'pipe', 'pipe'] }))
}

/** The lines of the log in what was printed; fails if there is anything else. */
const linesIn = (printed: string): unknown[] =>
  printed
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line))

const run = (environment: Record<string, string>, ...command: string[]): Program => runIn(folder, environment, ...command)

/** Waits until the program has logged that it started, and gives its address. */
async function listening(expect: ExpectStatic, program: Program): Promise<string> {
  const greeting = /"url":"([^"]+)".*"msg":"started"/
  const ended = program.status.then((status) => {
    throw new Error(`It ended with ${String(status)} instead: ${program.out}${program.err}`)
  })
  await Promise.race([expect.poll(() => program.out, { timeout: 50_000 }).toMatch(greeting), ended])
  return greeting.exec(program.out)?.[1] ?? ''
}

/** What the program said before it gave up with status 1. */
async function refusalOf(expect: ExpectStatic, program: Program): Promise<string> {
  expect({ status: await program.status, out: program.out }).toEqual({ status: 1, out: '' })
  expect(program.err).toMatch(/^[^\n]+\n$/)
  return program.err.trim()
}

function isAlive(pid: number): boolean {
  if (pid === 0) return false
  try {
    // A zombie has ended, too.
    return !execFileSync('ps', ['-o', 'state=', '-p', String(pid)], { encoding: 'utf8' }).startsWith('Z')
  } catch {
    return false
  }
}

const postmaster = async (): Promise<number> => Number.parseInt(await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10)

// In this order: making a folder of data takes longer than all the rest, so they share one. Meanwhile, the others run.
describe.concurrent('on an embedded database', { timeout: 60_000 }, () => {
  let token: string

  test('on a terminal, it says where it listens, and a first request that works; Ctrl-C ends it', { concurrent: false }, async ({ expect }) => {
    const program = onTerminal({})
    await expect.poll(() => program.out, { timeout: 50_000 }).toMatch(/"name":"Alice"}/)
    postgres = await postmaster()
    const printed = program.out.replaceAll('\r', '')
    const url = /listens on +(\S+)/.exec(printed)?.[1] ?? ''
    expect(printed).toContain(`Taskpact listens on  ${url}\n`)
    expect(printed).toContain(`Documentation        ${url}/docs\n`)
    expect(printed).toContain(`Data                 ${dataDir}\n`)
    expect((await fetch(`${url}/docs`)).status).toBe(200)

    const command = /curl[\s\S]*}'/.exec(printed)?.[0] ?? ''
    const [, address = '', header = '', body = ''] = /^curl -X POST (\S+) -H '([^']+)' \\\n +-d '([^']+)'$/.exec(command) ?? []
    const [name = '', value = ''] = header.split(': ')
    const answer = await fetch(address, { method: 'POST', headers: { [name]: value }, body })
    expect(answer.status).toBe(201)
    const registered: unknown = await answer.json()
    expect(registered).toMatchObject({ token: expect.any(String), user: { email: expect.stringMatching(/^alice-\w+@example\.com$/), name: 'Alice' } })
    token = String(Object(registered).token)
    program.child.stdin?.write('\x03')
    await program.status
    expect(isAlive(postgres)).toBe(false)
  })

  test('elsewhere, it prints a line of the log instead, even if little is logged', { concurrent: false }, async ({ expect }) => {
    const program = run({})
    const url = await listening(expect, program)
    postgres = await postmaster()
    expect(linesIn(program.out)).toEqual([{ level: 30, time: expect.any(String), url, docs: `${url}/docs`, data: dataDir, msg: 'started' }])
    await clientOf(url, { Authorization: `Bearer ${token}` })
      .post('/api/me/tasks', { title: 'Survive' })
      .expect(201)

    // Killed while it works: the next test finds what was acknowledged.
    program.child.kill('SIGKILL')
    await program.status
  })

  test('killed and started again, it has what it acknowledged; SIGTERM ends it, and its Postgres', { concurrent: false }, async ({ expect }) => {
    const program = run({})
    const url = await listening(expect, program)
    const before = postgres
    postgres = await postmaster()
    expect(isAlive(before)).toBe(false)
    // The secret was kept as well, so the token is good.
    const { body } = await clientOf(url, { Authorization: `Bearer ${token}` })
      .get('/api/me/tasks')
      .expect(200)
    expect(body).toMatchObject([{ title: 'Survive' }])
    program.child.kill('SIGTERM')
    expect(await program.status).toBe(0)
    expect(isAlive(postgres)).toBe(false)
    expect(program.err).toBe('')
    expect(linesIn(program.out)).toMatchObject([{ msg: 'started' }, { msg: 'stopping', reason: 'SIGTERM' }, { msg: 'stopped', status: 0 }])
    await expect(fetch(url)).rejects.toThrow('fetch failed')
  })

  test.for(['PORT', 'METRICS_PORT'])('a %s that is taken: one line, before a database is made', async (name, { expect }) => {
    const other = createServer()
    await listen(other, 0)
    const port = String(portOf(other))
    const fresh = join(folder, `data-of-${name}`)
    const refusal = await refusalOf(expect, run({ [name]: port, DATA_DIR: fresh }))
    await close(other)
    expect(refusal).toBe(`Port ${port} is in use. Stop the process that listens on it, or set ${name} to another port.`)
    expect(await readdir(fresh)).toEqual(['secret'])
  })
})

describe.concurrent('what it cannot run with: one line that says what to do', { timeout: 60_000 }, () => {
  const url = 'postgresql://user:hunter2@127.0.0.1:1/tasks'

  test.for<[string, Record<string, string>, RegExp]>([
    ['an invalid setting', { PORT: 'http' }, /^PORT is "http"; it must be a number from 0 to 65535\.$/],
    ['a DATABASE_URL without a secret', { DATABASE_URL: url }, /^BETTER_AUTH_SECRET is not set\. .*32 bytes or more\.$/],
    ['a database that refuses', { DATABASE_URL: url, BETTER_AUTH_SECRET: secret }, /^DATABASE_URL: .+ Check the URL, and that the database is running\.$/],
  ])('%s', async ([, environment, expected], { expect }) => {
    const refusal = await refusalOf(expect, run(environment))
    expect(refusal).toMatch(expected)
    expect(refusal).not.toContain('hunter2')
  })
})

describe.concurrent('on a database of its own', { timeout: 60_000 }, () => {
  test('what .env says counts, unless it is set; migrate and serve work on it; SIGINT ends it', async ({ expect }) => {
    const database = await createDatabase('nothing')
    await writeFile(join(dotenv, '.env'), `DATABASE_URL=${database.url}\nBETTER_AUTH_SECRET="${secret}"\nPORT=http\n`)
    try {
      const migration = runIn(dotenv, {}, 'migrate')
      expect(await migration.status).toBe(0)
      expect(migration.out).toMatch(/^Applied 0001_\w+\.sql/)

      const program = runIn(dotenv, { HOST: '127.0.0.1', LOG_LEVEL: 'warn' })
      const url = await listening(expect, program)
      expect(linesIn(program.out)).toMatchObject([
        { level: 40, msg: expect.stringMatching(/^SMTP_URL is not set: mails, .+ reach nobody$/) },
        { msg: 'started', data: new URL(database.url).host },
      ])
      expect(program.out).not.toMatch(/postgresql:|\/\/taskpact/)
      await clientOf(url, {}).get('/health/ready').expect(200)
      program.child.kill('SIGINT')
      expect(await program.status).toBe(0)
    } finally {
      await database.drop()
    }
  })

  test('an address this machine does not have: one line that names HOST', async ({ expect }) => {
    const database = await createDatabase()
    try {
      const refusal = await refusalOf(expect, run({ DATABASE_URL: database.url, BETTER_AUTH_SECRET: secret, HOST: '192.0.2.1' }))
      expect(refusal).toContain('Set HOST and PORT to an address that it can listen on.')
    } finally {
      await database.drop()
    }
  })
})
