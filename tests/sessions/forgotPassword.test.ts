import { describe, expect } from 'vitest'
import type { Response } from 'supertest'
import { atOnce } from '../support/at-once.ts'
import { frontEndUser } from '../support/front-end.ts'
import { lettersTo, serviceWithMail, tokenIn, waitForMails } from '../support/mail.ts'
import { testsOf } from '../support/operation-tests.ts'
import { passwordOf } from '../support/service.ts'
import { setEmailKey } from '../support/sign-in.ts'

const test = testsOf('forgotPassword')
const service = serviceWithMail()

const forget = (email: string) => service.anyone.post('/api/auth/forgot-password', { email })

/** The headers of an answer, without what is new each time and what counts the requests of one address, known or not. */
const steadyHeaders = ({ headers }: Response): object => ({
  ...headers,
  'date': '',
  'x-request-id': '',
  'ratelimit': String(headers['ratelimit']).replace(/[rt]=\d+/g, ''),
})

describe('forgotPassword', () => {
  test('204: a mail with a link to the front end, whose token is in the fragment', async () => {
    const carol = await service.register('carol')
    const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'
    await forget(carol.email).set('User-Agent', firefox).expect(204)
    const [letter] = await lettersTo(service, carol.email)
    expect(letter?.to).toEqual([carol.email])
    expect(letter?.text).toMatch(/^https:\/\/app\.example\.com\/reset-password#token=[\w-]{43}$/m)
    expect(letter?.text).toMatch(/asked for a new password .* on \d+ \w+ \d{4} at \d\d:\d\d \(UTC\), with Firefox on Linux\./)
    expect(letter?.text).toContain('valid for 30 minutes')
    expect(letter?.text).toContain('If it was not you, ignore this mail.')
    expect(letter?.html).toContain(`href="https://app.example.com/reset-password#token=${tokenIn(letter)}"`)
    expect(letter?.html).toContain('valid for 30 minutes')
    expect(letter?.headers).toMatch(/^From: Taskpact <taskpact@example\.com>\r$/m)
    expect(letter?.headers).toMatch(/^Auto-Submitted: auto-generated\r$/m)
  })

  test('204: an unknown address gets the same answer, and no mail', async () => {
    const dave = await service.register('dave')
    const [known, unknown] = [await forget(dave.email).expect(204), await forget('nobody@example.com').expect(204)]
    expect([unknown.text, steadyHeaders(unknown)]).toEqual([known.text, steadyHeaders(known)])
    await waitForMails(service.database)
    expect(await lettersTo(service, dave.email)).toHaveLength(1)
    expect(service.letters.filter(({ to }) => to.includes('nobody@example.com'))).toEqual([])
  })

  test('204: an unknown address costs the same statements, and as many rows are written', async () => {
    const frank = await service.register('frank')
    const written = async (email: string): Promise<unknown> => {
      const { headers } = await forget(email).expect(204)
      const line = () => service.log.find(({ requestId, msg }) => requestId === headers['x-request-id'] && msg === 'responded')
      await expect.poll(line, { timeout: 20_000 }).toBeDefined()
      const { statements, rows } = line() ?? {}
      return { statements, rows }
    }
    expect(await written('somebody-else@example.com')).toEqual(await written(frank.email))
  })

  test('204: an unknown address takes as long', async () => {
    const eve = await service.register('eve')
    const timeOf = async (email: string): Promise<number> => {
      const { headers } = await forget(email).expect(204)
      const line = () => service.log.find(({ requestId, msg }) => requestId === headers['x-request-id'] && msg === 'responded')
      await expect.poll(line, { timeout: 20_000, interval: 5 }).toBeDefined()
      // What is done after the response must not slow down the next request.
      await waitForMails(service.database)
      return Number(line()?.['ms'])
    }
    // Whatever else goes on only ever adds to a time. So the least of many is that of the work itself, and more rounds bring it closer.
    const least = { known: Infinity, unknown: Infinity }
    const ratio = (): number => least.unknown / least.known
    for (let round = 0; round < 25 || (round < 150 && (ratio() < 0.8 || ratio() > 1.25)); round += 1) {
      least.known = Math.min(least.known, await timeOf(eve.email))
      least.unknown = Math.min(least.unknown, await timeOf(`unknown-${round}@example.com`))
    }
    expect(ratio(), `milliseconds: ${JSON.stringify(least)}`).toBeGreaterThan(0.8)
    expect(ratio(), `milliseconds: ${JSON.stringify(least)}`).toBeLessThan(1.25)
  }, 120_000)

  test('204: the address in another case, and an international domain in each of its spellings', async () => {
    await service.anyone.post('/api/auth/register', { email: 'Gina@münchen.de', password: 'correct horse battery' }).expect(201)
    await forget('GINA@xn--mnchen-3ya.de').expect(204)
    await forget('gina@MÜNCHEN.de').expect(204)
    await waitForMails(service.database)
    expect(service.letters.filter(({ to }) => /^gina@/i.test(to[0] ?? ''))).toHaveLength(2)
  })

  test('204: an account from before, whose address has another key today', async () => {
    const { body } = await service.anyone.post('/api/auth/register', { email: 'early@example.com', password: 'correct horse battery' }).expect(201)
    await setEmailKey(service.database, body.user.id, 'früh@xn--mnchen-3ya.de')
    await forget('früh@münchen.de').expect(204)
    expect(await lettersTo(service, 'early@example.com')).toHaveLength(1)
  })

  test('204: of many requests, an account gets three mails, and the next once their links have expired', async () => {
    const helen = await service.register('helen')
    const answers = await atOnce(8, () => forget(helen.email))
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(204))
    await waitForMails(service.database)
    expect(await lettersTo(service, helen.email)).toHaveLength(3)
    await service.database.superuser("update reset_links set created_at = created_at - interval '31 minutes' where user_id = $1", [helen.id])
    await forget(helen.email).expect(204)
    expect(await lettersTo(service, helen.email, 4)).toHaveLength(4)
  })

  test('204: nothing of an account that was deleted', async () => {
    const ivy = await service.register('ivy')
    await ivy.delete('/api/me').expect(204)
    await forget(ivy.email).expect(204)
    await waitForMails(service.database)
    expect(service.letters.filter(({ to }) => to.includes(ivy.email))).toEqual([])
  })

  test("204: a front end's user, who has no password here, gets no mail", async () => {
    await frontEndUser(service, 'jack').get('/api/me').expect(200)
    await forget('jack@example.com').expect(204)
    await waitForMails(service.database)
    expect(service.letters.filter(({ to }) => to.includes('jack@example.com'))).toEqual([])
  })

  test('204: in a dry run, no mail', async () => {
    const kate = await service.register('kate')
    await forget(kate.email).set('Prefer', 'dry-run').expect(204)
    await waitForMails(service.database)
    expect(service.letters.filter(({ to }) => to.includes(kate.email))).toEqual([])
  })

  test('204: the password and the sessions stay as they are', async () => {
    const liam = await service.register('liam')
    await forget(liam.email).expect(204)
    await liam.get('/api/me').expect(200)
    await service.anyone.post('/api/auth/login', { email: liam.email, password: passwordOf('liam') }).expect(200)
  })

  test('204: neither an address nor a token is in the database as it is, nor in the log', async () => {
    const mona = await service.register('mona')
    await forget(mona.email).set('Idempotency-Key', 'forgotten-once').expect(204)
    const token = tokenIn((await lettersTo(service, mona.email))[0])
    const everything = await service.database.superuser(
      "select query_to_xml('select * from mails', true, false, '')::text || query_to_xml('select * from reset_links', true, false, '')::text || query_to_xml('select * from idempotency_keys', true, false, '')::text as text",
    )
    const text = JSON.stringify(everything)
    for (const secret of [token, Buffer.from(token).toString('base64'), Buffer.from(token, 'base64url').toString('base64'), mona.email]) {
      expect(text).not.toContain(secret)
    }
    await waitForMails(service.database)
    const log = JSON.stringify(service.log)
    for (const secret of [token, mona.email, 'reset-password#']) expect(log).not.toContain(secret)
    expect(service.log).toContainEqual(expect.objectContaining({ msg: 'a mail was sent', kind: 'password_reset', user: mona.id }))
    expect(service.log).toContainEqual(expect.objectContaining({ event: 'password-reset-requested', operation: 'forgotPassword' }))
  })

  test('204: with the same key, one mail', async () => {
    const nora = await service.register('nora')
    const ask = () => forget(nora.email).set('Idempotency-Key', 'a-key-of-nora').expect(204)
    await ask()
    expect((await ask()).headers['idempotency-replayed']).toBe('true')
    await waitForMails(service.database)
    expect(await lettersTo(service, nora.email)).toHaveLength(1)
  })

  test.each([
    ['no address', {}, 'is required'],
    ['a NUL', { email: 'carol\0@example.com' }, expect.any(String)],
    ['no text', { email: ['carol@example.com'] }, expect.any(String)],
  ])('400: %s', async (_, body, detail) => {
    const answer = await service.anyone.post('/api/auth/forgot-password', body).expect(400)
    expect(answer.body.errors).toEqual([{ pointer: '#/email', detail }])
  })
})

describe('forgotPassword, past the limit of sign-ins', () => {
  const limited = serviceWithMail({ limits: { perUser: 1_000, signInsPerAccount: 2, signInsPerAddress: 1_000 } })

  test('429: of an address, known or not', async () => {
    for (const email of ['alice@example.com', 'nobody@example.com']) {
      const ask = () => limited.anyone.post('/api/auth/forgot-password', { email })
      await ask().expect(204)
      await ask().expect(204)
      const { headers } = await ask().expect(429)
      expect(headers['ratelimit-policy']).toBe('"sign-ins";q=2;w=900')
    }
  })
})
