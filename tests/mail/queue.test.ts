import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { MailSettings } from '../../src/config/settings.ts'
import { startService } from '../../src/server.ts'
import { cleanUp } from '../support/clean-up.ts'
import { letterOf, lettersTo, mailServer, smtpError, tokenIn, unreachable, waitForMails } from '../support/mail.ts'
import { clientOf, settingsFor, start } from '../support/service.ts'
import type { TestService } from '../support/service.ts'

/** A service until the test is over. */
async function serviceWith(mail: MailSettings): Promise<TestService> {
  const service = await start({ settings: { mail } })
  let stopped: Promise<void> | null = null
  const { stop } = service.running
  // Some tests stop it themselves.
  service.running.stop = (hurry) => (stopped ??= stop(hurry))
  onTestFinished(async () => {
    await service.running.stop(true)
    await service.database.drop()
  })
  return service
}

const forget = ({ anyone }: TestService, email = 'alice@example.com') => anyone.post('/api/auth/forgot-password', { email }).expect(204)
const logged = ({ log }: TestService, msg: string) => log.filter((line) => line['msg'] === msg)
const retried = 'a mail could not be sent; it will be tried again'
const givenUp = 'a mail could not be sent, and is given up'

/** Waits until a line was logged. */
const waitForLine = (service: TestService, msg: string): Promise<void> =>
  expect.poll(() => logged(service, msg).length, { timeout: 30_000, interval: 20 }).toBeGreaterThan(0)

