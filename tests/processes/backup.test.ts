import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, copyFile, mkdir, mkdtemp, readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { startProgram } from '../../scripts/support/service.ts'
import type { Program } from '../../scripts/support/service.ts'
import { startEmbeddedPostgres } from '../../src/embedded-postgres/index.ts'
import { passwordOf } from '../support/accounts.ts'
import { withDatabase } from '../support/administer.ts'
import { createDatabase } from '../support/database.ts'
import { contentsAt, emptyIn, makeTheRest, makeOneOfEach, queryAt, sequencesAt } from '../support/one-of-each.ts'
import type { Contents, Owner } from '../support/one-of-each.ts'
import { parentOfData } from '../support/postgres.ts'
import { program } from '../support/program.ts'
import { clientOf } from '../support/service.ts'
import { taskpact as runTaskpact } from '../support/taskpact.ts'
import type { Run } from '../support/taskpact.ts'

let folder: string
let service: Program
let alice: Owner
let before: Contents
const running: ChildProcess[] = []

/** Runs the program to its end, in the folder of the service. */
const taskpact = (args: string[], environment?: Record<string, string>): Promise<Run> => runTaskpact(folder, args, environment)

const at = (name: string): string => join(folder, name)
/** The environment of a data folder; without a secret of its own, so that one is generated in it. */
const of = (name: string): Record<string, string> => ({ DATA_DIR: at(name), BETTER_AUTH_SECRET: '' })

async function serve(name: string): Promise<Program> {
  const started = await startProgram({ program, databaseUrl: '', environment: of(name) })
  running.push(started.child)
  return started
}

async function stop({ child, exited }: Program): Promise<void> {
  child.kill('SIGTERM')
  await exited
}

async function superuserOf(name: string): Promise<string> {
  const { out } = await taskpact(['database-url', '--superuser'], of(name))
  return out.trim()
}

/** Looks at the database of a data folder that no service runs on. */
async function lookInto<Found>(name: string, look: (superuserUrl: string) => Promise<Found>): Promise<Found> {
  const postgres = await startEmbeddedPostgres(at(name))
  return look(postgres.superuserUrl).finally(() => postgres.stop())
}

beforeAll(async () => {
  folder = await mkdtemp(join(await parentOfData(), 'taskpact-backup-'))
  // PostgreSQL's account has to reach it.
  await chmod(folder, 0o755)
  service = await serve('data')
  alice = await makeOneOfEach(service.url, 'alice', await readFile(join(at('data'), 'secret'), 'utf8'))
  await makeTheRest(await superuserOf('data'))
  before = await contentsAt(await superuserOf('data'), 'permanent')
}, 120_000)

