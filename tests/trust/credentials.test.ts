// Each credential by each operation: who may, who lacks a scope, and who is nobody.
import jwt from 'jsonwebtoken'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Declared } from '../../src/conformance/declared.ts'
import { document, objectOf } from '../support/document.ts'
import { frontEndUser } from '../support/front-end.ts'
import { disable } from '../support/operator.ts'
import { createToken, holderOf } from '../support/personal-tokens.ts'
import type { Scope } from '../support/personal-tokens.ts'
import { secret, testService } from '../support/service.ts'
import type { Client, Person } from '../support/service.ts'
import { ed25519, now, publishKeys, signed } from '../support/tokens.ts'
import type { Json } from '../support/tokens.ts'
import { operations, send, validRequest } from '../support/valid-request.ts'

const secured = operations.filter(({ secured }) => secured)
const scopes = objectOf(objectOf(objectOf(document['components'])['schemas'])['TokenScope'])['enum'] as Scope[] // the contract's
const key = ed25519('matrix')
const publicUrl = 'https://tasks.example'

let issuer: Awaited<ReturnType<typeof publishKeys>>
const settings = {
  publicUrl,
  authUrl: '',
  outboundAllowedHosts: ['127.0.0.1'],
  limits: { perUser: 1_000_000, signInsPerAccount: 1_000_000, signInsPerAddress: 1_000_000 },
}
// Before the service, which is told where it is.
beforeAll(async () => {
  issuer = await publishKeys([key.jwk])
  settings.authUrl = issuer.url
})
afterAll(() => issuer.stop())
const service = testService({ settings })

let people = 0
const newcomer = (): Promise<Person> => service.register(`holder-${(people += 1)}`)
const bearer = (token: string): Client => service.client({ Authorization: `Bearer ${token}` })
const nextSubject = (): string => `holder-${(people += 1)}`

/** Who holds a token that Better Auth signed with its own key, or its OAuth provider for a program. */
const betterAuth = async (claims: Json = {}): Promise<Client> =>
  bearer(await signed(key.privateKey, issuer.url, { alg: 'EdDSA', kid: 'matrix' }, { sub: nextSubject(), ...claims }))
const program = (claims: Json = {}): Promise<Client> => betterAuth({ aud: `${publicUrl}/mcp`, ...claims })
const frontEnd = (claims: object = {}): Promise<Client> => Promise.resolve(frontEndUser(service, nextSubject(), claims))
const personal = async (granted: readonly Scope[] = scopes): Promise<Client> => holderOf(service, await createToken(await newcomer(), granted))

/** Sends each operation a request that is refused for something else, once who sends it may send it. @returns the statuses that refuse the sender */
async function refusalsOf(who: Client): Promise<Record<string, number>> {
  const refusals: Record<string, number> = {}
  for (const operation of secured) {
    const body = operation.body === 'none' ? undefined : {}
    const { status } = await send(who, { operation, id: 1, body }, { query: 'no-such-parameter=1', headers: { Prefer: 'handling=strict' } })
    if (status === 401 || status === 403) refusals[operation.id] = status
    else expect(status, operation.id).toBe(400)
  }
  return refusals
}

/** What the scopes of operations say, for a token that has some; null for one that has everything. */
function declaredRefusals(granted: readonly string[] | null): Record<string, number> {
  const refusalOf = ({ scope, path }: Declared): number | null => {
    if (granted === null || scope === null || scope === 'of-each') return null
    // Without a user in its path, an operation is one of a session.
    if (scope === 'sign-in') return path.includes('{user_id}') ? 403 : 401
    return scope.every((each) => granted.includes(each)) ? null : 403
  }
  return Object.fromEntries(
    secured.flatMap((operation) => {
      const refusal = refusalOf(operation)
      return refusal === null ? [] : [[operation.id, refusal]]
    }),
  )
}

