import pg from 'pg'
import { beforeEach, describe, expect } from 'vitest'
import { atOnce } from '../support/at-once.ts'
import { lettersTo, serviceWithMail, tokenIn, verificationsTo, waitForMails } from '../support/mail.ts'
import type { Letter } from '../support/mail.ts'
import { testsOf } from '../support/operation-tests.ts'
import { scriptOf } from '../support/personal-tokens.ts'
import { passwordOf } from '../support/service.ts'
import type { Person } from '../support/service.ts'
import { setEmailKey, waitForLock } from '../support/sign-in.ts'
import { countStatuses } from '../support/statuses.ts'

const test = testsOf('verifyEmail')
const service = serviceWithMail()

const unknown = 'A'.repeat(43)
const login = (email: string, password: string) => service.anyone.post('/api/auth/login', { email, password })
const confirm = (verification_token: string) => service.anyone.post('/api/auth/verify-email', { verification_token })

const refused = {
  type: '/docs/problems/link-refused',
  title: 'The link is not valid',
  status: 400,
  detail: 'The link is unknown, was used or has expired. Ask for a new one.',
}

let people = 0
let carol: Person
let password: string
let next: string
beforeEach(async () => {
  const name = `carol-${(people += 1)}`
  carol = await service.register(name)
  password = passwordOf(name)
  next = `${name}@example.org`
})

/** The token of the link that carol got as she registered. */
const ofRegistration = async (): Promise<string> => tokenIn((await verificationsTo(service, carol.email))[0])
/** The token of a link that gives carol another address. */
const ofChange = async (address = next): Promise<string> => {
  await carol.put('/api/me/email', { email: address }).expect(204)
  await waitForMails(service.database)
  return tokenIn((await lettersTo(service, address)).at(-1))
}
/** A mail to somebody at an international domain, which a server may be told in either of its spellings. */
async function letterAtMunich(name: string): Promise<Letter | undefined> {
  const find = (): Letter | undefined => service.letters.find(({ to: [to = ''] }) => to.startsWith(`${name}@`) && to.endsWith('.example'))
  await expect.poll(find, { timeout: 30_000, interval: 20 }).toBeDefined()
  return find()
}
const account = async () => (await carol.get('/api/me').expect(200)).body

describe('verifyEmail, of the address of an account', () => {
  test('204: the address is confirmed, which the account tells, and a script that may read it', async () => {
    const script = await scriptOf(service, carol, ['account:read'])
    expect((await script.get('/api/me').expect(200)).body.email_verified).toBe(false)
    await confirm(await ofRegistration()).expect(204)
    expect(await account()).toMatchObject({ email: carol.email, email_verified: true })
    expect((await script.get('/api/me').expect(200)).body.email_verified).toBe(true)
  })

  test('204: with the token under the name that it has in the link', async () => {
    await service.anyone.post('/api/auth/verify-email', { token: await ofRegistration() }).expect(204)
    expect(await account()).toMatchObject({ email_verified: true })
  })

  test('204: sessions, tokens and links to a new password remain, and so do the addresses of others', async () => {
    await service.anyone.post('/api/auth/forgot-password', { email: carol.email }).expect(204)
    const reset = tokenIn((await lettersTo(service, carol.email))[0])
    await confirm(await ofRegistration()).expect(204)
    await carol.get('/api/me').expect(200)
    await service.anyone.post('/api/auth/reset-password', { token: reset, password: 'a crab in a velvet hat' }).set('Prefer', 'dry-run').expect(204)
    expect((await service.bob.get('/api/me').expect(200)).body.email_verified).toBe(false)
  })

  test('204: in a dry run, nothing changes, and the link remains valid', async () => {
    const token = await ofRegistration()
    await confirm(token).set('Prefer', 'dry-run').expect(204)
    expect(await account()).toMatchObject({ email_verified: false })
    await confirm(token).expect(204)
  })

  test('204: again with the same Idempotency-Key, and nothing secret is kept for it', async () => {
    const token = await ofRegistration()
    const send = () => confirm(token).set('Idempotency-Key', `a-key-of-${people}`)
    await send().expect(204)
    expect((await send().expect(204)).headers['idempotency-replayed']).toBe('true')
    const kept = JSON.stringify(await service.database.superuser('select key, fingerprint, headers, body from idempotency_keys'))
    for (const secret of [token, carol.email]) expect(kept).not.toContain(secret)
  })

  test('204: a link to a new password, which came by mail, confirms the address as well', async () => {
    await service.anyone.post('/api/auth/forgot-password', { email: carol.email }).expect(204)
    const token = tokenIn((await lettersTo(service, carol.email))[0])
    await service.anyone.post('/api/auth/reset-password', { token, password: 'a crab in a velvet hat' }).expect(204)
    const { body } = await login(carol.email, 'a crab in a velvet hat').expect(200)
    const again = service.client({ Authorization: `Bearer ${body.token}` })
    expect((await again.get('/api/me').expect(200)).body.email_verified).toBe(true)
  })

  test('400: a link that was used, and of several uses at once, all but one', async () => {
    const token = await ofRegistration()
    expect(countStatuses(await atOnce(4, () => confirm(token)))).toEqual({ 204: 1, 400: 3 })
    expect((await confirm(token).expect(400)).body).toMatchObject(refused)
  })

  test('400: a link that has expired', async () => {
    const token = await ofRegistration()
    const age = (minutes: number) =>
      service.database.superuser('update email_links set created_at = now() - make_interval(mins => $2) where user_id = $1', [carol.id, minutes])
    await age(31)
    expect((await confirm(token).expect(400)).body).toMatchObject(refused)
    await age(29)
    await confirm(token).expect(204)
  })

  test('400: a link from before the password was changed', async () => {
    const token = await ofRegistration()
    await carol.put('/api/me/password', { new_password: 'a crab in a velvet hat' }).expect(204)
    expect((await confirm(token).expect(400)).body).toMatchObject(refused)
  })

  test('400: a link of an account that was deleted', async () => {
    const token = await ofRegistration()
    await carol.delete('/api/me').expect(204)
    expect((await confirm(token).expect(400)).body).toMatchObject(refused)
  })

  test('400: an unknown link, a link to a new password, an access token and a refresh token', async () => {
    await service.anyone.post('/api/auth/forgot-password', { email: carol.email }).expect(204)
    const reset = tokenIn((await lettersTo(service, carol.email))[0])
    for (const token of [unknown, reset, carol.refreshToken, 'x']) expect((await confirm(token).expect(400)).body).toMatchObject(refused)
    expect((await confirm(carol.token).expect(400)).body.errors).toContainEqual({ pointer: '#/verification_token', detail: expect.stringContaining('128') })
    expect(await account()).toMatchObject({ email_verified: false })
  })

  test('400: without a token', async () => {
    const { body } = await service.anyone.post('/api/auth/verify-email', {}).expect(400)
    expect(body.errors).toEqual([{ pointer: '#/verification_token', detail: 'is required' }])
  })
})

