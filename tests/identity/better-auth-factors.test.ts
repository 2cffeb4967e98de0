import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAuthenticator } from '../support/authenticator.ts'
import type { Authenticator } from '../support/authenticator.ts'
import { Browser, startAuthServerOfGuide } from '../support/guide-auth-server.ts'
import type { GuideAuthServer, Reply } from '../support/guide-auth-server.ts'
import { start } from '../support/service.ts'
import type { Client, TestService } from '../support/service.ts'
import { totpCode, wrongCode } from '../support/totp.ts'

const password = 'correct horse battery staple'
let server: GuideAuthServer
let service: TestService

beforeAll(async () => {
  server = await startAuthServerOfGuide()
  service = await start({ settings: { authUrl: server.url } })
})
afterAll(async () => {
  await service.running.stop(true)
  await service.database.drop()
  await server.stop()
})

const withToken = (token: string): Client => service.client({ Authorization: `Bearer ${token}` })

/** Signs up with a password. */
async function signUp(): Promise<{ browser: Browser; email: string }> {
  const browser = new Browser(server.url)
  const email = `${randomUUID()}@example.com`
  expect(await browser.post('/sign-up/email', { name: 'Alice', email, password })).toMatchObject({ status: 200 })
  return { browser, email }
}

/** Signs up, and takes an authenticator app as the second factor. @returns the URI in its QR code as well */
async function signUpWithApp(): Promise<{ browser: Browser; email: string; uri: string }> {
  const account = await signUp()
  const uri = (await account.browser.post('/two-factor/enable', { password })).at('totpURI')
  expect(await account.browser.post('/two-factor/verify-totp', { code: totpCode(uri) })).toMatchObject({ status: 200 })
  return { ...account, uri }
}

/** Gives the password, in a new browser. */
async function givePassword(email: string): Promise<{ browser: Browser; reply: Reply }> {
  const browser = new Browser(server.url)
  return { browser, reply: await browser.post('/sign-in/email', { email, password }) }
}

/** The user of the token that a signed-in browser gets. */
const userIn = async (browser: Browser): Promise<Client> => withToken((await browser.get('/token')).at('token'))

async function addPasskey(browser: Browser): Promise<Authenticator> {
  const authenticator = createAuthenticator(server.url)
  const challenge = (await browser.get('/passkey/generate-register-options')).at('challenge')
  expect(await browser.post('/passkey/verify-registration', { response: authenticator.create(challenge), name: 'Laptop' })).toMatchObject({ status: 200 })
  return authenticator
}

/** Signs in by passkey alone, in a new browser. */
async function signInBy(authenticator: Authenticator, isVerified = true): Promise<{ browser: Browser; status: number }> {
  const browser = new Browser(server.url)
  const challenge = (await browser.get('/passkey/generate-authenticate-options')).at('challenge')
  const { status } = await browser.post('/passkey/verify-authentication', { response: authenticator.get(challenge, isVerified) })
  return { browser, status }
}

describe('with the auth server of the guide', () => {
  test('200: signed in with password and code', async () => {
    const { email, uri } = await signUpWithApp()
    const { browser, reply } = await givePassword(email)
    expect(reply.has('twoFactorRedirect')).toBe(true)
    expect(await browser.post('/two-factor/verify-totp', { code: totpCode(uri) })).toMatchObject({ status: 200 })
    const user = await userIn(browser)
    const { body } = await user.get('/api/me/tasks').expect(200)
    expect(body).toEqual([])
  })

  test('401: the password alone, and a wrong code', async () => {
    const { email, uri } = await signUpWithApp()
    const { browser, reply } = await givePassword(email)
    expect(reply.has('token')).toBe(false)
    expect(await browser.get('/token')).toMatchObject({ status: 401 })
    expect(await browser.post('/two-factor/verify-totp', { code: wrongCode(uri) })).toMatchObject({ status: 401 })
    expect(await browser.get('/token')).toMatchObject({ status: 401 })
    const cookies = Array.from(browser.cookies.values(), decodeURIComponent)
    expect(cookies).not.toEqual([])
    for (const value of cookies) await withToken(value).get('/api/me/tasks').expect(401)
  })

  test('200: signed in by passkey, the same user with the same tasks', async () => {
    const { browser } = await signUpWithApp()
    const authenticator = await addPasskey(browser)
    const before = await userIn(browser)
    const { body: task } = await before.post('/api/me/tasks', { title: 'Buy milk' }).expect(201)
    const { body: account } = await before.get('/api/me').expect(200)

    const signedIn = await signInBy(authenticator)
    expect(signedIn.status).toBe(200)
    const after = await userIn(signedIn.browser)
    expect((await after.get('/api/me').expect(200)).body).toMatchObject({ id: account.id })
    expect((await after.get('/api/me/tasks').expect(200)).body).toMatchObject([{ id: task.id, title: 'Buy milk' }])
  })

  test('401: a passkey that has not verified its user', async () => {
    const { browser } = await signUp()
    const { browser: refused, status } = await signInBy(await addPasskey(browser), false)
    expect(status).toBe(401)
    expect(await refused.get('/token')).toMatchObject({ status: 401 })
  })

  test('401: a passkey of nobody', async () => {
    const { browser, status } = await signInBy(createAuthenticator(server.url))
    expect(status).toBe(401)
    expect(await browser.get('/token')).toMatchObject({ status: 401 })
  })
})
