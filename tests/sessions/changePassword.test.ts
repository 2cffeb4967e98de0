import pg from 'pg'
import { beforeEach, describe, expect } from 'vitest'
import { atOnce } from '../support/at-once.ts'
import { frontEndUser } from '../support/front-end.ts'
import { testsOf } from '../support/operation-tests.ts'
import { passwordOf, testService } from '../support/service.ts'
import type { Person } from '../support/service.ts'
import { waitForLock } from '../support/sign-in.ts'
import { countStatuses } from '../support/statuses.ts'

const test = testsOf('changePassword')
const service = testService()

const newPassword = 'a crab in a velvet hat'
const login = (email: string, password: string) => service.anyone.post('/api/auth/login', { email, password })

describe('changePassword', () => {
  let people = 0
  let carol: Person
  let password: string
  beforeEach(async () => {
    const name = `carol-${(people += 1)}`
    carol = await service.register(name)
    password = passwordOf(name)
  })

  const change = (body: object, who = carol) => who.put('/api/me/password', body)
  /** Another session of carol's. */
  const another = async () => {
    const { body } = await login(carol.email, password).expect(200)
    return { ...service.client({ Authorization: `Bearer ${body.token}` }), refreshToken: String(body.refresh_token) }
  }
  /** As if she had logged in a while ago. */
  const wait = (minutes: number) =>
    service.database.superuser('update sessions set created_at = created_at - make_interval(mins => $2) where user_id = $1', [carol.id, minutes])

  test('204: with the current password, however long ago the log-in was', async () => {
    await wait(60)
    await change({ current_password: password, new_password: newPassword }).expect(204)
    await login(carol.email, password).expect(401)
    await login(carol.email, newPassword).expect(200)
  })

  test('204: without it, within ten minutes of a log-in', async () => {
    await wait(9)
    await change({ new_password: newPassword }).expect(204)
    await login(carol.email, newPassword).expect(200)
  })

  test('204: every other session has ended, and this one continues', async () => {
    const other = await another()
    await change({ current_password: password, new_password: newPassword }).expect(204)
    await other.get('/api/me').expect(401)
    await service.anyone.post('/api/auth/refresh', { refresh_token: other.refreshToken }).expect(401)
    await carol.get('/api/me').expect(200)
    await service.anyone.post('/api/auth/refresh', { refresh_token: carol.refreshToken }).expect(200)
  })

  test('204: sessions of others are as they were', async () => {
    await change({ new_password: newPassword }).expect(204)
    await service.bob.get('/api/me').expect(200)
    await login('bob@example.com', passwordOf('bob')).expect(200)
  })

  test('204: in its composed form, as all passwords', async () => {
    await change({ new_password: 'Crème brûlée à la carte'.normalize('NFD') }).expect(204)
    await login(carol.email, 'Crème brûlée à la carte'.normalize('NFC')).expect(200)
  })

  test('204: in a dry run, nothing changes', async () => {
    const other = await another()
    await change({ new_password: newPassword }).set('Prefer', 'dry-run').expect(204)
    await other.get('/api/me').expect(200)
    await login(carol.email, password).expect(200)
  })

  test('204: it waits for a log-in that has compared the former password, and ends its session', async () => {
    const loggingIn = new pg.Client({ connectionString: service.database.url })
    await loggingIn.connect()
    try {
      await loggingIn.query('begin; set local role taskpact_authentication')
      await loggingIn.query('select from passwords where user_id = $1 for share', [carol.id])
      const changing = change({ new_password: newPassword }).then(({ status }) => status)
      await waitForLock(service.database)
      const started = await loggingIn.query<{ id: string }>("insert into sessions (user_id, expires_at) values ($1, now() + interval '1 day') returning id", [
        carol.id,
      ])
      await loggingIn.query('commit')
      expect(await changing).toBe(204)
      expect(await service.database.superuser('select from sessions where id = $1', [started.rows[0]?.id])).toEqual([])
    } finally {
      await loggingIn.end()
    }
  })

  test('403: of several changes at once with the same password, all but one', async () => {
    const answers = await atOnce(4, () => change({ current_password: password, new_password: newPassword }))
    expect(countStatuses(answers)).toEqual({ 204: 1, 403: 3 })
  })

  test('403: another password than the current one, with everything as it was', async () => {
    const other = await another()
    const { body } = await change({ current_password: 'not her password', new_password: newPassword }).expect(403)
    expect(body).toMatchObject({ type: '/docs/problems/password-needed', detail: 'This is not the current password.' })
    expect(body.errors).toEqual([{ pointer: '#/current_password', detail: 'is not the current password' }])
    await other.get('/api/me').expect(200)
    await login(carol.email, password).expect(200)
  })

  test('403: a wrong password, even just after a log-in', async () => {
    await change({ current_password: '', new_password: newPassword }).expect(400)
    await change({ current_password: newPassword, new_password: newPassword }).expect(403)
  })

  test('403: without the password, more than ten minutes after the log-in, though it was refreshed since', async () => {
    await wait(11)
    const { body: refreshed } = await service.anyone.post('/api/auth/refresh', { refresh_token: carol.refreshToken }).expect(200)
    const later = service.client({ Authorization: `Bearer ${refreshed.token}` })
    const { body } = await later.put('/api/me/password', { new_password: newPassword }).expect(403)
    expect(body).toMatchObject({ type: '/docs/problems/password-needed', errors: [{ pointer: '#/current_password' }] })
    // The problem says what helps.
    const { body: again } = await login(carol.email, password).expect(200)
    await service
      .client({ Authorization: `Bearer ${again.token}` })
      .put('/api/me/password', { new_password: newPassword })
      .expect(204)
  })

  test("403: a front end's user, who has no password here", async () => {
    const { body } = await frontEndUser(service, 'dave').put('/api/me/password', { new_password: newPassword }).expect(403)
    expect(body.type).toBe('/docs/problems/no-password')
  })

  test('401: a session that another change has ended', async () => {
    const other = await another()
    await change({ new_password: newPassword }).expect(204)
    await other.put('/api/me/password', { current_password: newPassword, new_password: password }).expect(401)
  })

  test.each([
    ['a common one', 'password1'],
    ['a sequence', '1234567890'],
    ['a short piece repeated', 'abcabcabc'],
    ['seven characters', 'seven 7'],
    ['eight as sent, seven in the composed form', 'cre\u0300me 7'],
  ])('400: %s', async (_, weak) => {
    const { body } = await change({ current_password: password, new_password: weak }).expect(400)
    expect(body.errors).toEqual([{ pointer: '#/new_password', detail: expect.any(String) }])
    await login(carol.email, password).expect(200)
  })

  test('400: her address, or her name', async () => {
    for (const own of [carol.email, `carol-${people}-`]) {
      const { body } = await change({ new_password: own }).expect(400)
      expect(body.errors).toEqual([{ pointer: '#/new_password', detail: 'must not be your e-mail address or your name' }])
    }
  })
})

describe('changePassword, past the limit of sign-ins', () => {
  const limited = testService({ settings: { limits: { perUser: 1_000, signInsPerAccount: 3, signInsPerAddress: 1_000 } } })

  test('429: guesses, and the right password too until the time is over', async () => {
    const guess = (current_password: string) => limited.alice.put('/api/me/password', { current_password, new_password: newPassword })
    for (const word of ['first', 'second', 'third']) await guess(word).expect(403)
    const { headers } = await guess(passwordOf('alice')).expect(429)
    expect(headers['ratelimit-policy']).toBe('"sign-ins";q=3;w=900')
    // Guessing locks nobody else out.
    await limited.bob.put('/api/me/password', { current_password: 'wrong', new_password: newPassword }).expect(403)
    await limited.anyone.post('/api/auth/login', { email: limited.alice.email, password: passwordOf('alice') }).expect(200)
  })
})