describe('verifyEmail, of another address', () => {
  test('204: the account has the new address, which signs in, and the former one does not', async () => {
    await confirm(await ofChange()).expect(204)
    expect(await account()).toMatchObject({ id: carol.id, email: next, email_verified: true })
    await login(next, password).expect(200)
    await login(carol.email, password).expect(401)
  })

  test('204: sessions and personal access tokens continue', async () => {
    const script = await scriptOf(service, carol, ['tasks:read'])
    await confirm(await ofChange()).expect(204)
    await carol.get('/api/me').expect(200)
    await service.anyone.post('/api/auth/refresh', { refresh_token: carol.refreshToken }).expect(200)
    await script.get('/api/me/tasks').expect(200)
  })

  test('204: a mail tells the former address, without the new one', async () => {
    await confirm(await ofChange()).expect(204)
    const [, notice] = await lettersTo(service, carol.email, 2)
    expect(notice?.headers).toMatch(/^Subject: Your e-mail address was changed\r$/m)
    expect(notice?.text).toMatch(/^The e-mail address of your Taskpact account was changed on /)
    for (const text of [notice?.text, notice?.html]) expect(text).not.toMatch(/https?:|token|example\.org/)
  })

  test('204: the former address is free, and links that went there are not valid any more', async () => {
    const registration = await ofRegistration()
    await service.anyone.post('/api/auth/forgot-password', { email: carol.email }).expect(204)
    const reset = tokenIn((await lettersTo(service, carol.email))[0])
    await confirm(await ofChange()).expect(204)
    expect((await confirm(registration).expect(400)).body).toMatchObject(refused)
    await service.anyone.post('/api/auth/reset-password', { token: reset, password: 'a crab in a velvet hat' }).expect(400)
    await service.anyone.post('/api/auth/register', { email: carol.email, password: 'correct horse battery' }).expect(201)
    await service.anyone.post('/api/auth/forgot-password', { email: next }).expect(204)
    const [, letter] = await lettersTo(service, next, 2)
    await service.anyone.post('/api/auth/reset-password', { token: tokenIn(letter), password: 'a crab in a velvet hat' }).expect(204)
  })

  test('204: the same address in another case, and an international domain', async () => {
    const written = `CAROL-${people}@example.com`
    await confirm(await ofChange(written)).expect(204)
    expect(await account()).toMatchObject({ email: written })
    await carol.put('/api/me/email', { email: `carol-${people}@münchen.example` }).expect(204)
    await confirm(tokenIn(await letterAtMunich(`carol-${people}`))).expect(204)
    await login(`CAROL-${people}@xn--mnchen-3ya.example`, password).expect(200)
  })

  test('204: other devices learn of it as of any change of the account, and it cannot be undone', async () => {
    await carol.patch('/api/me', { name: 'Carol' }).expect(200)
    const cursor = String((await carol.patch('/api/me', { name: 'Carol C.' }).expect(200)).headers['sync-cursor'])
    await confirm(await ofChange()).expect(204)
    const { body } = await carol.get(`/api/me/changes?since=${cursor}`).expect(200)
    expect(body.changes).toMatchObject([{ type: 'user', id: carol.id, op: 'upsert', data: { email: next } }])
    const [{ seq }] = body.changes
    const answer = await carol.post('/api/me/undo', { seq }).expect(400)
    expect(answer.body.errors).toEqual([{ pointer: '#/seq', detail: `must not be of a new e-mail address, which takes a link: ${seq} is` }])
    await carol.post('/api/me/undo', {}).expect(200)
    expect(await account()).toMatchObject({ email: next, name: 'Carol' })
  })

  test('204: no token and no address is in the log', async () => {
    const token = await ofChange()
    await confirm(token).expect(204)
    await confirm(token).expect(400)
    await lettersTo(service, carol.email, 2)
    await waitForMails(service.database)
    const log = JSON.stringify(service.log)
    for (const secret of [token, carol.email, next]) expect(log).not.toContain(secret)
    expect(service.log).toContainEqual(expect.objectContaining({ event: 'email-changed', operation: 'verifyEmail' }))
  })

  test('400: a link from before the password was changed', async () => {
    const token = await ofChange()
    await carol.put('/api/me/password', { new_password: 'a crab in a velvet hat' }).expect(204)
    expect((await confirm(token).expect(400)).body).toMatchObject(refused)
    await login(carol.email, 'a crab in a velvet hat').expect(200)
  })

  test('400: a link that another process uses at the same time', async () => {
    const token = await ofChange()
    const other = new pg.Client({ connectionString: service.database.url })
    await other.connect()
    try {
      await other.query('begin; set local role taskpact_authentication')
      await other.query('select from passwords where user_id = $1 for no key update', [carol.id])
      const answered = confirm(token).then(({ status }) => status)
      await waitForLock(service.database)
      await other.query('delete from email_links where user_id = $1', [carol.id])
      await other.query('commit')
      expect(await answered).toBe(400)
    } finally {
      await other.end()
    }
    expect(await account()).toMatchObject({ email: carol.email })
  })

  test('400: an earlier link to the same address', async () => {
    const first = await ofChange()
    const second = await ofChange()
    await confirm(first).expect(400)
    await confirm(second).expect(204)
  })

  test('409: an address that another account has by then, and everything is as it was', async () => {
    const token = await ofChange()
    await service.anyone.post('/api/auth/register', { email: next, password: 'correct horse battery' }).expect(201)
    const { body } = await confirm(token).expect(409)
    expect(body).toMatchObject({
      type: '/docs/problems/email-taken',
      detail: 'Another account has this e-mail address. Log in to that one, or change to another address.',
    })
    expect(await account()).toMatchObject({ email: carol.email })
    await login(next, 'correct horse battery').expect(200)
  })

  test('409: an account from before, whose address has another key today', async () => {
    const { body } = await service.anyone.post('/api/auth/register', { email: `early-${next}`, password: 'correct horse battery' }).expect(201)
    await setEmailKey(service.database, body.user.id, `early-${people}@münchen.example`)
    await carol.put('/api/me/email', { email: `early-${people}@xn--mnchen-3ya.example` }).expect(204)
    await confirm(tokenIn(await letterAtMunich(`early-${people}`))).expect(409)
  })
})

describe('verifyEmail, past the limit of sign-ins', () => {
  const limited = serviceWithMail({ trustProxy: 1, limits: { perUser: 1_000, signInsPerAccount: 1_000, signInsPerAddress: 3 } })

  test('429: guesses from one address', async () => {
    const attacker = limited.client({ 'X-Forwarded-For': '203.0.113.7' })
    const guess = () => attacker.post('/api/auth/verify-email', { verification_token: unknown })
    for (let tries = 0; tries < 3; tries += 1) await guess().expect(400)
    const { headers } = await guess().expect(429)
    expect(headers['ratelimit-policy']).toBe('"sign-ins-per-address";q=3;w=900')
  })
})
