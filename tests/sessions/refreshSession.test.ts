import { beforeEach, describe, expect } from 'vitest'
import { atOnce } from '../support/at-once.ts'
import { testsOf } from '../support/operation-tests.ts'
import { repeated } from '../support/repeated.ts'
import { passwordOf, testService } from '../support/service.ts'
import { asSignIn } from '../support/sign-in.ts'
import { countStatuses } from '../support/statuses.ts'

const test = testsOf('refreshSession')
const service = testService()

type Tokens = { token: string; refresh_token: string }

const refresh = (refresh_token: string) => service.anyone.post('/api/auth/refresh', { refresh_token })
const refreshed = async ({ refresh_token }: Tokens): Promise<Tokens> => (await refresh(refresh_token).expect(200)).body
const me = ({ token }: Tokens) => service.client({ Authorization: `Bearer ${token}` }).get('/api/me')

/** A session of alice's. */
const session = async (): Promise<Tokens> =>
  (await service.anyone.post('/api/auth/login', { email: 'alice@example.com', password: passwordOf('alice') }).expect(200)).body

/** Lets time pass since a token was replaced. */
async function age({ refresh_token }: Tokens, seconds: number): Promise<void> {
  const text = `update refresh_tokens set replaced_at = replaced_at - make_interval(secs => $2)
    where hash = sha256(convert_to($1, 'UTF8')) and replaced_at is not null returning true as aged`
  expect(await asSignIn(service.database, text, [refresh_token, seconds])).toEqual([{ aged: true }])
}

