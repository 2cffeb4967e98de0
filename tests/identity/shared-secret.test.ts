import { SignJWT } from 'jose'
import jwt from 'jsonwebtoken'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createTokens } from '../../src/identity/tokens.ts'
import { later, now, secret, settings, shared, statusOf, verify } from '../support/tokens.ts'

describe('tokens signed with the shared secret', () => {
  const tokens = createTokens(settings)

  test('200: as front ends mint them with jose', async () => {
    later(0)
    const token = await new SignJWT({ email: 'alice@example.com' })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('alice')
      .setIssuedAt()
      .setExpirationTime('7d')
      .sign(new TextEncoder().encode(secret))
    expect(await verify(tokens, token)).toEqual({
      kind: 'identity',
      issuer: 'shared-secret',
      subject: 'alice',
      name: null,
      email: 'alice@example.com',
      scopes: null,
      expiresAt: now() + 7 * 86_400,
    })
  })

  test('200: as front ends mint them with jsonwebtoken', async () => {
    const token = jwt.sign({ sub: 'alice', email: 'alice@example.com', name: 'Alice' }, secret, { expiresIn: '1h' })
    expect(await verify(tokens, token)).toMatchObject({ kind: 'identity', subject: 'alice', name: 'Alice' })
  })

  test('200: the subject "1" is a front end\'s user, never our user 1', async () => {
    expect(await verify(tokens, shared({ sub: '1', sid: 's' }))).toMatchObject({ kind: 'identity', issuer: 'shared-secret', subject: '1' })
  })

  test('200: signed with the previous secret, while there is one', async () => {
    const fresh = 'a new secret, of thirty-two bytes or more'
    const token = shared()
    expect(await statusOf(createTokens({ ...settings, secret: fresh, previousSecret: secret }), token)).toBe(200)
    expect(await statusOf(createTokens({ ...settings, secret: fresh }), token)).toBe(401)
  })

  test('401: signed with another secret', async () => {
    const token = jwt.sign({ sub: 'alice' }, 'another secret, of thirty-two bytes or more', { expiresIn: '1h' })
    expect(await statusOf(tokens, token)).toBe(401)
  })
})

test('200: ten thousand tokens are remembered, and no more', async () => {
  const tokens = createTokens(settings)
  const check = vi.spyOn(jwt, 'verify')
  onTestFinished(() => check.mockRestore())
  const first = shared({ sub: 'first' })
  const second = shared({ sub: 'second' })
  for (const token of [first, second]) await verify(tokens, token)
  for (let each = 2; each < 10_000; each++) await verify(tokens, shared({ sub: `user ${each}` }))
  await verify(tokens, first)
  await verify(tokens, shared({ sub: 'one too many' }))
  expect(check).toHaveBeenCalledTimes(10_001)
  await verify(tokens, first)
  expect(check).toHaveBeenCalledTimes(10_001)
  await verify(tokens, second)
  expect(check).toHaveBeenCalledTimes(10_002)
})