describe('by SMTP', () => {
  test('a mail that was queued while the server was down is sent once the service was restarted and the server is there', async () => {
    const service = await serviceWith(unreachable)
    await forget(service)
    await waitForLine(service, retried)
    await service.running.stop(true)
    const up = await mailServer()
    await service.database.superuser('update mails set next_at = now()')
    const again = await startService({ ...settingsFor(service.database.serviceUrl), mail: up.settings }, pino({ level: 'silent' }))
    onTestFinished(() => again.stop(true))
    const [letter] = await lettersTo(up, 'alice@example.com')
    await clientOf(again.url, {})
      .post('/api/auth/reset-password', { reset_token: tokenIn(letter), password: 'a crab in a velvet hat' })
      .expect(204)
  })

  test('a mail that a process had taken when it ended is sent by another one, after a minute', async () => {
    const server = await mailServer()
    const service = await serviceWith(unreachable)
    await service.running.stop(true)
    await service.database.superuser("insert into mails (user_id, kind, tries, next_at) values ($1, 'password_changed', 1, now() - interval '1 second')", [
      service.alice.id,
    ])
    const again = await startService({ ...settingsFor(service.database.serviceUrl), mail: server.settings }, pino({ level: 'silent' }))
    onTestFinished(() => again.stop(true))
    expect((await lettersTo(server, 'alice@example.com'))[0]?.text).toMatch(/^The password of your Taskpact account was changed/)
    await waitForMails(service.database)
  })

  test('a mail that the server does not take now is sent again by the same process, with a link of its own', async () => {
    const server = await mailServer((attempt) => (attempt === 1 ? smtpError(451, 'later') : null))
    const service = await serviceWith(server.settings)
    await forget(service)
    const [letter] = await lettersTo(server, 'alice@example.com')
    expect(server.attempts()).toBe(2)
    expect(logged(service, retried)[0]).toMatchObject({ tries: 1, status: 451 })
    await service.anyone.post('/api/auth/reset-password', { reset_token: tokenIn(letter), password: 'a crab in a velvet hat' }).expect(204)
  })

  test('a mail that the server refuses permanently is given up, and what it said is not in the log', async () => {
    const server = await mailServer(() => smtpError(550, 'no alice@example.com here'))
    const service = await serviceWith(server.settings)
    await forget(service)
    await waitForLine(service, givenUp)
    await waitForMails(service.database)
    expect(server.attempts()).toBe(1)
    expect(logged(service, givenUp)[0]).toMatchObject({ tries: 1, status: 550 })
    expect(JSON.stringify(service.log)).not.toMatch(/alice@example\.com/)
  })

  test('a mail with a link that waits when the password is changed is not sent', async () => {
    const server = await mailServer()
    const service = await serviceWith(unreachable)
    await forget(service)
    await waitForLine(service, retried)
    await service.alice.put('/api/me/password', { new_password: 'a crab in a velvet hat' }).expect(204)
    await service.running.stop(true)
    await service.database.superuser('update mails set next_at = now()')
    const again = await startService({ ...settingsFor(service.database.serviceUrl), mail: server.settings }, pino({ level: 'silent' }))
    onTestFinished(() => again.stop(true))
    await waitForMails(service.database)
    expect(server.letters.map(({ text }) => text)).toEqual([expect.stringMatching(/^The password of your Taskpact account was changed/)])
  })

  test.each([
    ['with a link, after an hour', 'password_reset', '61 minutes'],
    ['of any kind, after a day', 'password_changed', '25 hours'],
  ])('a mail %s, is not sent', async (_, kind, age) => {
    const server = await mailServer()
    const service = await serviceWith(server.settings)
    await service.database.superuser('insert into mails (user_id, kind, created_at) values ($1, $2::mail_kind, now() - $3::interval)', [
      service.alice.id,
      kind,
      age,
    ])
    // A mail that is queued later shows that the queue was looked at.
    await forget(service, 'bob@example.com')
    await lettersTo(server, 'bob@example.com')
    await waitForMails(service.database)
    expect(server.letters).toHaveLength(1)
  })

  test('mails to addresses without an account take no turn from others: they are removed before they are due', async () => {
    const server = await mailServer()
    const service = await serviceWith(server.settings)
    await service.database.superuser("insert into mails (kind, next_at) select 'password_reset', now() + interval '1 day' from generate_series(1, 2500)")
    await forget(service)
    await lettersTo(server, 'alice@example.com')
    await waitForMails(service.database)
    expect(server.letters).toHaveLength(1)
  })

  test('a server that wants a password gets it; with a wrong one, the mail waits', async () => {
    const options = {
      ...{ authOptional: false, allowInsecureAuth: true },
      onAuth: ({ username, password }: { username?: string; password?: string }, _: unknown, done: (error: Error | null, user?: object) => void) =>
        username === 'sender' && password === 'p@ss' ? done(null, { user: 1 }) : done(new Error('wrong')),
    }
    const server = await mailServer(undefined, options)
    const { smtp } = server.settings
    if (!smtp) throw new Error('there is a server')
    const wrong = await serviceWith({ ...server.settings, smtp: { ...smtp, credentials: { user: 'sender', pass: 'a wrong one' } } })
    await forget(wrong)
    await waitForLine(wrong, retried)
    expect(logged(wrong, retried)[0]).toMatchObject({ code: 'EAUTH' })
    expect(JSON.stringify(wrong.log)).not.toContain('a wrong one')
    const right = await serviceWith({ ...server.settings, smtp: { ...smtp, credentials: { user: 'sender', pass: 'p@ss' } } })
    await forget(right)
    expect(await lettersTo(server, 'alice@example.com')).toHaveLength(1)
  })

  test('a password is not sent to another machine without TLS', async () => {
    const server = await mailServer(undefined, { allowInsecureAuth: true, onAuth: () => Promise.reject(new Error('a password came')) })
    const { smtp } = server.settings
    if (!smtp) throw new Error('there is a server')
    const service = await serviceWith({ ...server.settings, smtp: { ...smtp, isLocal: false, credentials: { user: 'sender', pass: 'p@ss' } } })
    await forget(service)
    await waitForLine(service, retried)
    expect(logged(service, retried)[0]).toMatchObject({ code: 'ETLS' })
  })

  test('a server that says nothing holds up neither a request nor a stop', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined))
    await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done))
    onTestFinished(() => void silent.close())
    const { port } = silent.address() as { port: number } // it listens on a port, not on a pipe
    const service = await start({
      settings: { mail: { ...unreachable, smtp: { host: '127.0.0.1', port, secure: false, isLocal: true, credentials: null } } },
    })
    onTestFinished(() => service.database.drop())
    const reached = new Promise((done) => silent.once('connection', done))
    await forget(service)
    await reached
    await forget(service, 'bob@example.com')
    await service.running.stop(true)
    expect(await service.database.superuser('select user_id from mails order by id')).toMatchObject([
      { user_id: expect.anything() },
      { user_id: expect.anything() },
    ])
  })
})