describe('refreshSession', () => {
  let first: Tokens
  beforeEach(async () => void (first = await session()))

  test('200: new tokens of the same user', async () => {
    const { body } = await refresh(first.refresh_token).expect(200)
    expect(body).toEqual({
      user: { id: service.alice.id, email: 'alice@example.com', name: 'alice', time_zone: 'UTC', created_at: expect.stringMatching(/Z$/) },
      token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      access_token: body.token,
      token_type: 'Bearer',
      expires_in: 3600,
      refresh_token: expect.stringMatching(/^[\w-]{43}$/),
    })
    expect(body.refresh_token).not.toBe(first.refresh_token)
    await me(body).expect(200)
  })

  test('200: each new token in its turn', async () => {
    const tokens = [first]
    for (let turn = 0; turn < 4; turn++) tokens.push(await refreshed(tokens.at(-1) ?? first))
    expect(repeated(tokens.map(({ refresh_token }) => refresh_token))).toEqual([])
  })

  test('200: the access token of before is good until it expires', async () => {
    await refreshed(first)
    await me(first).expect(200)
  })

  test('200: a token used twice gives the same successor', async () => {
    const child = await refreshed(first)
    const again = await refreshed(first)
    expect(again.refresh_token).toBe(child.refresh_token)
    await refreshed(child)
  })

  test('200: fifty refreshes of one token at once give one successor', async () => {
    const answers = await atOnce(50, () => service.anyone.post('/api/auth/refresh', { refresh_token: first.refresh_token }))
    expect(countStatuses(answers)).toEqual({ 200: 50 })
    expect([...new Set(answers.map(({ body }) => body.refresh_token))]).toEqual([answers[0]?.body.refresh_token])
    const count = `select count(*)::int from refresh_tokens
      where session_id = (select session_id from refresh_tokens where hash = sha256(convert_to($1, 'UTF8')))`
    expect(await asSignIn(service.database, count, [first.refresh_token])).toEqual([{ count: 2 }])
    await refreshed(answers[0]?.body ?? first)
  })

  test('200: the session is good for another thirty days', async () => {
    const shorten = `update sessions set expires_at = now() + interval '1 hour' from refresh_tokens
      where sessions.id = session_id and hash = sha256(convert_to($1, 'UTF8'))`
    await asSignIn(service.database, shorten, [first.refresh_token])
    await refreshed(first)
    const left = `select expires_at > now() + interval '29 days' as long from sessions
      where id = (select session_id from refresh_tokens where hash = sha256(convert_to($1, 'UTF8')))`
    expect(await asSignIn(service.database, left, [first.refresh_token])).toEqual([{ long: true }])
  })

  /** Moves the start of a session into the past. */
  const begin = ({ refresh_token }: Tokens, days: number) =>
    asSignIn(
      service.database,
      `update sessions set created_at = now() - make_interval(days => $2) from refresh_tokens
      where sessions.id = session_id and hash = sha256(convert_to($1, 'UTF8'))`,
      [refresh_token, days],
    )

  test('200: the session is good for no more than ninety days from its start', async () => {
    await begin(first, 80)
    const child = await refreshed(first)
    const left = `select expires_at between now() + interval '9 days' and now() + interval '11 days' as short from sessions
      where id = (select session_id from refresh_tokens where hash = sha256(convert_to($1, 'UTF8')))`
    expect(await asSignIn(service.database, left, [child.refresh_token])).toEqual([{ short: true }])
  })

  test('401: after ninety days, though it was refreshed', async () => {
    await begin(first, 91)
    const { body } = await refresh(first.refresh_token).expect(401)
    expect(body.detail).toContain('its session has ended')
  })

  test('401: a token used again after ten seconds ends the session, access tokens included', async () => {
    const child = await refreshed(first)
    await age(first, 10)
    const { body, headers } = await refresh(first.refresh_token).expect(401)
    expect(body).toMatchObject({ type: '/docs/problems/unauthenticated', detail: expect.stringContaining('already used') })
    expect(headers['www-authenticate']).toBe('Bearer realm="taskpact", error="invalid_token"')
    await refresh(child.refresh_token).expect(401)
    await me(child).expect(401)
    await me(first).expect(401)
  })

  test('401: a token whose successor was used ends the session, however soon', async () => {
    const child = await refreshed(first)
    const grandchild = await refreshed(child)
    await refresh(first.refresh_token).expect(401)
    for (const { refresh_token } of [child, grandchild]) await refresh(refresh_token).expect(401)
    for (const tokens of [first, child, grandchild]) await me(tokens).expect(401)
  })

  test('401: a stolen token ends that session and no other', async () => {
    const other = await session()
    await refreshed(await refreshed(first))
    await refresh(first.refresh_token).expect(401)
    await me(first).expect(401)
    await me(other).expect(200)
    await refreshed(other)
    await service.bob.get('/api/me').expect(200)
  })

  test('401: a session that has expired', async () => {
    const expire = `update sessions set expires_at = now() from refresh_tokens
      where sessions.id = session_id and hash = sha256(convert_to($1, 'UTF8'))`
    await asSignIn(service.database, expire, [first.refresh_token])
    await refresh(first.refresh_token).expect(401)
    await me(first).expect(401)
  })

  test('401: a token that was never given out', async () => {
    const { body } = await refresh('A'.repeat(43)).expect(401)
    expect(body.detail).toBe('The refresh token is unknown or its session has ended. Log in again.')
  })

  test('401: an account that was deleted', async () => {
    const carol = await service.register('carol')
    await carol.delete('/api/me').expect(204)
    await refresh(carol.refreshToken).expect(401)
  })

  test('401: a stolen token and the rightful one, at once, end the session', async () => {
    // Who comes first is up to chance, so that it is tried a few times.
    for (let turn = 0; turn < 15; turn++) {
      const stolen = await session()
      const rightful = await refreshed(await refreshed(stolen))
      const attempts = Array.from({ length: 8 }, (_, index) => refresh(index % 2 ? stolen.refresh_token : rightful.refresh_token))
      const statuses = (await Promise.all(attempts)).map(({ status }) => status)
      expect([200, 401]).toEqual(expect.arrayContaining(statuses))
      await me(rightful).expect(401)
    }
  })

  test('400: an access token', async () => {
    const { body } = await refresh(first.token).expect(400)
    expect(body.errors).toContainEqual({ pointer: '#/refresh_token', detail: 'must be a refresh token from this service' })
  })

  test('400: no refresh token', async () => {
    const { body } = await service.anyone.post('/api/auth/refresh', { token: first.refresh_token }).expect(400)
    expect(body.errors).toEqual([{ pointer: '#/refresh_token', detail: 'is required' }])
  })
})
