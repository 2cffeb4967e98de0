import { beforeEach, describe, expect } from 'vitest'
import { cleanUp } from '../support/clean-up.ts'
import { frontEndUser } from '../support/front-end.ts'
import { testsOf } from '../support/operation-tests.ts'
import { passwordOf, testService } from '../support/service.ts'
import type { Person } from '../support/service.ts'
import { countStatuses } from '../support/statuses.ts'
import { createTask } from '../support/tasks.ts'

const test = testsOf('deleteUser')
const service = testService()

/** How many rows of each table that holds users' data belong to a user. */
async function rowsOf(userId: number): Promise<Record<string, number>> {
  const columns = `select table_name from information_schema.columns where table_schema = 'public' and column_name = 'user_id'`
  const tables = await service.database.superuser<{ table_name: string }>(columns)
  const count = (table: string, owner = 'user_id') => `(select count(*)::int from ${table} where ${owner} = ${userId}) ${table}`
  const counts = [count('users', 'id'), ...tables.map(({ table_name }) => count(table_name))]
  const [row] = await service.database.superuser<Record<string, number>>(`select ${counts.join(', ')}`)
  return row ?? {}
}

/** How many rows are left of a user once what was deleted is cleaned up. */
async function leftOf(userId: number): Promise<number> {
  await cleanUp(service.database)
  return total(await rowsOf(userId))
}

const total = (rows: Record<string, number>): number => Object.values(rows).reduce((sum, count) => sum + count, 0)

describe('deleteUser', () => {
  let carol: Person
  let people = 0
  beforeEach(async () => {
    carol = await service.register(`carol-${++people}`)
    await createTask(carol)
    await carol.post('/api/me/tasks', { title: 'Call the plumber' }).set('Idempotency-Key', 'carol').expect(201)
  })

  test('204: nothing in the body', async () => {
    const { text, headers } = await carol.delete('/api/me').expect(204)
    expect(text).toBe('')
    expect(headers).not.toHaveProperty('content-type')
  })

  test('204: nothing is left of the account', async () => {
    const before = await rowsOf(carol.id)
    expect(before).toMatchObject({ users: 1, tasks: 2, passwords: 1, sessions: 1, refresh_tokens: 1, idempotency_keys: 1 })
    await carol.delete('/api/me').expect(204)
    expect(await rowsOf(carol.id)).toMatchObject({ passwords: 0, sessions: 0, refresh_tokens: 0, identities: 0 })
    const [account] = await service.database.superuser('select email, name from users where id = $1', [carol.id])
    expect(account).toEqual({ email: null, name: null })
    expect(await leftOf(carol.id)).toBe(0)
  })

  test('204: the rest is as it was', async () => {
    const task = await createTask(service.bob)
    const before = await rowsOf(service.bob.id)
    await carol.delete('/api/me').expect(204)
    expect(await rowsOf(service.bob.id)).toEqual(before)
    expect((await service.bob.get(`/api/me/tasks/${task.id}`).expect(200)).body).toEqual(task)
    await service.bob.get('/api/me').expect(200)
  })

  test('204: the address can be registered again, and starts with nothing', async () => {
    await carol.delete('/api/me').expect(204)
    const again = await service.register(`carol-${people}`)
    expect(again.id).toBeGreaterThan(carol.id)
    const { body } = await again.get('/api/me/tasks').expect(200)
    expect(body).toEqual([])
    await carol.get('/api/me').expect(401)
  })

  test("204: under the caller's integer id, with a trailing slash", async () => {
    await carol.delete(`/api/${carol.id}/`).expect(204)
    expect(await leftOf(carol.id)).toBe(0)
  })

  test('204: strict handling is confirmed', async () => {
    const { headers } = await carol.delete('/api/me').set('Prefer', 'handling=strict').expect(204)
    expect(headers['preference-applied']).toBe('handling=strict')
  })

  test("204: a front end's user, under its token's subject, starts again with nothing on return", async () => {
    const dave = frontEndUser(service, 'dave-at-the-front-end')
    const task = await createTask(dave)
    await dave.delete('/api/dave-at-the-front-end').expect(204)
    expect(await leftOf(task.user_id)).toBe(0)
    const { body } = await dave.get('/api/me/tasks').expect(200)
    expect(body).toEqual([])
    expect((await dave.get('/api/me').expect(200)).body.id).not.toBe(task.user_id)
  })

  test('400: each unknown parameter, for those who want to be told', async () => {
    const { body } = await carol.delete('/api/me?now=1').set('Prefer', 'handling=strict').expect(400)
    expect(body.errors).toEqual([{ parameter: 'now', detail: 'is not a parameter of this operation' }])
    await carol.get('/api/me').expect(200)
  })

  test('401: its token from the next request on, a second delete included', async () => {
    await carol.delete('/api/me').expect(204)
    const requests = [carol.get('/api/me'), carol.get('/api/me/tasks'), carol.post('/api/me/tasks', { title: 'Buy milk' }), carol.delete('/api/me')]
    for (const request of requests) {
      const { headers } = await request.expect(401)
      expect(headers['www-authenticate']).toBe('Bearer realm="taskpact", error="invalid_token"')
    }
  })

  test('401: its refresh token, its password and the tokens of its other sessions', async () => {
    const credentials = { email: carol.email, password: passwordOf(`carol-${people}`) }
    const { body: other } = await service.anyone.post('/api/auth/login', credentials).expect(200)
    await carol.delete('/api/me').expect(204)
    await service.anyone.post('/api/auth/refresh', { refresh_token: carol.refreshToken }).expect(401)
    await service.anyone.post('/api/auth/refresh', { refresh_token: other.refresh_token }).expect(401)
    await service.anyone.post('/api/auth/login', credentials).expect(401)
    await service
      .client({ Authorization: `Bearer ${other.token}` })
      .get('/api/me')
      .expect(401)
  })

  test('204: ten deletes at once, all of which leave no account', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => carol.delete('/api/me')))
    // Those that began before the first was done find nothing left to delete; the others are told that their session is over.
    expect({ 401: 0, ...countStatuses(answers) }).toEqual({ 204: expect.any(Number), 401: expect.any(Number) })
    expect(await leftOf(carol.id)).toBe(0)
    await carol.get('/api/me').expect(401)
  })

  test("403: another user's account, which stays", async () => {
    const before = await rowsOf(carol.id)
    await service.bob.delete(`/api/${carol.id}`).expect(403)
    expect(await rowsOf(carol.id)).toEqual(before)
    await carol.get('/api/me').expect(200)
  })
})
