import { chmod, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrate } from '../../src/database/migrate.ts'
import { accountFor } from '../../src/embedded-postgres/account.ts'
import { locate } from '../../src/embedded-postgres/binaries.ts'
import type { Binaries } from '../../src/embedded-postgres/binaries.ts'
import { withDraft, writePasswords } from '../../src/embedded-postgres/data.ts'
import { startEmbeddedPostgres } from '../../src/embedded-postgres/index.ts'
import { withOlderPrograms } from '../../src/embedded-postgres/older.ts'
import { run } from '../../src/embedded-postgres/processes.ts'
import { addressesOf, endServer } from '../../src/embedded-postgres/running.ts'
import { startServer } from '../../src/embedded-postgres/server.ts'
import { startService } from '../../src/server.ts'
import { clientOf, defaults } from '../support/accounts.ts'
import { contentsAt, emptyIn, makeTheRest, makeOneOfEach, queryAt, sequencesAt } from '../support/one-of-each.ts'
import type { Contents, Owner } from '../support/one-of-each.ts'
import { taskpact } from '../support/taskpact.ts'
import type { Run } from '../support/taskpact.ts'

const programs = '/usr/lib/postgresql/15/bin'
const passwords = { superuser: 'the-superuser', taskpact: 'the-service' }

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taskpact-upgrade-'))
  // PostgreSQL 15 leaves its working directory and has to find back, as whatever account it runs.
  await chmod(folder, 0o755)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** What was in the data of the older version, by a service that ran on them. */
type Made = { contents: Contents; sequences: Record<string, string>; owner: Owner }

