import { beforeEach, describe, expect } from 'vitest'
import type { Response } from 'supertest'
import { atOnce } from '../support/at-once.ts'
import { frontEndUser } from '../support/front-end.ts'
import { lettersTo, serviceWithMail, tokenIn, waitForMails } from '../support/mail.ts'
import type { Letter } from '../support/mail.ts'
import { testsOf } from '../support/operation-tests.ts'
import { scriptOf } from '../support/personal-tokens.ts'
import { passwordOf } from '../support/service.ts'
import type { Person } from '../support/service.ts'
import { countStatuses } from '../support/statuses.ts'

const test = testsOf('changeEmail')
const service = serviceWithMail()

const confirm = (token: string) => service.anyone.post('/api/auth/verify-email', { token })

/** The headers of an answer, without what is new each time. */
const steadyHeaders = ({ headers }: Response): object => ({
  ...headers,
  'date': '',
  'x-request-id': '',
  'ratelimit': String(headers['ratelimit']).replace(/[rt]=\d+/g, ''),
})

describe('changeEmail', () => {
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

  const change = (body: object, who = carol) => who.put('/api/me/email', body)
  /** As if she had logged in a while ago. */
  const wait = (minutes: number) =>
    service.database.superuser('update sessions set created_at = created_at - make_interval(mins => $2) where user_id = $1', [carol.id, minutes])
  const mailsTo = (address: string): Letter[] => service.letters.filter(({ to }) => to.includes(address))

  test('204: a mail with a link to the new address, and one without to the current address, which remains', async () => {
    await change({ email: next, current_password: password }).expect(204)
    const [letter] = await lettersTo(service, next)
    expect(letter?.headers).toMatch(/^Subject: Confirm your new e-mail address\r$/m)
    expect(letter?.text).toMatch(/^https:\/\/app\.example\.com\/verify-email#token=[\w-]{43}$/m)
    expect(letter?.text).toContain('valid for 30 minutes')
    expect(letter?.html).toContain(`href="https://app.example.com/verify-email#token=${tokenIn(letter)}"`)
    const [notice] = await lettersTo(service, carol.email)
    expect(notice?.headers).toMatch(/^Subject: A new e-mail address was asked for\r$/m)
    expect(notice?.text).toMatch(/^Somebody asked to change the e-mail address of your Taskpact account on /)
    for (const text of [notice?.text, notice?.html]) expect(text).not.toMatch(/https?:|token|example\.org/)
    expect((await carol.get('/api/me').expect(200)).body.email).toBe(carol.email)
    await service.anyone.post('/api/auth/login', { email: carol.email, password }).expect(200)
    await service.anyone.post('/api/auth/login', { email: next, password }).expect(401)
  })

  test('204: with the current password, however long ago the log-in was, also under its other name', async () => {
    await wait(60)
    await change({ email: next, password }).expect(204)
    expect(await lettersTo(service, next)).toHaveLength(1)
  })

  test('204: without it, within ten minutes of a log-in', async () => {
    await wait(9)
    await change({ email: next }).expect(204)
    expect(await lettersTo(service, next)).toHaveLength(1)
  })

  test('204: an address that has an account gets the same answer, by as many statements, and the same mail', async () => {
    const written = async (email: string): Promise<unknown> => {
      const answer = await change({ email }).expect(204)
      const line = () => service.log.find(({ requestId, msg }) => requestId === answer.headers['x-request-id'] && msg === 'responded')
      await expect.poll(line, { timeout: 20_000 }).toBeDefined()
      // The next request replaces the mails that wait.
      await waitForMails(service.database)
      const { statements, rows } = line() ?? {}
      return { statements, rows, headers: steadyHeaders(answer), text: answer.text }
    }
    // Each of the two replaces as many links as the other.
    await change({ email: `another-${next}` }).expect(204)
    await waitForMails(service.database)
    const known = await written(service.alice.email)
    await service.database.superuser("delete from email_links where user_id = $1 and email = 'alice@example.com'", [carol.id])
    expect(await written(next)).toEqual(known)
    const textTo = async (address: string): Promise<unknown> =>
      (await lettersTo(service, address))[0]?.text.replace(/token=\S+/, '').replace(/ on \d+ .* \(UTC\)/, '')
    expect(await textTo(service.alice.email)).toEqual(await textTo(next))
  })

  test('204: a later request replaces the earlier one, whose link is not valid any more', async () => {
    await change({ email: next }).expect(204)
    const first = tokenIn((await lettersTo(service, next))[0])
    await change({ email: `other-${next}` }).expect(204)
    await confirm(first).expect(400)
    await confirm(tokenIn((await lettersTo(service, `other-${next}`))[0])).expect(204)
    expect((await carol.get('/api/me').expect(200)).body.email).toBe(`other-${next}`)
  })

  test('204: of several requests at once, one link is valid', async () => {
    const addresses = ['a', 'b', 'c'].map((letter) => `${letter}-${next}`)
    const statuses = await Promise.all(addresses.map(async (email) => (await change({ email })).status))
    expect(statuses).toEqual([204, 204, 204])
    await waitForMails(service.database)
    const tokens = addresses.flatMap((address) => mailsTo(address).map(tokenIn))
    const answers = await Promise.all(tokens.map((token) => confirm(token).set('Prefer', 'dry-run')))
    expect(countStatuses(answers)[204]).toBe(1)
  })

  test('204: in a dry run, no mail', async () => {
    await change({ email: next }).set('Prefer', 'dry-run').expect(204)
    await waitForMails(service.database)
    expect([...mailsTo(next), ...mailsTo(carol.email)]).toEqual([])
  })

  test('204: neither an address nor a token is in the log, and once the mails are sent, no address is in the queue', async () => {
    await change({ email: next, current_password: password }).expect(204)
    const token = tokenIn((await lettersTo(service, next))[0])
    await waitForMails(service.database)
    const log = JSON.stringify(service.log)
    for (const secret of [token, next, carol.email, password, 'verify-email#']) expect(log).not.toContain(secret)
    const links = JSON.stringify(await service.database.superuser("select encode(hash, 'base64') as hash, kind from email_links"))
    for (const secret of [token, Buffer.from(token, 'base64url').toString('base64')]) expect(links).not.toContain(secret)
    expect(service.log).toContainEqual(expect.objectContaining({ event: 'email-change-requested', operation: 'changeEmail' }))
    expect(service.log).toContainEqual(expect.objectContaining({ msg: 'a mail was sent', kind: 'email_change', user: carol.id }))
  })

  test('204: nothing is left of either address once the account is deleted', async () => {
    await change({ email: next }).expect(204)
    await lettersTo(service, next)
    await service.database.superuser("insert into mails (user_id, kind, email, next_at) values ($1, 'email_change', $2, 'infinity')", [carol.id, next])
    await carol.delete('/api/me').expect(204)
    const left = await service.database.superuser(
      "select query_to_xml('select email from mails union all select email from email_links union all select email from users', true, false, '')::text as text",
    )
    for (const address of [next, carol.email]) expect(JSON.stringify(left)).not.toContain(address)
  })

  test('204: of many requests, an account gets three mails, and the next once their links have expired', async () => {
    for (const name of ['first', 'second', 'third', 'fourth', 'fifth']) {
      await change({ email: `${name}-${next}` }).expect(204)
      await waitForMails(service.database)
    }
    expect(['first', 'second', 'third', 'fourth', 'fifth'].map((name) => mailsTo(`${name}-${next}`).length)).toEqual([1, 1, 1, 0, 0])
    expect(mailsTo(carol.email)).toHaveLength(3)
    await confirm(tokenIn(mailsTo(`third-${next}`)[0]))
      .set('Prefer', 'dry-run')
      .expect(204)
    await service.database.superuser("update email_links set created_at = created_at - interval '31 minutes' where user_id = $1", [carol.id])
    await change({ email: next }).expect(204)
    expect(await lettersTo(service, next)).toHaveLength(1)
  })

  test('403: another password than the current one, and no mail', async () => {
    const { body } = await change({ email: next, current_password: 'not her password' }).expect(403)
    expect(body).toMatchObject({ type: '/docs/problems/password-needed', errors: [{ pointer: '#/current_password' }] })
    await waitForMails(service.database)
    expect([...mailsTo(next), ...mailsTo(carol.email)]).toEqual([])
  })

  test('403: without the password, more than ten minutes after the log-in', async () => {
    await wait(11)
    const { body } = await change({ email: next }).expect(403)
    expect(body).toMatchObject({ type: '/docs/problems/password-needed', errors: [{ pointer: '#/current_password' }] })
  })

  test("403: a front end's user, whose address is at the front end", async () => {
    const { body } = await frontEndUser(service, 'dave').put('/api/me/email', { email: next }).expect(403)
    expect(body.type).toBe('/docs/problems/no-password')
  })

  test('403: a personal access token, whatever its scopes', async () => {
    const script = await scriptOf(service, carol, ['account:read', 'tasks:write'])
    const { body } = await script.put('/api/me/email', { email: next, current_password: password }).expect(403)
    expect(body.type).toBe('/docs/problems/insufficient-scope')
  })

  test('403: guesses of the password at once', async () => {
    const answers = await atOnce(4, () => change({ email: next, current_password: 'not her password' }))
    expect(countStatuses(answers)).toEqual({ 403: 4 })
  })

  test.each([
    ['no address', {}, 'is required'],
    ['no e-mail address', { email: 'carol' }, expect.stringContaining('must be an e-mail address')],
    ['a link to one', { email: 'mailto:carol@example.org' }, 'must be the address alone, without "mailto:"'],
    ['several', { email: 'carol@example.org,dave@example.org' }, expect.any(String)],
  ])('400: %s', async (_, body, detail) => {
    const answer = await change(body).expect(400)
    expect(answer.body.errors).toEqual([{ pointer: '#/email', detail }])
  })
})

describe('changeEmail, past the limit of sign-ins', () => {
  const limited = serviceWithMail({ limits: { perUser: 1_000, signInsPerAccount: 3, signInsPerAddress: 1_000 } })

  test('429: guesses of the password', async () => {
    const guess = (current_password: string) => limited.alice.put('/api/me/email', { email: 'alice@example.org', current_password })
    for (const word of ['first', 'second', 'third']) await guess(word).expect(403)
    const { headers } = await guess(passwordOf('alice')).expect(429)
    expect(headers['ratelimit-policy']).toBe('"sign-ins";q=3;w=900')
  })
})
