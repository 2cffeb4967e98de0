import jwt from 'jsonwebtoken'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { startService } from '../../src/server.ts'
import type { RunningService } from '../../src/server.ts'
import { startBetterAuth } from '../support/better-auth.ts'
import type { BetterAuth } from '../support/better-auth.ts'
import { clientOf, secret, settingsFor, testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'
import { asSignIn } from '../support/sign-in.ts'

const auth = await startBetterAuth({ secret })
afterAll(() => auth.stop())
const service = testService({ settings: { authUrl: auth.url } })

type Visitor = Client & { subject: string; token: string }

/** Someone with a token of a front end, by now unknown to the service. */
const visitor = (subject: string, token: string): Visitor => ({ ...service.client({ Authorization: `Bearer ${token}` }), subject, token })

/** Someone who signed up with Better Auth; the token is signed with its private key. */
async function publicly(from: BetterAuth = auth, person?: { name: string; email: string }): Promise<Visitor> {
  const { userId, jwt: token } = await from.signUp(person)
  return visitor(userId, token)
}

/** Someone whose front end signs with the shared secret, as those with a route of their own for it do. */
function secretly(subject: string, claims: object = {}): Visitor {
  const payload = { email: `${subject}@example.com`, ...claims }
  return visitor(subject, jwt.sign(payload, secret, { algorithm: 'HS256', subject, expiresIn: '1h' }))
}

const minted = async (): Promise<Visitor> => secretly((await auth.signUp()).userId)

/** The service once more, as another process would run it on the same database. */
async function startAgain(authUrl = auth.url): Promise<RunningService> {
  const running = await startService({ ...settingsFor(service.database.url), authUrl }, pino({ level: 'silent' }))
  onTestFinished(() => running.stop())
  return running
}

const at = ({ url }: RunningService, { token }: Visitor): Client => clientOf(url, { Authorization: `Bearer ${token}` })

const identitiesOf = async ({ subject }: Visitor): Promise<number> =>
  (await asSignIn(service.database, 'select from identities where subject = $1', [subject])).length

describe.each([
  ['signed with a private key, found through JWKS', () => publicly()],
  ['signed with the shared secret', minted],
])('a token %s', (_, arrive) => {
  let carol: Visitor
  beforeAll(async () => void (carol = await arrive()))

  test('200: the first request of all, which finds an empty list', async () => {
    await carol.get('/api/me/tasks').expect(200, [])
  })

  test('200: its user is the same one ever after, in another process too', async () => {
    const { body: user } = await carol.get('/api/me').expect(200)
    expect((await carol.get('/api/me').expect(200)).body).toEqual(user)
    expect(
      (
        await at(await startAgain(), carol)
          .get('/api/me')
          .expect(200)
      ).body,
    ).toEqual(user)
  })

  test('200: me, the subject and our own id are one path', async () => {
    const { body: task } = await carol.post(`/api/${carol.subject}/tasks`, { title: 'Buy milk' }).expect(201)
    for (const user of ['me', carol.subject, task.user_id]) {
      expect((await carol.get(`/api/${user}/tasks/${task.id}`).expect(200)).body).toEqual(task)
    }
  })

  test("403: another's subject", async () => {
    const dave = await arrive()
    await dave.get('/api/me').expect(200)
    const { body } = await carol.get(`/api/${dave.subject}/tasks`).expect(403)
    expect(JSON.stringify(body)).not.toMatch(/token|unauthorized/i)
  })

  test('200: first requests at once, to two processes, make one user', async () => {
    const erin = await arrive()
    const elsewhere = at(await startAgain(), erin)
    const requests = Array.from({ length: 12 }, (_, index) => (index % 2 ? erin : elsewhere).get('/api/me').expect(200))
    const answers = await Promise.all(requests)
    expect([...new Set(answers.map(({ body }) => body.id))]).toEqual([answers[0]?.body.id])
    expect(await identitiesOf(erin)).toBe(1)
  })

  test("204: logging out ends nothing here: the token is its front end's", async () => {
    await carol.post('/api/auth/logout').expect(204)
    await carol.get('/api/me').expect(200)
  })

  test('200: a deleted account starts again, with the same token', async () => {
    const frank = await arrive()
    const { body: task } = await frank.post('/api/me/tasks', { title: 'Forget me' }).expect(201)
    const elsewhere = at(await startAgain(), frank)
    await elsewhere.get('/api/me/tasks').expect(200)
    await frank.delete('/api/me').expect(204)
    const { body: user } = await elsewhere.get('/api/me').expect(200)
    expect(user.id).not.toBe(task.user_id)
    expect((await frank.get('/api/me').expect(200)).body).toEqual(user)
    await frank.get('/api/me/tasks').expect(200, [])
    await frank.get(`/api/me/tasks/${task.id}`).expect(404)
  })

  test('201: whose account was deleted may start with a task', async () => {
    const grace = await arrive()
    const { body: before } = await grace.get('/api/me').expect(200)
    await grace.delete('/api/me').expect(204)
    const { body: task } = await grace.post(`/api/${grace.subject}/tasks`, { title: 'Begin again' }).expect(201)
    expect(task.user_id).not.toBe(before.id)
  })

  test.each([
    [400, 'a request that is wrong', () => '/api/me/tasks?limit=0'],
    [403, 'the id of before', (id: number) => `/api/${id}/tasks`],
  ])('%i: whose account was deleted is not signed out by %s', async (status, __, path) => {
    const heidi = await arrive()
    const { body: before } = await heidi.get('/api/me').expect(200)
    await heidi.delete('/api/me').expect(204)
    await heidi.get(path(before.id)).expect(status)
  })
})

describe('who is who', () => {
  test("200: a user with the token's name and address", async () => {
    const carol = await publicly(auth, { name: 'Carol', email: 'carol@example.com' })
    expect((await carol.get('/api/me').expect(200)).body).toMatchObject({ name: 'Carol', email: 'carol@example.com' })
    const dave = secretly('dave', { name: 'Dave' })
    expect((await dave.get('/api/me').expect(200)).body).toMatchObject({ name: 'Dave', email: 'dave@example.com' })
  })

  test('200: a token without name and address has a user with neither', async () => {
    const token = jwt.sign({}, secret, { subject: 'nameless', expiresIn: '1h' })
    expect((await visitor('nameless', token).get('/api/me').expect(200)).body).toMatchObject({ name: null, email: null })
  })

  test("200: alice's address does not make anyone alice", async () => {
    await service.alice.post('/api/me/tasks', { title: 'A secret of hers' }).expect(201)
    const { email } = service.alice
    for (const other of [await publicly(auth, { name: 'alice', email }), secretly('other', { email })]) {
      const { body: user } = await other.get('/api/me').expect(200)
      expect(user).toMatchObject({ email })
      expect(user.id).not.toBe(service.alice.id)
      await other.get('/api/me/tasks').expect(200, [])
    }
  })

  test("401: a front end's user has no password to log in with", async () => {
    const email = 'only-there@example.com'
    const visitor = await publicly(auth, { name: 'Only There', email })
    await visitor.get('/api/me').expect(200)
    await service.anyone.post('/api/auth/login', { email, password: 'correct horse battery staple' }).expect(401)
  })

  test('200: the subject "1" is not our user 1', async () => {
    const ours = await asSignIn<{ id: string }>(service.database, 'select id from users where id = 1')
    expect(ours).toEqual([{ id: '1' }])
    const first = [service.alice, service.bob].find(({ id }) => id === 1)
    await first?.post('/api/me/tasks', { title: 'Of user 1' }).expect(201)
    const one = secretly('1')
    const { body: user } = await one.get('/api/1').expect(200)
    expect(user.id).not.toBe(1)
    await one.get('/api/1/tasks').expect(200, [])
  })

  test('200: one subject of two issuers is two users', async () => {
    const carol = await publicly()
    const same = secretly(carol.subject)
    const [{ body: one }, { body: other }] = [await carol.get('/api/me').expect(200), await same.get('/api/me').expect(200)]
    expect(one.id).not.toBe(other.id)
    expect(await identitiesOf(carol)).toBe(2)
  })
})

describe('when the front end is away', () => {
  test('503: not 401, for a token whose key cannot be fetched; others still work', async () => {
    const away = await startBetterAuth({ secret })
    onTestFinished(() => away.stop())
    const carol = await publicly(away)
    await away.stop()
    const running = await startAgain(away.url)
    const { body, headers } = await at(running, carol).get('/api/me').expect(503)
    expect(headers['retry-after']).toMatch(/^\d+$/)
    expect(body).toMatchObject({ type: '/docs/problems/unavailable', message: body.detail })
    expect(await identitiesOf(carol)).toBe(0)
    await at(running, secretly('dave')).get('/api/me').expect(200)
    await clientOf(running.url, { Authorization: `Bearer ${service.alice.token}` })
      .get('/api/me')
      .expect(200)
  })

  test('200: a key once looked up is remembered', async () => {
    const away = await startBetterAuth({ secret })
    onTestFinished(() => away.stop())
    const [carol, dave] = [await publicly(away), await publicly(away)]
    const running = await startAgain(away.url)
    await at(running, carol).get('/api/me').expect(200)
    await away.stop()
    await at(running, dave).get('/api/me').expect(200)
  })

  test('401: the session cookie that a front end keeps, signed with the same secret', async () => {
    const cookies = await startBetterAuth({ secret, cookieCache: 'secret' })
    onTestFinished(() => cookies.stop())
    const signedUp = await cookies.signUp()
    const cached = Object.entries(signedUp.cookies).find(([name]) => name.endsWith('session_data'))?.[1] ?? ''
    expect(cached).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
    await service
      .client({ Authorization: `Bearer ${cached}` })
      .get('/api/me')
      .expect(401)
  })
})
