import pg from 'pg'
import { beforeEach, describe, expect } from 'vitest'
import { atOnce } from '../support/at-once.ts'
import { lettersTo, serviceWithMail, tokenIn } from '../support/mail.ts'
import { testsOf } from '../support/operation-tests.ts'
import { scriptOf } from '../support/personal-tokens.ts'
import { passwordOf } from '../support/service.ts'
import type { Person } from '../support/service.ts'
import { waitForLock } from '../support/sign-in.ts'
import { countStatuses } from '../support/statuses.ts'

const test = testsOf('resetPassword')
const service = serviceWithMail()

const newPassword = 'a crab in a velvet hat'
const unknown = 'A'.repeat(43)
const login = (email: string, password: string) => service.anyone.post('/api/auth/login', { email, password })
const reset = (token: string, password = newPassword) => service.anyone.post('/api/auth/reset-password', { reset_token: token, password })

const refused = {
  type: '/docs/problems/link-refused',
  title: 'The link is not valid',
  status: 400,
  detail: 'The link is unknown, was used or has expired. Ask for a new one.',
}

describe('resetPassword', () => {
  let people = 0
  let carol: Person
  let password: string
  beforeEach(async () => {
    const name = `carol-${(people += 1)}`
    carol = await service.register(name)
    password = passwordOf(name)
  })

  /** The token of a link that carol gets; it is her mail number `count` with one. */
  const link = async (count = 1): Promise<string> => {
    await service.anyone.post('/api/auth/forgot-password', { email: carol.email }).expect(204)
    return tokenIn((await lettersTo(service, carol.email, count))[count - 1])
  }

  test('204: the new password is valid, the former one is not', async () => {
    await reset(await link()).expect(204)
    await login(carol.email, password).expect(401)
    await login(carol.email, newPassword).expect(200)
  })

  test('204: with the token under the name that it has in the link', async () => {
    await service.anyone.post('/api/auth/reset-password', { token: await link(), password: newPassword }).expect(204)
    await login(carol.email, newPassword).expect(200)
  })

  test('204: every session and personal access token has ended, from the next request on', async () => {
    const script = await scriptOf(service, carol, ['tasks:read'])
    await script.get('/api/me/tasks').expect(200)
    await reset(await link()).expect(204)
    await carol.get('/api/me').expect(401)
    await script.get('/api/me/tasks').expect(401)
    await service.anyone.post('/api/auth/refresh', { refresh_token: carol.refreshToken }).expect(401)
  })

  test('204: others keep their sessions, tokens, links and passwords', async () => {
    const script = await scriptOf(service, service.bob, ['tasks:read'])
    await service.anyone.post('/api/auth/forgot-password', { email: service.bob.email }).expect(204)
    const [letter] = await lettersTo(service, service.bob.email)
    await reset(await link()).expect(204)
    await service.bob.get('/api/me').expect(200)
    await script.get('/api/me/tasks').expect(200)
    await login(service.bob.email, passwordOf('bob')).expect(200)
    await reset(tokenIn(letter)).set('Prefer', 'dry-run').expect(204)
  })

  test('204: a mail says that the password was changed, without a link', async () => {
    await reset(await link()).expect(204)
    const [, notice] = await lettersTo(service, carol.email, 2)
    expect(notice?.headers).toMatch(/^Subject: Your password was changed\r$/m)
    expect(notice?.text).toMatch(/^The password of your Taskpact account was changed on /)
    expect(notice?.text).not.toMatch(/https?:|token/)
  })

  test('204: in a dry run, nothing changes, and the link remains valid', async () => {
    const token = await link()
    await reset(token).set('Prefer', 'dry-run').expect(204)
    await carol.get('/api/me').expect(200)
    await login(carol.email, password).expect(200)
    await reset(token).expect(204)
  })

  test('204: again with the same Idempotency-Key, and nothing secret is kept for it', async () => {
    const token = await link()
    const send = () => reset(token).set('Idempotency-Key', 'a-key-of-carol')
    await send().expect(204)
    expect((await send().expect(204)).headers['idempotency-replayed']).toBe('true')
    const kept = JSON.stringify(await service.database.superuser('select key, fingerprint, headers, body from idempotency_keys'))
    for (const secret of [token, newPassword, carol.email]) expect(kept).not.toContain(secret)
  })

  test('204: no token, password or address is in the log', async () => {
    const token = await link()
    await reset(token).expect(204)
    await reset(token).expect(400)
    await lettersTo(service, carol.email, 2)
    const log = JSON.stringify(service.log)
    for (const secret of [token, newPassword, carol.email]) expect(log).not.toContain(secret)
    for (const event of ['password-changed', 'session-revoked', 'sign-in-failed']) {
      expect(service.log).toContainEqual(expect.objectContaining({ event, operation: 'resetPassword' }))
    }
  })

  test('400: a link that was used', async () => {
    const token = await link()
    await reset(token).expect(204)
    const { body } = await reset(token, 'another velvet hat').expect(400)
    expect(body).toMatchObject(refused)
    await login(carol.email, newPassword).expect(200)
  })

  test('400: of several uses at once, all but one', async () => {
    const token = await link()
    const answers = await atOnce(4, () => reset(token))
    expect(countStatuses(answers)).toEqual({ 204: 1, 400: 3 })
  })

  test('400: a link that another process uses at the same time', async () => {
    const token = await link()
    const other = new pg.Client({ connectionString: service.database.url })
    await other.connect()
    try {
      await other.query('begin; set local role taskpact_authentication')
      await other.query('select from passwords where user_id = $1 for no key update', [carol.id])
      const answered = reset(token).then(({ status }) => status)
      await waitForLock(service.database)
      await other.query('delete from reset_links where user_id = $1', [carol.id])
      await other.query('commit')
      expect(await answered).toBe(400)
    } finally {
      await other.end()
    }
    await login(carol.email, password).expect(200)
  })

  test('400: of two links at once, all but one', async () => {
    const tokens = [await link(1), await link(2)]
    const answers = await Promise.all(tokens.map((token) => reset(token)))
    expect(countStatuses(answers)).toEqual({ 204: 1, 400: 1 })
  })

  test('400: a link that has expired', async () => {
    const token = await link()
    const age = (minutes: number) =>
      service.database.superuser('update reset_links set created_at = now() - make_interval(mins => $2) where user_id = $1', [carol.id, minutes])
    await age(31)
    expect((await reset(token).expect(400)).body).toMatchObject(refused)
    await age(29)
    await reset(token).expect(204)
  })

  test('400: another link of the account, once one was used', async () => {
    const [first, second] = [await link(1), await link(2)]
    await reset(second).expect(204)
    expect((await reset(first).expect(400)).body).toMatchObject(refused)
  })

  test('400: a link from before the password was changed', async () => {
    const token = await link()
    await carol.put('/api/me/password', { current_password: password, new_password: 'another velvet hat' }).expect(204)
    expect((await reset(token).expect(400)).body).toMatchObject(refused)
    await login(carol.email, 'another velvet hat').expect(200)
  })

  test('400: a link of an account that was deleted', async () => {
    const token = await link()
    await carol.delete('/api/me').expect(204)
    expect((await reset(token).expect(400)).body).toMatchObject(refused)
  })

  test('400: an unknown link, an access token and a refresh token', async () => {
    for (const token of [unknown, carol.refreshToken, 'x']) expect((await reset(token).expect(400)).body).toMatchObject(refused)
    await carol.get('/api/me').expect(200)
  })

  test.each([
    ['a common one', 'password1'],
    ['a sequence', '1234567890'],
    ['seven characters', 'seven 7'],
    ['eight as sent, seven in the composed form', 'cre\u0300me 7'],
  ])('400: a weak password, after which the link remains valid: %s', async (_, weak) => {
    const token = await link()
    const { body } = await reset(token, weak).expect(400)
    expect(body.errors).toEqual([{ pointer: '#/password', detail: expect.any(String) }])
    await carol.get('/api/me').expect(200)
    await reset(token).expect(204)
  })

  test('400: her address, or her name', async () => {
    const token = await link()
    for (const own of [carol.email, `carol-${people}-`]) {
      const { body } = await reset(token, own).expect(400)
      expect(body.errors).toEqual([{ pointer: '#/password', detail: 'must not be your e-mail address or your name' }])
    }
  })

  test('400: each missing field is named', async () => {
    const { body } = await service.anyone.post('/api/auth/reset-password', {}).expect(400)
    expect(body.errors).toEqual([
      { pointer: '#/reset_token', detail: 'is required' },
      { pointer: '#/password', detail: 'is required' },
    ])
  })
})

describe('resetPassword, past the limit of sign-ins', () => {
  const limited = serviceWithMail({ trustProxy: 1, limits: { perUser: 1_000, signInsPerAccount: 1_000, signInsPerAddress: 3 } })

  test('429: guesses from one address', async () => {
    const attacker = limited.client({ 'X-Forwarded-For': '203.0.113.7' })
    const guess = () => attacker.post('/api/auth/reset-password', { reset_token: unknown, password: newPassword })
    for (let tries = 0; tries < 3; tries += 1) await guess().expect(400)
    const { headers } = await guess().expect(429)
    expect(headers['ratelimit-policy']).toBe('"sign-ins-per-address";q=3;w=900')
  })
})
