import { crc32 } from 'node:zlib'
import { describe, expect } from 'vitest'
import { frontEndUser } from '../support/front-end.ts'
import { testsOf } from '../support/operation-tests.ts'
import { createToken, holderOf } from '../support/personal-tokens.ts'
import { testService } from '../support/service.ts'

const test = testsOf('createToken')
const service = testService()

describe('createToken', () => {
  test('201: the token with its secret, for ninety days unless it is said', async () => {
    const token = await createToken(service.alice, ['tasks:read'], { name: 'Shopping script' })
    expect(token).toEqual({
      id: expect.any(Number),
      user_id: service.alice.id,
      name: 'Shopping script',
      scopes: ['tasks:read'],
      created_at: expect.stringMatching(/Z$/),
      expires_at: expect.stringMatching(/Z$/),
      last_used_on: null,
      secret: expect.stringMatching(/^tp_[0-9A-Za-z]{36}$/),
    })
    expect(Date.parse(token.expires_at) - Date.parse(token.created_at)).toBe(90 * 86_400_000)
    await holderOf(service, token).get('/api/me/tasks').expect(200)
  })

  test.each([1, 30, 365])('201: for %d days', async (days) => {
    const { created_at, expires_at } = await createToken(service.alice, ['tasks:read'], { expires_in_days: days })
    expect(Date.parse(expires_at) - Date.parse(created_at)).toBe(days * 86_400_000)
  })

  test('201: with a checksum, so that a scanner for secrets can tell it from other text', async () => {
    const { secret } = await createToken(service.alice, ['tasks:read'])
    const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
    const checksum = Array.from(secret.slice(-6)).reduce((sum, digit) => sum * 62 + digits.indexOf(digit), 0)
    expect(checksum).toBe(crc32(secret.slice(0, -6)))
  })

  test('201: of which only the SHA-256 is kept, and nothing logged', async () => {
    const { id, secret } = await createToken(service.alice, ['tasks:read'])
    const rows = await service.database.superuser('select from personal_tokens where id = $1 and hash = sha256(convert_to($2, $3))', [id, secret, 'UTF8'])
    expect(rows).toHaveLength(1)
    await holderOf(service, { secret }).get('/api/me/tasks').expect(200)
    expect(JSON.stringify(service.log)).not.toContain(secret.slice(3, 20))
  })

  test("201: a front end's user", async () => {
    const dave = frontEndUser(service, 'dave')
    const token = await createToken(dave, ['tasks:read', 'tasks:write'])
    const { body: task } = await holderOf(service, token).post('/api/me/tasks', { title: 'By a script' }).expect(201)
    await dave.get(`/api/me/tasks/${task.id}`).expect(200)
  })

  test('201: the same one for the same Idempotency-Key, which is kept encrypted', async () => {
    const create = () =>
      service.bob
        .post('/api/me/tokens', { name: 'Once', scopes: ['tasks:read'] })
        .set('Idempotency-Key', 'token-1')
        .expect(201)
    const [{ body: first }, { body: again }] = [await create(), await create()]
    expect(again).toEqual(first)
    const kept = await service.database.superuser<{ body: string }>("select body from idempotency_keys where key = 'token-1'")
    expect(JSON.stringify(kept)).not.toContain(first.secret)
  })

  test('201: an event for the operator', async () => {
    const before = service.log.length
    await createToken(service.alice, ['tasks:read'])
    expect(service.log.slice(before).filter(({ event }) => event !== undefined)).toMatchObject([{ event: 'token-created', operation: 'createToken' }])
  })

  test('403: more than fifty, unless some are revoked or have expired', async () => {
    const emma = await service.register('emma')
    for (let count = 0; count < 50; count += 1) await createToken(emma, ['tasks:read'])
    const { body } = await emma.post('/api/me/tokens', { name: 'One too many', scopes: ['tasks:read'] }).expect(403)
    expect(body.type).toBe('/docs/problems/quota-exceeded')
    await service.database.superuser('update personal_tokens set expires_at = now() where id = (select min(id) from personal_tokens where user_id = $1)', [
      emma.id,
    ])
    await createToken(emma, ['tasks:read'])
  })

  test.each([
    ['no name', { name: undefined }, '#/name'],
    ['a blank name', { name: ' ' }, '#/name'],
    ['no scope', { scopes: [] }, '#/scopes'],
    ['a scope that does not exist', { scopes: ['tasks:delete'] }, '#/scopes/0'],
    ['a scope twice', { scopes: ['tasks:read', 'tasks:read'] }, '#/scopes'],
    ['an end that has passed', { expires_in_days: 0 }, '#/expires_in_days'],
    ['an end in more than a year', { expires_in_days: 366 }, '#/expires_in_days'],
  ])('400: %s', async (_, fields, pointer) => {
    const { body } = await service.alice.post('/api/me/tokens', { name: 'Script', scopes: ['tasks:read'], ...fields }).expect(400)
    expect(body.errors).toMatchObject([{ pointer }])
  })
})