describe('without SMTP_URL', () => {
  async function folder(): Promise<string> {
    const made = await mkdtemp(join(tmpdir(), 'taskpact-mail-'))
    onTestFinished(() => rm(made, { recursive: true, force: true }))
    return made
  }

  test('each mail is a file that only its owner reads, whose link works; the log tells that, and no more', async () => {
    const into = join(await folder(), 'mail')
    const service = await serviceWith({ ...unreachable, smtp: null, folder: into })
    await forget(service)
    await waitForMails(service.database)
    const [name = '', ...others] = await readdir(into)
    expect([name, others]).toEqual([expect.stringMatching(/^\d{4}-\d\d-\d\dT.*\.eml$/), []])
    expect((await stat(join(into, name))).mode & 0o777).toBe(0o600)
    expect((await stat(into)).mode & 0o777).toBe(0o700)
    const letter = letterOf(await readFile(join(into, name), 'latin1'))
    expect(letter.headers).toMatch(/^To: alice@example\.com\r$/m)
    const token = tokenIn(letter)
    const said = logged(service, 'a mail was written to a file, as SMTP_URL is not set')
    expect(said).toMatchObject([{ kind: 'password_reset', user: service.alice.id }])
    expect(JSON.stringify(service.log)).not.toMatch(new RegExp(`${token}|alice@example\\.com|reset-password#`))
    await service.anyone.post('/api/auth/reset-password', { reset_token: token, password: 'a crab in a velvet hat' }).expect(204)
  })

  test('of many mails, the newest thousand are kept', async () => {
    const into = await folder()
    const old = Array.from({ length: 1_005 }, (_, index) => `2026-01-01T00-00-00-000Z-${String(index).padStart(4, '0')}.eml`)
    for (const name of old) await writeFile(join(into, name), '')
    await writeFile(join(into, 'notes.txt'), 'mine')
    const service = await serviceWith({ ...unreachable, smtp: null, folder: into })
    await forget(service)
    await waitForMails(service.database)
    const names = (await readdir(into)).sort()
    expect(names).toContain('notes.txt')
    const mails = names.filter((name) => name.endsWith('.eml'))
    expect(mails).toHaveLength(1_000)
    expect(mails[0]).toBe(old[6])
  })

  test('a folder that cannot be written to keeps the mail in the queue', async () => {
    const file = join(await folder(), 'no-folder')
    await writeFile(file, '')
    const service = await serviceWith({ ...unreachable, smtp: null, folder: join(file, 'mail') })
    await forget(service)
    await waitForLine(service, retried)
    expect(logged(service, retried)[0]).toMatchObject({ code: 'ENOTDIR' })
    await rm(file)
    await waitForMails(service.database)
    expect(await readdir(join(file, 'mail'))).toHaveLength(1)
  })
})

describe('the cleanup', () => {
  test('removes mails after a day, those beyond the newest ten thousand, and links after an hour', async () => {
    const service = await serviceWith(unreachable)
    await service.running.stop(true)
    const { superuser } = service.database
    await superuser("insert into mails (kind, next_at, created_at) values ('password_reset', 'infinity', now() - interval '25 hours')")
    await superuser("insert into mails (kind, next_at) select 'password_reset', 'infinity' from generate_series(1, 10005)")
    await superuser(
      "insert into reset_links (hash, user_id, mail_id, created_at) select $2::text::bytea || age::text::bytea, $1, 1, now() - age from unnest(array[interval '61 minutes', interval '59 minutes']) as age",
      [service.alice.id, randomUUID()],
    )
    await cleanUp(service.database)
    expect(await superuser('select count(*)::int as mails, min(id)::int as first from mails')).toEqual([{ mails: 10_000, first: 7 }])
    expect(await superuser('select count(*)::int as links from reset_links')).toEqual([{ links: 1 }])
  })
})