/** Makes a data folder as a release with an older PostgreSQL would have, with a row in every table. */
async function makeData(home: string, binaries: Binaries): Promise<Made> {
  await mkdir(home, { mode: 0o755 })
  const data = join(home, 'postgres')
  const account = await accountFor(data)
  return withDraft({ data, account, binaries, settings: { fsync: 'off' } }, async (place) => {
    const initdb = ['--username=postgres', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync', '-D', account ? '/proc/self/cwd' : place.data]
    expect(await run(binaries.initdb, initdb, { cwd: place.data, account })).toMatchObject({ code: 0 })
    const server = await startServer(place)
    const { url, superuserUrl } = addressesOf(server.port, passwords)
    const toPostgres = superuserUrl.replace(/taskpact$/, 'postgres')
    await queryAt(toPostgres, `create role taskpact login createrole createdb password '${passwords.taskpact}'`)
    await queryAt(toPostgres, `alter role postgres password '${passwords.superuser}'`)
    await queryAt(toPostgres, 'create database taskpact owner taskpact')
    await migrate(url)
    const running = await startService({ ...defaults, databaseUrl: url, preparedStatements: true }, pino({ level: 'silent' }))
    const owner = await makeOneOfEach(running.url, 'alice')
    await makeTheRest(superuserUrl)
    await running.stop(true)
    const made = { contents: await contentsAt(superuserUrl, 'all'), sequences: await sequencesAt(superuserUrl), owner }
    expect(emptyIn(made.contents)).toEqual([])
    await endServer(server)
    await writePasswords(data, passwords)
    await rename(place.data, data)
    return made
  })
}

/** The data folders, and what belongs to them. */
const dataIn = async (home: string): Promise<string[]> => (await readdir(home)).filter((name) => name.startsWith('postgres')).sort()

const of = (home: string, args: string[]): Promise<Run> => taskpact(folder, args, { DATA_DIR: home })

/** The data after an upgrade are those of before, and a service carries on with them. */
async function expectUpgraded(home: string, { contents, sequences, owner }: Made): Promise<void> {
  const postgres = await startEmbeddedPostgres(home)
  try {
    expect(await contentsAt(postgres.superuserUrl, 'all')).toEqual(contents)
    expect(await sequencesAt(postgres.superuserUrl)).toEqual(sequences)
    const running = await startService({ ...defaults, databaseUrl: postgres.url, preparedStatements: true }, pino({ level: 'silent' }))
    const hers = clientOf(running.url, { Authorization: `Bearer ${owner.token}` })
    await hers.post('/api/me/tasks', { title: 'After the upgrade', tags: ['new'] }).expect(201)
    await running.stop(true)
  } finally {
    await postgres.stop()
  }
}

describe("data of Debian's PostgreSQL 15", { timeout: 200_000 }, () => {
  let home: string
  let made: Made
  beforeAll(async () => {
    home = join(folder, 'fifteen')
    made = await makeData(home, { postgres: `${programs}/postgres`, initdb: `${programs}/initdb`, major: '15' })
  }, 120_000)

  test('are not started on, and the message says what to run', async () => {
    const { status, err } = await of(home, ['migrate'])
    expect(status).toBe(1)
    expect(err).toMatch(/postgres holds data of PostgreSQL 15 and this release comes with PostgreSQL \d+; run: taskpact upgrade\n$/)
  })

  test('stay as they are where the programs are missing, or of another version', async () => {
    const absent = await of(home, ['upgrade', '--programs', join(folder, 'absent')])
    expect(absent.status).toBe(1)
    expect(absent.err).toMatch(/absent\/postgres cannot run \([^\n]+; name the folder bin of an installed PostgreSQL\n$/)
    const { folder: other } = locate()
    const wrong = await of(home, ['upgrade', '--programs', join(other, 'native/bin')])
    expect(wrong.status).toBe(1)
    expect(wrong.err).toMatch(/has PostgreSQL \d+, and the data are of 15; name the folder of PostgreSQL 15\n$/)
    expect(await dataIn(home)).toEqual(['postgres', 'postgres.json'])
  })

  test('stay as they are where another database would be lost', async () => {
    const data = join(home, 'postgres')
    const account = await accountFor(data)
    const place = { data, account, binaries: { postgres: `${programs}/postgres`, initdb: '', major: '15' }, settings: {} }
    const administer = async (text: string): Promise<void> => {
      const server = await startServer(place)
      await queryAt(addressesOf(server.port, passwords).superuserUrl, text).finally(() => endServer(server))
    }
    await administer('create database photographs')
    const { status, err } = await of(home, ['upgrade', '--programs', programs])
    expect(status).toBe(1)
    expect(err).toMatch(/^the data folder also has the database photographs, which would be lost; [^\n]+\n$/)
    expect(await dataIn(home)).toEqual(['postgres', 'postgres.json'])
    await administer('drop database photographs')
  })

  test('become data of the embedded version; the older ones are kept', async () => {
    const { status, out, err } = await of(home, ['upgrade', '--programs', programs])
    expect({ status, err }).toEqual({ status: 0, err: '' })
    expect(out).toMatch(/^Upgraded from PostgreSQL 15 to \d+; every table is equal\. The older data are kept in \S+postgres-15: /)
    expect(await dataIn(home)).toEqual(['postgres', 'postgres-15', 'postgres.json'])
    expect(await readFile(join(home, 'postgres-15/PG_VERSION'), 'utf8')).toBe('15\n')
    await expectUpgraded(home, made)
    expect((await of(home, ['upgrade'])).out).toBe('The embedded database has the version of this release.\n')
  })

  test('whose upgrade was cut short are not taken for none', async () => {
    await rename(join(home, 'postgres'), join(home, 'elsewhere'))
    const { status, err } = await of(home, ['migrate'])
    expect(status).toBe(1)
    expect(err).toMatch(/postgres-15 holds data of an older version, and \S+postgres has none; rename postgres-15 to postgres and run: taskpact upgrade\n$/)
    await rename(join(home, 'postgres-15'), join(home, 'postgres'))
    expect(await of(home, ['upgrade', '--programs', programs])).toMatchObject({ status: 0, err: '' })
    await expectUpgraded(home, made)
  })
})

describe('data of the version before, by the programs that npm has', { timeout: 400_000 }, () => {
  test('become data of the embedded version', async () => {
    const home = join(folder, 'before')
    const major = '17'
    const made = await withOlderPrograms(major, null, await accountFor(join(home, 'postgres')), (binaries) => makeData(home, binaries))
    const { status, out, err } = await of(home, ['upgrade'])
    expect({ status, err }).toEqual({ status: 0, err: '' })
    expect(out).toMatch(/^Upgraded from PostgreSQL 17 to \d+; every table is equal\./)
    await expectUpgraded(home, made)
  })
})

test('a folder without a database has nothing to upgrade', async () => {
  await mkdir(join(folder, 'empty'))
  await writeFile(join(folder, 'empty', 'secret'), '')
  const { status, err } = await of(join(folder, 'empty'), ['upgrade'])
  expect(status).toBe(1)
  expect(err).toMatch(/empty holds no database; set DATA_DIR/)
})
