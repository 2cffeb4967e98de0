import { beforeEach, describe, expect } from 'vitest'
import { frontEndUser } from '../support/front-end.ts'
import { expectMismatch, expectReplayed } from '../support/idempotency.ts'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'

const test = testsOf('updateUser')
const service = testService()

describe('updateUser', () => {
  beforeEach(async () => {
    await service.alice.patch('/api/me', { name: 'Alice' }).expect(200)
  })
  const alice = async () => {
    const { id, email, name, time_zone, created_at } = (await service.alice.get('/api/me').expect(200)).body
    return { id, email, name, time_zone, created_at }
  }

  const names = ['Alice Liddell', 'x', 'x'.repeat(255), '👩'.repeat(255), ' Alice ', "O'Brien; --", 'e\u0301']
  test.each(names)('200: the name %j, kept as it is', async (name) => {
    const before = await alice()
    const { body } = await service.alice.patch('/api/me', { name }).expect(200)
    expect(body).toEqual({ ...before, name })
    expect(await alice()).toEqual(body)
  })

  test.each(['Europe/Berlin', 'Australia/Lord_Howe', 'US/Eastern', 'Etc/GMT+5', 'UTC'])('200: the time zone %s', async (time_zone) => {
    const before = await alice()
    const { body } = await service.alice.patch('/api/me', { time_zone }).expect(200)
    expect(body).toEqual({ ...before, time_zone })
    expect(await alice()).toEqual(body)
  })

  test('200: {} changes nothing', async () => {
    const before = await alice()
    const { body } = await service.alice.patch('/api/me', {}).expect(200)
    expect(body).toEqual(before)
  })

  test("200: nobody else's name", async () => {
    await service.alice.patch('/api/me', { name: 'Alice Liddell' }).expect(200)
    const { body } = await service.bob.get('/api/me').expect(200)
    expect(body.name).toBe('bob')
  })

  test.each([
    ['id', 1_000_000],
    ['email', 'mallory@example.com'],
    ['created_at', '2000-01-01T00:00:00Z'],
    ['password', 'another password'],
    ['role', 'admin'],
  ])('200: %s in the body has no effect', async (field, value) => {
    const before = await alice()
    const { body } = await service.alice.patch('/api/me', { name: 'Alice Liddell', [field]: value }).expect(200)
    expect(body).toEqual({ ...before, name: 'Alice Liddell' })
  })

  test('200: a password in the body is not the new one', async () => {
    const carol = await service.register('carol')
    await carol.patch('/api/me', { password: 'another password' }).expect(200)
    await service.anyone.post('/api/auth/login', { email: carol.email, password: 'another password' }).expect(401)
  })

  test("200: under the caller's integer id, and under its token's subject", async () => {
    const carol = frontEndUser(service, 'carol-at-the-front-end', { name: 'Carol' })
    const {
      body: { id },
    } = await carol.get('/api/me').expect(200)
    await carol.patch(`/api/${id}`, { name: 'Caroline' }).expect(200)
    expect((await carol.get('/api/me').expect(200)).body.name).toBe('Caroline')
    await carol.patch('/api/carol-at-the-front-end', { name: 'Caro' }).expect(200)
    // The token still says Carol, and does not change it back.
    expect((await carol.get('/api/me').expect(200)).body.name).toBe('Caro')
  })

  test('200: a trailing slash is the same account', async () => {
    const { body } = await service.alice.patch('/api/me/', { name: 'Alice Liddell' }).expect(200)
    expect(await alice()).toEqual(body)
  })

  test('200: strict handling is confirmed', async () => {
    const { headers } = await service.alice.patch('/api/me', { name: 'Alice' }).set('Prefer', 'handling=strict').expect(200)
    expect(headers['preference-applied']).toBe('handling=strict')
  })

  test('200: the same answer again for the same Idempotency-Key', async () => {
    const { body } = await expectReplayed(() => service.alice.patch('/api/me', { name: 'Alice Liddell' }))
    expect(await alice()).toEqual(body)
  })

  const blank = 'must not be blank or contain the NUL character'
  test.each([
    ['null', 'must be string'],
    ['1', 'must be string'],
    ['["Alice"]', 'must be string'],
    ['""', 'must not have fewer than 1 characters'],
    ['"  "', blank],
    [String.raw`"\t\n"`, blank],
    [String.raw`"\u00a0"`, blank],
    [String.raw`"\u200b\ufe0f"`, blank],
    [String.raw`"Al\u0000ice"`, blank],
    [String.raw`"\ud800"`, 'must be well-formed Unicode, without half of a surrogate pair'],
    [JSON.stringify('x'.repeat(256)), 'must not have more than 255 characters'],
    [JSON.stringify('👩'.repeat(256)), 'must not have more than 255 characters'],
  ])('400: the name %s', async (name, detail) => {
    const before = await alice()
    const { body } = await service.alice.patch('/api/me').type('application/json').send(`{"name": ${name}}`).expect(400)
    expect(body).toMatchObject({ type: '/docs/problems/invalid-request', status: 400, message: body.detail })
    expect(body.errors).toContainEqual({ pointer: '#/name', detail })
    expect(await alice()).toEqual(before)
  })

  test.each(['null', '1', '""', '"+01:00"', '"Europe/Bonn"', '"Europe/Berlin "', '"../etc/passwd"'])('400: the time zone %s', async (zone) => {
    const before = await alice()
    const { body } = await service.alice.patch('/api/me').type('application/json').send(`{"time_zone": ${zone}}`).expect(400)
    expect(body.errors).toContainEqual({ pointer: '#/time_zone', detail: expect.any(String) })
    expect(await alice()).toEqual(before)
  })

  test.each(['null', '[]', '"Alice"', '1', '{"name":'])('400: the body %j', async (text) => {
    const before = await alice()
    await service.alice.patch('/api/me').type('application/json').send(text).expect(400)
    expect(await alice()).toEqual(before)
  })

  test('400: no body', async () => {
    const { body } = await service.alice.patch('/api/me').expect(400)
    expect(body.detail).toBe('This operation requires a JSON body.')
  })

  test('400: each unknown field and parameter, for those who want to be told', async () => {
    const before = await alice()
    const strict = service.alice.patch('/api/me?notify=1', { name: 'Alice Liddell', email: 'mallory@example.com' })
    const { body } = await strict.set('Prefer', 'handling=strict').expect(400)
    expect(body.errors).toEqual([
      { parameter: 'notify', detail: 'is not a parameter of this operation' },
      { pointer: '#/email', detail: 'is not a field of this operation' },
    ])
    expect(await alice()).toEqual(before)
  })

  test('422: an Idempotency-Key that came with another name', async () => {
    const rename = (name: string) => service.alice.patch('/api/me', { name })
    await expectMismatch(rename('Alice Liddell'), rename('Alice Pleasance'))
    expect(await alice()).toMatchObject({ name: 'Alice Liddell' })
  })
})
