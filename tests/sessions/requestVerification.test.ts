import { describe, expect } from 'vitest'
import { frontEndUser } from '../support/front-end.ts'
import { serviceWithMail, tokenIn, verificationsTo, waitForMails } from '../support/mail.ts'
import { testsOf } from '../support/operation-tests.ts'
import type { Person } from '../support/service.ts'

const test = testsOf('requestVerification')
const service = serviceWithMail()

const ask = (who: Person) => who.post('/api/me/verification')
const confirm = (token: string) => service.anyone.post('/api/auth/verify-email', { token })

describe('requestVerification', () => {
  test('204: a mail with a link to the front end, besides that of the registration', async () => {
    const carol = await service.register('carol')
    await verificationsTo(service, carol.email)
    const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'
    await ask(carol).set('User-Agent', firefox).expect(204)
    const [, letter] = await verificationsTo(service, carol.email, 2)
    expect(letter?.to).toEqual([carol.email])
    expect(letter?.text).toMatch(/^https:\/\/app\.example\.com\/verify-email#token=[\w-]{43}$/m)
    expect(letter?.text).toMatch(/a mail to confirm it was asked for on \d+ \w+ \d{4} at \d\d:\d\d \(UTC\), with Firefox on Linux\./)
    expect(letter?.text).toContain('valid for 30 minutes')
    expect(letter?.html).toContain(`href="https://app.example.com/verify-email#token=${tokenIn(letter)}"`)
    await confirm(tokenIn(letter)).expect(204)
  })

  test('204: of many requests, an account gets three mails, and each link of them is valid', async () => {
    const dave = await service.register('dave')
    for (let count = 0; count < 5; count += 1) await ask(dave).expect(204)
    await waitForMails(service.database)
    const letters = await verificationsTo(service, dave.email)
    expect(letters).toHaveLength(3)
    for (const letter of letters) await confirm(tokenIn(letter)).set('Prefer', 'dry-run').expect(204)
    await service.database.superuser("update email_links set created_at = created_at - interval '31 minutes' where user_id = $1", [dave.id])
    await ask(dave).expect(204)
    expect(await verificationsTo(service, dave.email, 4)).toHaveLength(4)
  })

  test('204: no mail once the address is confirmed', async () => {
    const erin = await service.register('erin')
    await confirm(tokenIn((await verificationsTo(service, erin.email))[0])).expect(204)
    await ask(erin).expect(204)
    await waitForMails(service.database)
    expect(await verificationsTo(service, erin.email)).toHaveLength(1)
  })

  test('204: an address gets six mails in 30 minutes, however many accounts are made with it and deleted', async () => {
    for (let count = 0; count < 8; count += 1) {
      const hank = await service.register('hank')
      await waitForMails(service.database)
      await hank.delete('/api/me').expect(204)
    }
    expect(await verificationsTo(service, 'hank@example.com')).toHaveLength(6)
  })

  test('204: in a dry run, no mail', async () => {
    const frank = await service.register('frank')
    await ask(frank).set('Prefer', 'dry-run').expect(204)
    await waitForMails(service.database)
    expect(await verificationsTo(service, frank.email)).toHaveLength(1)
  })

  test('204: with the same key, one mail', async () => {
    const gina = await service.register('gina')
    const send = () => ask(gina).set('Idempotency-Key', 'a-key-of-gina').expect(204)
    await send()
    expect((await send()).headers['idempotency-replayed']).toBe('true')
    await waitForMails(service.database)
    expect(await verificationsTo(service, gina.email)).toHaveLength(2)
  })

  test('400: a dry run that says neither yes nor no', async () => {
    await service.alice.post('/api/me/verification').set('Prefer', 'dry-run=maybe').expect(400)
  })

  test("403: a front end's user", async () => {
    const { body } = await frontEndUser(service, 'jack').post('/api/me/verification').expect(403)
    expect(body).toMatchObject({ type: '/docs/problems/no-password', detail: expect.stringContaining('It keeps your e-mail address') })
  })
})

describe('requestVerification, past the limit of sign-ins', () => {
  const limited = serviceWithMail({ limits: { perUser: 1_000, signInsPerAccount: 2, signInsPerAddress: 1_000 } })

  test('429: of one account', async () => {
    await limited.alice.post('/api/me/verification').expect(204)
    await limited.alice.post('/api/me/verification').expect(204)
    const { headers } = await limited.alice.post('/api/me/verification').expect(429)
    expect(headers['ratelimit-policy']).toBe('"sign-ins";q=2;w=900')
    await limited.bob.post('/api/me/verification').expect(204)
  })
})
