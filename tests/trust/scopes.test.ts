import jwt from 'jsonwebtoken'
import { describe, expect, test } from 'vitest'
import type { Response } from 'supertest'
import type { Declared } from '../../src/conformance/declared.ts'
import type { OperationId } from '../../src/generated/operation-ids.ts'
import { document, objectOf } from '../support/document.ts'
import { newPersonalToken } from '../../src/identity/personal-tokens.ts'
import { createToken, holderOf, scriptOf } from '../support/personal-tokens.ts'
import type { Scope } from '../support/personal-tokens.ts'
import { startService } from '../../src/server.ts'
import { pino } from 'pino'
import { clientOf, secret, settingsFor, testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'
import { operations, send, validRequest } from '../support/valid-request.ts'

const service = testService()
const secured = operations.filter(({ secured }) => secured)
const all = objectOf(objectOf(objectOf(document['components'])['schemas'])['TokenScope'])['enum'] as Scope[] // the contract's

/** The scopes that an operation needs; none of a batch, and of what takes a sign-in. */
const scopesOf = ({ scope }: Declared): readonly Scope[] => (typeof scope === 'string' || scope === null ? [] : (scope as readonly Scope[])) // the test below

/** A request of an operation, of somebody new, who made what it needs, sent by another client of theirs. */
async function attempt(id: OperationId, scopes: readonly Scope[]) {
  const owner = await owners(id)
  const ready = await validRequest(service, id, owner)
  return send(await scriptOf(service, owner, scopes), ready)
}

const owned = new Map<string, Promise<Client>>()
/** Somebody with a password. */
function owners(id: OperationId): Promise<Client> {
  const known = owned.get(id) ?? service.register(`owner-of-${id.toLowerCase()}`)
  owned.set(id, known)
  return known
}

/** Whoever has a token that a front end signed with the secret that it shares with the service. */
const frontEnds = (claims: object): Client => service.client({ Authorization: `Bearer ${jwt.sign(claims, secret, { expiresIn: '1h' })}` })

test('the scopes of a token are those of the operations', () => {
  const used = new Set(secured.flatMap(scopesOf))
  expect([...used].sort()).toEqual([...all].sort())
})

test('what reads takes a scope to read, and what writes one to write', () => {
  for (const operation of secured) {
    const { id, method } = operation
    const scope = scopesOf(operation)
    // What a ticket opens is read.
    if (scope.length === 0 || id === 'createStreamTicket') continue
    expect(
      scope.some((each) => each.endsWith(method === 'GET' ? ':read' : ':write')),
      id,
    ).toBe(true)
    if (method === 'GET')
      expect(
        scope.every((each) => each.endsWith(':read')),
        id,
      ).toBe(true)
  }
})

describe.each(secured.filter(({ scope }) => scope !== 'of-each'))('$id', (operation) => {
  const { id, scope, success, path } = operation
  if (scope === 'sign-in') {
    test('403, or 401 without a user in the path: a token with every scope', async () => {
      const { status, body, headers }: Response = await attempt(id, all)
      expect(status).toBe(path.includes('{user_id}') ? 403 : 401)
      if (status === 403) {
        expect(body).toMatchObject({ type: '/docs/problems/insufficient-scope', detail: expect.stringContaining('Log in') })
        expect(headers['www-authenticate']).toBe('Bearer realm="taskpact", error="insufficient_scope"')
      }
    })
    return
  }
  test('2xx: a token with its scopes alone', async () => {
    expect((await attempt(id, scopesOf(operation))).status).toBe(success)
  })

  test.each(scopesOf(operation).map((missing) => [missing]))('403: a token with every scope but %s, which is named', async (missing) => {
    const { body, headers }: Response = await attempt(
      id,
      all.filter((each) => each !== missing),
    ).then((answer) => {
      expect(answer.status).toBe(403)
      return answer
    })
    expect(body).toMatchObject({ type: '/docs/problems/insufficient-scope', detail: `This takes a token with the scope ${missing}.` })
    expect(headers['www-authenticate']).toBe(`Bearer realm="taskpact", error="insufficient_scope", scope="${missing}"`)
  })
})

describe('a batch', () => {
  const operationsOf = [
    { operationId: 'createTask', body: { title: 'x' } },
    { operationId: 'createList', body: { name: 'x' } },
  ]

  test('200: of which each operation has its scope', async () => {
    const script = await scriptOf(service, service.alice, ['tasks:write', 'lists:write'])
    await script.post('/api/me/batch', { operations: operationsOf }).expect(200)
  })

  test('403: of which one has not, and nothing is done', async () => {
    const carol = await service.register('batch')
    const script = await scriptOf(service, carol, ['tasks:write'])
    const { body } = await script.post('/api/me/batch', { operations: operationsOf }).expect(403)
    expect(body).toMatchObject({ type: '/docs/problems/insufficient-scope', detail: expect.stringContaining('lists:write') })
    expect((await carol.get('/api/me/tasks').expect(200)).body).toEqual([])
  })

  test('200: not atomic, in which the others are carried out', async () => {
    const script = await scriptOf(service, service.alice, ['tasks:write'])
    const { text } = await script.post('/api/me/batch', { atomic: false, operations: operationsOf }).expect(200)
    expect(text).toContain('insufficient-scope')
  })
})

describe('a personal access token', () => {
  test('401: as many unknown ones at a time as anybody sends, and one that is valid finds its turn', async () => {
    const script = await scriptOf(service, service.alice, ['tasks:read'])
    const unknown = Array.from({ length: 60 }, () => holderOf(service, { secret: newPersonalToken().text }).get('/api/me/tasks').expect(401))
    await script.get('/api/me/tasks').expect(200)
    await Promise.all(unknown)
  })

  test("403: another user's path", async () => {
    const script = await scriptOf(service, service.alice, all)
    await script.get(`/api/${service.bob.id}/tasks`).expect(403)
    await script.get(`/api/${service.alice.id}/tasks`).expect(200)
  })

  test('401: with a letter wrong, cut or unknown', async () => {
    const { secret } = await createToken(service.alice, ['tasks:read'])
    for (const wrong of [
      `${secret.slice(0, -1)}${secret.endsWith('0') ? '1' : '0'}`,
      secret.slice(0, -1),
      `${secret}0`,
      secret.toLowerCase(),
      'tp_',
      'tp_0000000000000000000000000000000JCTYt',
    ]) {
      const { body, headers } = await holderOf(service, { secret: wrong }).get('/api/me/tasks').expect(401)
      expect(body.type).toBe('/docs/problems/unauthenticated')
      expect(headers['www-authenticate']).toBe('Bearer realm="taskpact", error="invalid_token"')
    }
  })

  test('401: that has expired, used before or not', async () => {
    const [used, unused] = [await createToken(service.alice, ['tasks:read']), await createToken(service.alice, ['tasks:read'])]
    await holderOf(service, used).get('/api/me/tasks').expect(200)
    await service.database.superuser('update personal_tokens set expires_at = now() where id = any ($1)', [[used.id, unused.id]])
    for (const token of [used, unused]) await holderOf(service, token).get('/api/me/tasks').expect(401)
  })

  test('401: whose account was deleted', async () => {
    const carol = await service.register('deleted')
    const [used, unused] = [await createToken(carol, ['tasks:read']), await createToken(carol, ['tasks:read'])]
    await holderOf(service, used).get('/api/me/tasks').expect(200)
    await carol.delete('/api/me').expect(204)
    for (const token of [used, unused]) await holderOf(service, token).get('/api/me/tasks').expect(401)
  })

  test('200: after its user has logged out or changed the password', async () => {
    const dora = await service.register('continuing')
    const script = await scriptOf(service, dora, ['tasks:read'])
    await dora.put('/api/me/password', { new_password: 'a crab in a velvet hat' }).expect(204)
    await script.get('/api/me/tasks').expect(200)
    await dora.post('/api/auth/logout').expect(204)
    await script.get('/api/me/tasks').expect(200)
  })

  test('200 or 401: where OWN_ACCOUNTS=off, of a user of a front end, but not of an account with a password', async () => {
    const user = frontEnds({ sub: 'closed' })
    const tokens = [await createToken(user, ['tasks:read']), await createToken(service.alice, ['tasks:read'])]
    const closed = await startService({ ...settingsFor(service.database.serviceUrl), ownAccounts: false }, pino({ level: 'silent' }))
    try {
      const [theirs, own] = tokens.map((token) => clientOf(closed.url, { Authorization: `Bearer ${token.secret}` }).get('/api/me/tasks'))
      await theirs?.expect(200)
      await own?.expect(401)
    } finally {
      await closed.stop(true)
    }
  })

  test('MCP, whose tools are held to its scopes', async () => {
    const script = await scriptOf(service, service.alice, ['tasks:read'])
    const call = (name: string, args: object) =>
      script
        .post('/mcp', { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } })
        .set('Accept', 'application/json, text/event-stream')
    const { body: read } = await call('list_tasks', {}).expect(200)
    expect(read.result.isError).not.toBe(true)
    // A client asks its user for more scopes when it sees this.
    const { body, headers } = await call('add_task', { title: 'x' }).expect(403)
    expect(body).toMatchObject({ jsonrpc: '2.0', id: 1, error: { code: -32_000, data: { type: '/docs/problems/insufficient-scope' } } })
    expect(headers['www-authenticate']).toMatch(/error="insufficient_scope", scope="tasks:read tasks:write"/)
  })

  test('200: its changes say which token made them', async () => {
    const emma = await service.register('recorded')
    const token = await createToken(emma, ['tasks:write'])
    await holderOf(service, token).post('/api/me/tasks', { title: 'x' }).expect(201)
    const rows = await service.database.superuser<{ via: string }>('select distinct via from changes where user_id = $1', [emma.id])
    expect(rows.map(({ via }) => via)).toContain(`personal-token:${token.id}`)
  })
})

describe("a front end's token", () => {
  const holder = (claims: object): Client => frontEnds({ sub: 'scoped', ...claims })

  test('200 or 403: with a scope, is held to it', async () => {
    const app = holder({ scope: 'openid tasks:read' })
    await app.get('/api/me/tasks').expect(200)
    const { body, headers } = await app.post('/api/me/tasks', { title: 'x' }).expect(403)
    expect(body).toMatchObject({ type: '/docs/problems/insufficient-scope', detail: 'This takes a token with the scope tasks:write.' })
    expect(headers['www-authenticate']).toContain('scope="tasks:write"')
    await app.post('/api/me/tokens', { name: 'x', scopes: ['tasks:write'] }).expect(403)
  })

  test('2xx: without one, may do everything', async () => {
    await holder({}).post('/api/me/tasks', { title: 'x' }).expect(201)
    await holder({})
      .post('/api/me/tokens', { name: 'x', scopes: ['tasks:write'] })
      .expect(201)
  })

  test.each([[''], [['tasks:read']], [null], [{ 'tasks:read': true }]])('403: a scope that allows nothing or cannot be read: %j', async (scope) => {
    await holder({ scope }).get('/api/me/tasks').expect(403)
  })
})
