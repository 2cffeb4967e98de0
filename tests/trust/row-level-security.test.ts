import pg from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import { belongings } from '../support/belongings.ts'
import { testService } from '../support/service.ts'

const service = testService()
let hers: number
let his: number

beforeAll(async () => {
  const task = { title: 'x', due: '2026-11-21', recurrence: { rule: 'FREQ=DAILY' } }
  hers = (await service.alice.post('/api/me/tasks', task).set('Idempotency-Key', 'hers').expect(201)).body.id
  his = (await service.bob.post('/api/me/tasks', task).set('Idempotency-Key', 'his').expect(201)).body.id
  await service.alice.patch(`/api/me/tasks/${hers}/complete`).expect(200)
  await service.bob.patch(`/api/me/tasks/${his}/complete`).expect(200)
  // In the trash they are in both tables.
  await service.alice.delete(`/api/me/tasks/${hers}`).expect(204)
  await service.bob.delete(`/api/me/tasks/${his}`).expect(204)
  for (const who of [service.alice, service.bob]) {
    await who.post('/api/me/lists', { name: 'x' }).expect(201)
    await who.post('/api/me/tokens', { name: 'x', scopes: ['tasks:read'] }).expect(201)
  }
})

/** Runs a statement as a request of a user's would, and keeps what it did. @returns the rows it gave or touched */
async function as(userId: number | '', text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: service.database.url })
  await client.connect()
  try {
    await client.query('begin; set local role taskpact_runtime')
    await client.query("select set_config('app.user_id', $1, true)", [String(userId)])
    const { rows } = await client.query<Record<string, unknown>>(text)
    await client.query('commit')
    return rows
  } finally {
    await client.end()
  }
}

const owned = ['tasks', 'lists', 'trash', 'occurrences', 'sessions', 'personal_tokens', 'idempotency_keys', 'users']
const closed = ['refresh_tokens', 'reset_links', 'email_links', 'rate_limits', 'schema_migrations']
// A user ends with them, and for that alone they are within its reach.
const credentials = [
  ['passwords', 'hash'],
  ['passwords', 'email_key'],
  ['identities', 'issuer'],
  ['identities', 'subject'],
  ['mails', 'kind'],
  ['mails', 'email'],
] as const

describe('as the runtime role, whatever the statement', () => {
  test.each(owned)('one user sees none of the rows of another: %s', async (table) => {
    const owner = table === 'users' ? 'id' : 'user_id'
    expect(await as(service.alice.id, `select from ${table} where ${owner} is distinct from ${service.alice.id}`)).toEqual([])
    const rows = await service.database.superuser(`select ${owner} as owner from ${table} where ${owner} = ${service.alice.id}`)
    const hers = [{ owner: String(service.alice.id) }]
    expect(rows).toEqual(hers)
    expect(await as(service.alice.id, `select ${owner} as owner from ${table}`)).toEqual(hers)
  })

  test.each(owned)('nobody sees nothing: %s', async (table) => {
    expect(await as('', `select from ${table}`)).toEqual([])
  })

  test.each(closed)('nobody has any right to %s', async (table) => {
    await expect(as(service.alice.id, `select from ${table}`)).rejects.toThrow(`permission denied for table ${table}`)
  })

  test.each(credentials)('nobody sees what signs a user in, or is sent to them: %s.%s', async (table, column) => {
    await expect(as(service.alice.id, `select ${column} from ${table}`)).rejects.toThrow(`permission denied for table ${table}`)
    expect(await as(service.alice.id, `select from ${table} where user_id <> ${service.alice.id}`)).toEqual([])
    await expect(as(service.alice.id, `update ${table} set user_id = user_id`)).rejects.toThrow(`permission denied for table ${table}`)
  })

  test.each([
    ['a task is made for another user', () => `insert into tasks (user_id, title) values (${service.bob.id}, 'a gift')`],
    ['a list is made for another user', () => `insert into lists (user_id, name) values (${service.bob.id}, 'a gift')`],
    ['a task is put into the trash for another user', () => `insert into trash (user_id, task_id) values (${service.bob.id}, ${his})`],
    ['a task is given to another user', () => `update tasks set user_id = ${service.bob.id} where id = ${hers}`],
    ['an answer is kept for another user', () => `insert into idempotency_keys values (${service.bob.id}, 'k', '', 201, '{}')`],
    ['an answer is kept for those who are not signed in', () => "insert into idempotency_keys values (null, 'k', '', 201, '{}')"],
  ])('refused: %s', async (_, statement) => {
    const before = await belongings(service.database, service.bob.id)
    await expect(as(service.alice.id, statement())).rejects.toThrow('violates row-level security policy')
    expect(await belongings(service.database, service.bob.id)).toEqual(before)
  })

  test.each([
    ["another user's task is changed", () => `update tasks set title = 'x' where id = ${his} returning id`],
    ["another user's task is deleted", () => `delete from tasks where id = ${his} returning id`],
    ["another user's list is deleted", () => `delete from lists where user_id = ${service.bob.id} returning id`],
    ["another user's trash is emptied", () => `delete from trash where user_id = ${service.bob.id} returning id`],
    ["another user's sessions are ended", () => `delete from sessions where user_id = ${service.bob.id} returning id`],
    ["another user's sessions are listed", () => `select number from sessions where user_id = ${service.bob.id}`],
    ["another user's token is revoked", () => `delete from personal_tokens where user_id = ${service.bob.id} returning id`],
    ['another user is deleted', () => `update users set deleted_at = now() where id = ${service.bob.id} returning id`],
    ["another user's password is deleted", () => `delete from passwords where user_id = ${service.bob.id} returning user_id`],
  ])('no effect: %s', async (_, statement) => {
    const before = await belongings(service.database, service.bob.id)
    expect(await as(service.alice.id, statement())).toEqual([])
    expect(await belongings(service.database, service.bob.id)).toEqual(before)
  })
})