afterAll(async () => {
  for (const child of running.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}, 60_000)

test('no table is empty: one that is new needs a row in tests/support/one-of-each.ts', async () => {
  expect(emptyIn(await contentsAt(await superuserOf('data'), 'all'))).toEqual([])
})

describe('backup and restore of the embedded database', { timeout: 120_000 }, () => {
  test('the drill of the guide: every table is as it was, and sessions continue', async () => {
    const guide = await readFile(new URL('../../src/docs/assets/guides/12-backup-and-restore.md', import.meta.url), 'utf8')
    const [, drill = ''] = /## The drill[^]*?```sh\n([^]*?)```/.exec(guide) ?? []
    const commands = drill.trim().split('\n')
    expect(commands.at(-1)).toBe('DATA_DIR=.drill PORT=8001 npx taskpact serve')
    const bin = at('bin')
    await mkdir(bin)
    await writeFile(join(bin, 'npx'), `#!/bin/sh\nshift\nexec "${process.execPath}" ${program.map((part) => `"${part}"`).join(' ')} "$@"\n`, { mode: 0o755 })
    const env = { ...process.env, PATH: `${bin}:${process.env['PATH'] ?? ''}`, ...of('data') }
    for (const command of commands.slice(0, -1)) await shell(command, env)
    const drilled = spawn('/bin/sh', ['-c', `exec ${(commands.at(-1) ?? '').replace(/^/, 'env ').replace('PORT=8001', 'PORT=0')}`], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    running.push(drilled)
    const url = await urlPrintedBy(drilled)
    expect(await contentsAt(await superuserOf('.drill'), 'permanent')).toEqual(before)
    const hers = clientOf(url, { Authorization: `Bearer ${alice.token}` })
    const [restored, original] = await Promise.all([hers, alice].map((who) => who.get('/api/me/tasks?status=all').expect(200)))
    expect(restored?.body).toEqual(original?.body)
    await clientOf(url, {})
      .post('/api/auth/login', { email: alice.email, password: passwordOf('alice') })
      .expect(200)
    drilled.kill('SIGTERM')
    await once(drilled, 'exit')
  })

  test('while others write: what was acknowledged before is there, and every transaction is whole', async () => {
    const acknowledged: number[] = []
    let writing = true
    const writers = [1, 2].map(async () => {
      while (writing) {
        const { body } = await alice.post('/api/me/tasks', { title: 'Written meanwhile', tags: ['meanwhile'] }).expect(201)
        acknowledged.push(body.id)
      }
    })
    await expect.poll(() => acknowledged.length).toBeGreaterThan(20)
    const sure = [...acknowledged]
    const { status, err } = await taskpact(['backup', 'busy.backup'], of('data'))
    const afterwards = acknowledged.length
    writing = false
    await Promise.all(writers)
    expect({ status, err }).toEqual({ status: 0, err: '' })
    expect(afterwards).toBeGreaterThan(sure.length)
    expect(await taskpact(['restore', 'busy.backup'], of('busy'))).toMatchObject({ status: 0, err: '' })

    await lookInto('busy', async (url) => {
      const there = await queryAt<{ id: string }>(url, "select id from tasks where title = 'Written meanwhile'")
      const ids = new Set(there.map(({ id }) => Number(id)))
      expect(sure.filter((id) => !ids.has(id))).toEqual([])
      // The counts are kept by the transaction that writes a task: they would differ if one were there in part.
      const counts = 'select (select count(*) from tasks where tasks.user_id = quota_usage.user_id) as counted, tasks as kept from quota_usage'
      for (const { counted, kept } of await queryAt<{ counted: string; kept: string }>(url, counts)) expect(kept).toBe(counted)
    })
  })

  test('with the service stopped', async () => {
    const now = await contentsAt(await superuserOf('data'), 'permanent')
    await stop(service)
    expect(await taskpact(['backup', 'cold.backup'], of('data'))).toMatchObject({ status: 0, err: '' })
    service = await serve('data')
    alice = { ...clientOf(service.url, { Authorization: `Bearer ${alice.token}` }), token: alice.token, email: alice.email }
    expect(await taskpact(['restore', 'cold.backup'], of('cold'))).toMatchObject({ status: 0, err: '' })
    expect(await lookInto('cold', (url) => contentsAt(url, 'permanent'))).toEqual(now)
  })

  test('the file is for its owner alone, and never replaces another', async () => {
    expect(((await stat(at('drill.backup'))).mode & 0o777).toString(8)).toBe('600')
    const { status, err } = await taskpact(['backup', 'drill.backup'], of('data'))
    expect(status).toBe(1)
    expect(err).toBe('drill.backup exists. Choose another name, or remove it.\n')
    expect((await readdir(folder)).filter((name) => name.includes('partial'))).toEqual([])
  })

  test.for<[string, RegExp, (path: string, size: number) => Promise<void>]>([
    ['half of it is missing', /damaged, incomplete or no backup/, (path, size) => truncate(path, Math.floor(size / 2))],
    ['its last byte is missing', /damaged, incomplete or no backup/, (path, size) => truncate(path, size - 1)],
    ['some bits of it changed', /damaged, incomplete or no backup/, flipBits],
    ['it is something else', /is no backup/, (path) => writeFile(path, 'a photograph')],
    ['it is a dump of a server', /is a dump of a PostgreSQL server\. Set DATABASE_URL/, (path) => writeFile(path, 'PGDMP and so on')],
  ])('a backup is refused where %s, and nothing is left in the data folder', async ([, reason, harm]) => {
    await copyFile(at('drill.backup'), at('harmed.backup'))
    await harm(at('harmed.backup'), (await stat(at('harmed.backup'))).size)
    const { status, err } = await taskpact(['restore', 'harmed.backup'], of('harmed'))
    expect(status).toBe(1)
    expect(err).toMatch(/^[^\n]+\n$/)
    expect(err).toMatch(reason)
    expect(await readdir(at('harmed')).catch(() => [])).toEqual([])
  })

  test('a data folder that has a database is left alone', async () => {
    const now = await contentsAt(await superuserOf('data'), 'permanent')
    expect((await taskpact(['restore', 'drill.backup'], of('data'))).err).toMatch(/is in use by process \d+/)
    const { status, err } = await taskpact(['restore', 'drill.backup'], of('cold'))
    expect(status).toBe(1)
    expect(err).toMatch(/cold\/postgres already holds a database; move it away/)
    expect(await contentsAt(await superuserOf('data'), 'permanent')).toEqual(now)
  })

  test('a folder without a database is not backed up', async () => {
    const { status, err } = await taskpact(['backup', 'nothing.backup'], of('nothing'))
    expect(status).toBe(1)
    expect(err).toMatch(/nothing holds no database; set DATA_DIR/)
    expect(await readdir(folder)).not.toContain('nothing.backup')
  })
})

describe('move to a server', { timeout: 120_000 }, () => {
  test('is refused while the service runs', async () => {
    const { status, err } = await taskpact(['move'], { ...of('data'), DATABASE_URL: inject('templateUrl') })
    expect(status).toBe(1)
    expect(err).toMatch(/is in use by process \d+; stop it/)
  })

  test('every table and sequence is equal; a second time is refused; the service runs on it', async () => {
    const now = await contentsAt(await superuserOf('data'), 'all')
    const sequences = await sequencesAt(await superuserOf('data'))
    const { body: last } = await alice.post('/api/me/tasks', { title: 'The last one here' }).expect(201)
    await alice.delete(`/api/me/tasks/${last.id}`).expect(204)
    await stop(service)
    const database = await createDatabase('nothing')
    const secret = await readFile(join(at('data'), 'secret'), 'utf8')
    try {
      const moved = await taskpact(['move'], { ...of('data'), DATABASE_URL: database.url })
      expect(moved).toMatchObject({ status: 0, err: '' })
      const there = withDatabase(inject('superuserUrl'), new URL(database.url).pathname.slice(1))
      const contents = await contentsAt(there, 'all')
      expect(Object.keys(contents)).toEqual(Object.keys(now))
      service = await serve('data')
      expect(contents).toEqual(await contentsAt(await superuserOf('data'), 'all'))
      expect(await sequencesAt(there)).toEqual(await sequencesAt(await superuserOf('data')))
      expect(await sequencesAt(there)).not.toEqual(sequences)
      await stop(service)

      const again = await taskpact(['move'], { ...of('data'), DATABASE_URL: database.url })
      expect(again.status).toBe(1)
      expect(again.err).toMatch(/^The database to move to is not empty: \w+ has rows\. [^\n]+\n$/)
      expect(await contentsAt(there, 'all')).toEqual(contents)

      const elsewhere = await startProgram({ program, databaseUrl: database.url, environment: { BETTER_AUTH_SECRET: secret } })
      running.push(elsewhere.child)
      const hers = clientOf(elsewhere.url, { Authorization: `Bearer ${alice.token}` })
      const { body: next } = await hers.post('/api/me/tasks', { title: 'The first one there' }).expect(201)
      expect(next.id).toBe(Number(last.id) + 1)
      await stop(elsewhere)
    } finally {
      await database.drop()
      service = await serve('data')
    }
  })

  test('a database with a table of something else is refused', async () => {
    await stop(service)
    const database = await createDatabase('nothing')
    try {
      await database.query('create table photographs (id bigint)')
      const { status, err } = await taskpact(['move'], { ...of('data'), DATABASE_URL: database.url })
      expect(status).toBe(1)
      expect(err).toMatch(/^Only one of the two databases has the table photographs \(id\)\. [^\n]+\n$/)
    } finally {
      await database.drop()
      service = await serve('data')
    }
  })
})

describe('the URL of the embedded database', { timeout: 60_000 }, () => {
  test('leads there, as the role of the service and as the superuser', async () => {
    const { out } = await taskpact(['database-url'], of('data'))
    const who = 'select current_user::text as name, current_database()::text as database'
    expect(await queryAt(out.trim(), who)).toEqual([{ name: 'taskpact', database: 'taskpact' }])
    expect(await queryAt(await superuserOf('data'), who)).toEqual([{ name: 'postgres', database: 'taskpact' }])
  })

  test('of a service that does not run is told as such', async () => {
    const { status, err } = await taskpact(['database-url'], of('cold'))
    expect({ status, err }).toEqual({ status: 1, err: `no PostgreSQL runs in ${at('cold/postgres')}; start the service\n` })
  })
})

async function shell(command: string, env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn('/bin/sh', ['-c', command], { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text))
  const [status] = (await once(child, 'exit')) as [number | null]
  expect({ command, status, complaint }).toEqual({ command, status: 0, complaint: '' })
}

function urlPrintedBy(child: ChildProcess): Promise<string> {
  let printed = ''
  return new Promise((done, failed) => {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      printed += text
      const port = /"url":"http:\/\/[^"]+:(\d+)"/.exec(printed)?.[1]
      if (port !== undefined) done(`http://127.0.0.1:${port}`)
    })
    child.once('exit', () => failed(new Error(`it ended: ${printed}`)))
  })
}

/** Of a run of zeros, one bit of the packed form may be another and mean the same. */
async function flipBits(path: string, size: number): Promise<void> {
  const bytes = await readFile(path)
  const middle = Math.floor(size / 2)
  for (let place = middle; place < middle + 16; place += 1) bytes.writeUInt8(bytes.readUInt8(place) ^ 0xff, place)
  await writeFile(path, bytes)
}