describe('may send what its scopes name, or everything', () => {
  const some = ['tasks:read', 'tasks:write'] as const
  const each = (make: (scope: Scope) => Promise<Client>) =>
    scopes.map((scope): [string, readonly string[], () => Promise<Client>] => [scope, [scope], () => make(scope)])
  const kinds: [kind: string, granted: readonly string[] | null, make: () => Promise<Client>][] = [
    ['a session', null, newcomer],
    ['a token with the shared secret', null, frontEnd],
    ["a token of Better Auth's", null, betterAuth],
    ['a personal token with every scope', scopes, personal],
    ['a token with the shared secret and some scopes', some, () => frontEnd({ scope: some.join(' ') })],
    ["a token of Better Auth's with some scopes", some, () => betterAuth({ scope: some.join(' ') })],
    ['an OAuth token without scopes', [], program],
    ...each((scope) => personal([scope])).map(([scope, granted, make]): [string, readonly string[], () => Promise<Client>] => [
      `a personal token with ${scope}`,
      granted,
      make,
    ]),
    ...each((scope) => program({ scope })).map(([scope, granted, make]): [string, readonly string[], () => Promise<Client>] => [
      `an OAuth token with ${scope}`,
      granted,
      make,
    ]),
  ]
  test.each(kinds)('400, 401 or 403: %s', async (_, granted, make) => {
    expect(await refusalsOf(await make())).toEqual(declaredRefusals(granted))
  })
})

describe('is nobody, whatever the operation', () => {
  const past = now() - 3_600
  const expired = { iat: past - 600, exp: past }
  const superuser = (statement: string, values: unknown[]): Promise<unknown> => service.database.superuser(statement, values)

  /** Who used a credential that was valid, before something happened to it. */
  const until = async <Who extends Client>(who: Who, happens: (who: Who) => Promise<unknown>): Promise<Client> => {
    await who.get('/api/me/tasks').expect(200)
    await happens(who)
    return who
  }
  const disabled = async (who: Client): Promise<unknown> => {
    const { body } = await who.get('/api/me').expect(200)
    return disable(service, body.id)
  }
  /** A personal token that something happens to, or to its holder. */
  const token = async (happens: (owner: Person, id: number) => Promise<unknown>): Promise<Client> => {
    const owner = await newcomer()
    const created = await createToken(owner, scopes)
    return until(holderOf(service, created), () => happens(owner, created.id))
  }

  const kinds: [kind: string, make: () => Promise<Client>][] = [
    ['without a token', () => Promise.resolve(service.anyone)],
    ['a session that was logged out', async () => until(await newcomer(), (who) => who.post('/api/auth/logout').expect(204))],
    [
      'a session that has expired',
      async () => until(await newcomer(), ({ id }) => superuser('update sessions set expires_at = now() where user_id = $1', [id])),
    ],
    ['a session of a disabled user', async () => until(await newcomer(), disabled)],
    ['a session of a deleted account', async () => until(await newcomer(), (who) => who.delete('/api/me').expect(204))],
    ['a personal token that was revoked', () => token((owner, id) => owner.delete(`/api/me/tokens/${id}`).expect(204))],
    ['a personal token that has expired', () => token((_, id) => superuser('update personal_tokens set expires_at = now() where id = $1', [id]))],
    ['a personal token of a disabled user', () => token(disabled)],
    ['a personal token of a deleted account', () => token((owner) => owner.delete('/api/me').expect(204))],
    ['a token with the shared secret that has expired', () => Promise.resolve(bearer(jwt.sign({ sub: nextSubject(), ...expired }, secret)))],
    ['a token with another secret', () => Promise.resolve(bearer(jwt.sign({ sub: nextSubject() }, `${secret}x`, { expiresIn: 600 })))],
    ['a token with the shared secret, of a disabled user', async () => until(await frontEnd(), disabled)],
    ["a token of Better Auth's that has expired", () => betterAuth(expired)],
    ["a token of Better Auth's for another service", () => betterAuth({ aud: 'https://other.example' })],
    ["a token of another server's", () => betterAuth({ iss: 'https://other.example' })],
    ["a token of Better Auth's, of a disabled user", async () => until(await betterAuth(), disabled)],
    ['an OAuth token that has expired', () => program({ scope: scopes.join(' '), ...expired })],
    ['an OAuth token for another resource', () => program({ scope: scopes.join(' '), aud: 'https://other.example/mcp' })],
    ['an OAuth token of a disabled user', async () => until(await program({ scope: scopes.join(' ') }), disabled)],
  ]
  test.each(kinds)('401: %s', async (_, make) => {
    const who = await make()
    expect(await refusalsOf(who)).toEqual(Object.fromEntries(secured.map(({ id }) => [id, 401])))
  })

  test('401: a request that would be carried out, by each of them, and it is not', async () => {
    const ready = await Promise.all(
      (['listTasks', 'createTask', 'getUser', 'executeBatch', 'createStreamTicket'] as const).map((id) => validRequest(service, id, service.alice)),
    )
    for (const [kind, make] of kinds) {
      const who = await make()
      for (const request of ready) expect((await send(who, request)).status, `${kind}: ${request.operation.id}`).toBe(401)
    }
  })
})
