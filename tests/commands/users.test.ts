import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { describe, expect, test } from 'vitest'
import { run } from '../../scripts/support/run.ts'
import { changesOf } from '../support/changes.ts'
import type { Change } from '../support/changes.ts'
import { createDatabase } from '../support/database.ts'
import { frontEndUser } from '../support/front-end.ts'
import { disable, enable, eventsIn, operate, operateForJson } from '../support/operator.ts'
import { createToken, holderOf } from '../support/personal-tokens.ts'
import { program } from '../support/program.ts'
import { passwordOf, secret, testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'
import { taskpact } from '../support/taskpact.ts'
import { createTask, greatestId } from '../support/tasks.ts'

type Listed = { users: { id: number; email: string | null; kind: string; disabled_at: string | null }[]; next: number | null }

const service = testService()

const login = (email: string, password: string) => service.anyone.post('/api/auth/login', { email, password })

/** Where somebody's changes are now. */
const cursorOf = async (who: Client): Promise<string> => (await who.post('/api/me/tasks', { title: 'Begin' }).expect(201)).headers['sync-cursor'] ?? ''

/** What has happened since, as the user reads it. */
const eventsOf = async (who: Client, since: string): Promise<Change[]> => (await changesOf(who, { mode: 'events', since })).changes

describe('taskpact user list', () => {
  test('shows every user, page by page', async () => {
    await service.register('listed')
    const first = await operateForJson<Listed>(service, 'user', 'list', '--limit', '2')
    expect(first).toMatchObject({
      users: [
        { id: 1, email: 'alice@example.com', kind: 'password', disabled_at: null },
        { id: 2, email: 'bob@example.com', kind: 'password', disabled_at: null },
      ],
      next: 2,
    })
    const second = await operateForJson<Listed>(service, 'user', 'list', '--after', '2')
    expect(second.users.map(({ email }) => email)).toContain('listed@example.com')
    expect(second.next).toBeNull()
  })

  test('is a table for readers, and says how to see more', async () => {
    const { status, out } = await operate(service, 'user', 'list', '--limit', '1')
    expect(status).toBe(0)
    expect(out).toMatch(/^ID +E-MAIL .*\n1 +alice@example\.com +alice +password +\d{4}-\d\d-\d\d +-\nThere are more: taskpact user list --limit 1 --after 1\n$/)
  })

  test('shows no character that a terminal would take for a command', async () => {
    const id = (await frontEndUser(service, 'escape', { name: 'E\u001b[2J\u202eve' }).get('/api/me').expect(200)).body.id
    const { out } = await operate(service, 'user', 'list', '--after', String(id - 1))
    expect(out).toContain('E�[2J�ve')
  })
})

describe('taskpact user show', () => {
  test('tells the account, and what it has, of a user by address or id', async () => {
    const carol = await service.register('carol')
    await createTask(carol, { title: 'Buy milk' })
    await createToken(carol, ['tasks:read'])
    const shown = await operateForJson(service, 'user', 'show', 'Carol@Example.com')
    expect(shown).toEqual({
      ...{ id: carol.id, email: 'carol@example.com', name: 'carol', kind: 'password', issuer: null, subject: null, time_zone: 'UTC' },
      ...{ created_at: expect.any(String), disabled_at: null, sessions: 1, tokens: 1, webhooks: 0 },
      quotas: {
        tasks: { used: 1, limit: 100_000 },
        lists: { used: 0, limit: 1_000 },
        tags: { used: 0, limit: 10_000 },
        bytes: { used: expect.any(Number), limit: 100_000_000 },
      },
    })
    expect(await operateForJson(service, 'user', 'show', String(carol.id))).toEqual(shown)
    const { out } = await operate(service, 'user', 'show', String(carol.id))
    expect(out).toMatch(/^email +carol@example\.com$/m)
    expect(out).toMatch(/^tasks +1 of 100000$/m)
  })

  test('tells which front end a user comes from', async () => {
    const dora = frontEndUser(service, 'dora', { email: 'dora@example.com' })
    const { id } = (await dora.get('/api/me').expect(200)).body
    expect(await operateForJson(service, 'user', 'show', 'dora@example.com')).toMatchObject({ id, kind: 'front-end', subject: 'dora' })
  })

  test('prints no hash and no token', async () => {
    const erin = await service.register('erin')
    const { secret } = await createToken(erin, ['tasks:read'])
    const printed = await Promise.all([
      ...[['list'], ['show', 'erin@example.com'], ['sessions', 'erin@example.com']].map((args) => operate(service, 'user', ...args, '--json')),
      operate(service, 'token', 'list', 'erin@example.com', '--json'),
    ])
    for (const { status, out } of printed) {
      expect(status).toBe(0)
      expect(out).not.toContain('hash')
      expect(out).not.toContain('argon2')
      expect(out).not.toContain(secret)
      expect(out).not.toContain(erin.refreshToken)
    }
  })
})

describe('taskpact user disable, and enable', () => {
  test('the next request is 401 and says why, and after that everything works as before', async () => {
    const frank = await service.register('frank')
    const since = await cursorOf(frank)
    expect(await operateForJson(service, 'user', 'disable', 'frank@example.com', '--yes')).toEqual({ id: frank.id, disabled: true, changed: true })
    const { body } = await frank.get('/api/me').expect(401)
    expect(body.type).toBe('/docs/problems/account-disabled')
    expect((await operateForJson<Listed>(service, 'user', 'list', '--after', String(frank.id - 1))).users[0]?.disabled_at).toEqual(expect.any(String))
    expect(await operateForJson(service, 'user', 'disable', String(frank.id), '--yes')).toMatchObject({ changed: false })

    expect(await operateForJson(service, 'user', 'enable', String(frank.id))).toEqual({ id: frank.id, disabled: false, changed: true })
    expect(await operateForJson(service, 'user', 'enable', String(frank.id))).toMatchObject({ changed: false })
    await frank.get('/api/me').expect(200)
    expect(await eventsOf(frank, since)).toMatchObject([
      { event: 'user.updated', operation: 'operator.disable', via: 'operator', request_id: null, changed: {} },
      { event: 'user.updated', operation: 'operator.enable', via: 'operator', request_id: null, changed: {} },
    ])
  })

  test('an undo is of what the user did, and never enables or disables', async () => {
    const grace = await service.register('grace')
    const task = await createTask(grace, { title: 'Undone' })
    await disable(service, grace.id)
    await enable(service, grace.id)
    await grace.post('/api/me/undo', {}).expect(200)
    await grace.get(`/api/me/tasks/${task.id}`).expect(404)
    await grace.get('/api/me').expect(200)
  })
})

describe('taskpact user sessions', () => {
  test('lists them, and --end ends each, but no token', async () => {
    const heidi = await service.register('heidi')
    const script = holderOf(service, await createToken(heidi, ['tasks:read']))
    const second = (await login('heidi@example.com', passwordOf('heidi')).expect(200)).body
    const { sessions } = await operateForJson<{ sessions: object[] }>(service, 'user', 'sessions', String(heidi.id))
    expect(sessions).toHaveLength(2)
    expect(sessions[0]).toEqual({ id: expect.any(Number), client: null, created_at: expect.any(String), last_used_on: expect.any(String) })
    expect(await operateForJson(service, 'user', 'sessions', String(heidi.id), '--end', '--yes')).toEqual({ id: heidi.id, ended: 2 })
    await heidi.get('/api/me').expect(401)
    await service.anyone.post('/api/auth/refresh', { refresh_token: second.refresh_token }).expect(401)
    await script.get('/api/me/tasks').expect(200)
  })

  test('the user reads that the operator ended them', async () => {
    const ivan = await service.register('ivan')
    const since = await cursorOf(ivan)
    await operateForJson(service, 'user', 'sessions', String(ivan.id), '--end', '--yes')
    // There is none any more, so nothing happens.
    expect(await operateForJson(service, 'user', 'sessions', String(ivan.id), '--end', '--yes')).toMatchObject({ ended: 0 })
    const { body } = await login('ivan@example.com', passwordOf('ivan')).expect(200)
    const again = service.client({ Authorization: `Bearer ${body.access_token}` })
    expect(await eventsOf(again, since)).toMatchObject([{ type: 'user', operation: 'operator.end_sessions', via: 'operator' }])
  })
})

describe('a line of the log', () => {
  test('tells of each act, and never of whom in plain words; the account is hashed as a service does', async () => {
    const { url } = service.database
    const nina = await service.register('nina')
    const { body: token } = await nina.post('/api/me/tokens', { name: 'script', scopes: ['tasks:read'] }).expect(201)
    const acts: [string, string, string[]][] = [
      ['account-disabled', 'operator.disable', ['user', 'disable', nina.email, '--yes']],
      ['account-enabled', 'operator.enable', ['user', 'enable', nina.email]],
      ['sessions-ended', 'operator.end_sessions', ['user', 'sessions', nina.email, '--end', '--yes']],
      ['reset-link-created', 'operator.reset_link', ['user', 'reset-link', nina.email, '--json']],
      ['token-revoked', 'operator.revoke_token', ['token', 'revoke', String(token.id), '--yes']],
      ['account-deleted', 'operator.delete', ['user', 'delete', nina.email, '--yes']],
    ]
    const known: object[] = []
    for (const [event, operation, args] of acts) {
      const { status, err } = await taskpact(tmpdir(), args, { DATABASE_URL: url, BETTER_AUTH_SECRET: secret })
      expect({ status, others: eventsIn(err).others }).toEqual({ status: 0, others: [] })
      expect(err).not.toContain(nina.email)
      const line = { level: 40, time: expect.any(String), event, operation, account: expect.stringMatching(/^[\w-]{43}$/), msg: 'security event' }
      expect(eventsIn(err).events).toEqual([line])
      known.push(...eventsIn(err).events)
    }
    const created = service.log.findLast(({ event }) => event === 'token-created')
    expect(new Set(known.map((line) => 'account' in line && line.account))).toEqual(new Set([created?.['account']]))
  })

  test('is not written where nothing was changed, and has no account without the secret', async () => {
    const olga = await service.register('olga')
    expect(eventsIn((await operate(service, 'user', 'enable', olga.email)).err)).toEqual({ events: [], others: [] })
    const [line] = eventsIn((await operate(service, 'user', 'disable', olga.email, '--yes')).err).events
    expect(line).toEqual({ level: 40, time: expect.any(String), event: 'account-disabled', operation: 'operator.disable', msg: 'security event' })
  })
})

describe('taskpact user reset-link', () => {
  test('prints a link alone on standard output, by which the user gets a new password once', async () => {
    const judy = await service.register('judy')
    const since = await cursorOf(judy)
    const { status, out, err } = await operate(service, 'user', 'reset-link', 'judy@example.com')
    expect(status).toBe(0)
    expect(out).toMatch(/^https:\/\/app\.example\.com\/reset-password#token=[\w-]{43}\n$/)
    expect(err).toMatch(/valid for 30 minutes and once/)
    expect(err).not.toContain(out.trim().slice(-43))
    const body = { reset_token: out.trim().slice(-43), password: 'a crab in a velvet hat' }
    await service.anyone.post('/api/auth/reset-password', body).expect(204)
    await service.anyone.post('/api/auth/reset-password', body).expect(400)
    const { body: session } = await login('judy@example.com', body.password).expect(200)
    const again = service.client({ Authorization: `Bearer ${session.access_token}` })
    expect(await eventsOf(again, since)).toMatchObject([{ operation: 'operator.reset_link', via: 'operator' }])
    // No mail has shown that the address is theirs.
    expect((await again.get('/api/me').expect(200)).body.email_verified).toBe(false)
  })

  test('there is none for a user of a front end, nor for one who is disabled', async () => {
    const { id } = (await frontEndUser(service, 'kim').get('/api/me').expect(200)).body
    expect(await operate(service, 'user', 'reset-link', String(id))).toMatchObject({ status: 1, out: '', err: expect.stringContaining('front end') })
    const leo = await service.register('leo')
    await disable(service, leo.id)
    expect(await operate(service, 'user', 'reset-link', String(leo.id))).toMatchObject({ status: 1, out: '', err: expect.stringContaining('disabled') })
  })
})

describe('taskpact user delete', () => {
  test('removes the account and everything of it, at once, though disabled', async () => {
    const mallory = await service.register('mallory')
    await createTask(mallory)
    const script = holderOf(service, await createToken(mallory, ['tasks:read']))
    await disable(service, mallory.id)
    expect(await operateForJson(service, 'user', 'delete', 'mallory@example.com', '--yes')).toEqual({ id: mallory.id, deleted: true })
    await mallory.get('/api/me').expect(401)
    await script.get('/api/me/tasks').expect(401)
    await login('mallory@example.com', passwordOf('mallory')).expect(401)
    for (const [table, column] of [['users', 'id'], ...['tasks', 'changes', 'sessions', 'personal_tokens', 'passwords'].map((name) => [name, 'user_id'])]) {
      expect(await service.database.superuser(`select from ${table} where ${column} = $1`, [mallory.id]), table).toEqual([])
    }
    expect(await operate(service, 'user', 'show', 'mallory@example.com')).toMatchObject({ status: 1, err: 'No user has the address mallory@example.com.\n' })
  })

  test('leaves what others have', async () => {
    const before = (await service.alice.get('/api/me').expect(200)).body
    const niaj = await service.register('niaj')
    await operateForJson(service, 'user', 'delete', String(niaj.id), '--yes')
    expect((await service.alice.get('/api/me').expect(200)).body).toEqual(before)
  })
})

describe('taskpact token list, and revoke', () => {
  test('shows the tokens of a user, and revokes one, whose next request is 401', async () => {
    const olivia = await service.register('olivia')
    const since = await cursorOf(olivia)
    const [kept, lost] = [await createToken(olivia, ['tasks:read']), await createToken(olivia, ['tasks:read', 'tasks:write'], { name: 'Lost' })]
    const { tokens } = await operateForJson<{ tokens: object[] }>(service, 'token', 'list', 'olivia@example.com')
    expect(tokens).toMatchObject([
      { id: kept.id, name: 'Script', scopes: ['tasks:read'] },
      { id: lost.id, name: 'Lost', scopes: ['tasks:read', 'tasks:write'] },
    ])
    expect(await operateForJson(service, 'token', 'revoke', String(lost.id), '--yes')).toEqual({ id: lost.id, user_id: olivia.id, revoked: true })
    await holderOf(service, lost).get('/api/me/tasks').expect(401)
    await holderOf(service, kept).get('/api/me/tasks').expect(200)
    expect(await eventsOf(olivia, since)).toMatchObject([{ operation: 'operator.revoke_token', via: 'operator' }])
    expect(await operate(service, 'token', 'revoke', String(lost.id), '--yes')).toMatchObject({
      status: 1,
      err: `There is no token ${lost.id} that is valid.\n`,
    })
  })
})

describe('what is refused, in one line', () => {
  const confirmation = /^This cannot be taken back\. Without a terminal to ask on, confirm it with --yes\.$/

  test.each<[string[], number, RegExp]>([
    [['user'], 2, /^Name what to do: taskpact user list, show, disable, enable, delete, reset-link, sessions\./],
    [['user', 'ban', '1'], 2, /^Unknown subcommand "ban"\. Those of "taskpact user" are: list, show,/],
    [['user', 'toString'], 2, /^Unknown subcommand "toString"/],
    [['token', 'renew'], 2, /^Unknown subcommand "renew"\. Those of "taskpact token" are: list, revoke\./],
    [['user', 'list', '--limit', '1001'], 2, /^--limit is "1001"; it must be an integer from 1 to 1000\.$/],
    [['user', 'list', '--after', 'alice'], 2, /^--after is "alice"; it must be the id of a user\.$/],
    [['user', 'list', 'alice'], 2, /^Unexpected argument 'alice'/],
    [['user', 'show'], 2, /^Name the user, by id or e-mail address\.$/],
    [['user', 'show', '1', '2'], 2, /^Unexpected argument '2'\.$/],
    [['user', 'show', 'alice'], 2, /^"alice" is not a user: name one by id, such as 42, or by e-mail address/],
    [['user', 'show', String(greatestId)], 1, new RegExp(`^There is no user ${greatestId}\\.$`)],
    [['user', 'show', 'nobody@example.com'], 1, /^No user has the address nobody@example\.com\.$/],
    [['user', 'disable', '1'], 2, confirmation],
    [['user', 'delete', '1'], 2, confirmation],
    [['user', 'sessions', '1', '--end'], 2, confirmation],
    [['user', 'sessions', '1', '--yes'], 2, /^--yes confirms --end, which is missing\.$/],
    [['token', 'revoke', '1'], 2, confirmation],
    [['token', 'revoke', 'tp_secret'], 2, /^The token must be named by its id, such as 7/],
    [['token', 'revoke', String(greatestId), '--yes'], 1, /^There is no token \d+ that is valid\.$/],
    [['token', 'list', 'nobody@example.com'], 1, /^No user has the address nobody@example\.com\.$/],
  ])('%j', async (args, expected, message) => {
    const { status, out, err } = await operate(service, ...args)
    expect({ status, out }).toEqual({ status: expected, out: '' })
    expect(err).toMatch(/^[^\n]+\n$/)
    expect(err.trim()).toMatch(message)
  })

  test('an address of two users of front ends, with their ids', async () => {
    const ids = []
    for (const subject of ['twin-1', 'twin-2']) {
      ids.push((await frontEndUser(service, subject, { email: 'twin@example.com' }).get('/api/me').expect(200)).body.id)
    }
    const { status, err } = await operate(service, 'user', 'show', 'twin@example.com')
    expect({ status, err }).toEqual({ status: 1, err: `2 users have the address twin@example.com: ${ids.join(', ')}. Name one by id.\n` })
  })

  test('a database without the tables, which is left as it is', async () => {
    const empty = await createDatabase('nothing')
    try {
      const { status, err } = await operate({ ...service, database: empty }, 'user', 'list')
      expect({ status, err }).toMatchObject({
        status: 1,
        err: expect.stringMatching(/^The database does not have the migration 0001[^\n]*run "taskpact migrate"\.\n$/),
      })
      expect(await empty.superuser("select from pg_tables where schemaname = 'public'")).toEqual([])
    } finally {
      await empty.drop()
    }
  })
})

/** Whether a command can be given a terminal here, by the program `script` of Linux. */
const hasTerminals = process.platform === 'linux' && spawnSync('script', ['-qec', 'test -t 0', '/dev/null']).status === 0

describe.runIf(hasTerminals)('on a terminal', () => {
  /** Runs a command on a terminal, on which somebody types. @returns what they saw */
  const typing = async (typed: string, ...args: string[]): Promise<string> => {
    const line = [process.execPath, ...program, ...args].map((part) => `'${part}'`).join(' ')
    const terminal = spawn('script', ['-qec', line, '/dev/null'], { env: { ...process.env, DATABASE_URL: service.database.url } })
    let seen = ''
    terminal.stdout.on('data', (piece: Buffer) => {
      seen += piece.toString()
      // Not before it is asked for: what is typed ahead is shown, but may be lost.
      if (typed !== '' && /\[y\/N\] /.test(seen)) {
        terminal.stdin.write(typed)
        typed = ''
      }
    })
    const [status] = await once(terminal, 'close')
    return `${seen.replaceAll('\r', '')}ended with ${status}`
  }

  test.each([
    ['n\n', 1, 200],
    ['\n', 1, 200],
    ['\x04', 1, 200],
    ['y\n', 0, 401],
  ])('asks before it disables, and %j is taken as meant', async (typed, expected, status) => {
    const pat = await service.register(`pat-${crypto.randomUUID()}`)
    const seen = await typing(typed, 'user', 'disable', pat.email)
    expect(seen).toContain(`This disables user ${pat.id} (${pat.email}), whose requests then get 401. Continue? [y/N] `)
    expect(seen).toContain(`ended with ${expected}`)
    await pat.get('/api/me').expect(status)
  })
})

test('what the guide shows can be done as it is written', async () => {
  const sybil = await service.register('sybil')
  await createToken(sybil, ['tasks:read'])
  await service.register('trent')
  const guide = await readFile(new URL('../../src/docs/assets/guides/22-users.md', import.meta.url), 'utf8')
  const blocks = Array.from(guide.matchAll(/^```sh\n(.*?)^```/gms), ([, code = '']) => code)
  expect(blocks.length).toBeGreaterThan(5)
  const shell = [`npx() { shift; '${process.execPath}' ${program.map((part) => `'${part}'`).join(' ')} "$@"; }`, ...blocks]
    .join('\n')
    .replaceAll('alice@example.com', sybil.email)
    .replaceAll('bob@example.com', 'trent@example.com')
  const printed = await run(tmpdir(), 'bash', ['-euo', 'pipefail', '-c', shell], { ...process.env, DATABASE_URL: service.database.url })
  expect(printed).toContain(`Disabled user ${sybil.id} (sybil@example.com)`)
  expect(printed).toMatch(/#token=[\w-]{43}\n/)
  expect(printed).toMatch(/Revoked the token \d+ of user/)
  expect(printed).toMatch(/Deleted user \d+ \(trent@example\.com\)\n$/)
})
