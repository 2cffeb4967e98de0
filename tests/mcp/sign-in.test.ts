import { Client, StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client'
import type { OAuthClientProvider, OAuthDiscoveryState, StoredOAuthTokens } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { latest } from '../support/mcp.ts'
import { clientId, redirectUrl, startOAuthServer } from '../support/oauth-server.ts'
import type { OAuthServer } from '../support/oauth-server.ts'
import { lastingPort } from '../support/ports.ts'
import { start } from '../support/service.ts'
import type { TestService } from '../support/service.ts'

const readScopes = ['changes:read', 'lists:read', 'tags:read', 'tasks:read']
const scopes = [...readScopes, 'lists:write', 'tags:write', 'tasks:write'].sort()
const elsewhere = 'https://other.example/mcp'

let server: OAuthServer
let service: TestService

beforeAll(async () => {
  const port = await lastingPort()
  const publicUrl = `http://localhost:${port}`
  server = await startOAuthServer([`${publicUrl}/mcp`, publicUrl, elsewhere], scopes)
  service = await start({ settings: { port, publicUrl, authUrl: server.url } })
})
afterAll(async () => {
  await service.running.stop(true)
  await service.database.drop()
  await server.stop()
})

const list = { jsonrpc: '2.0', id: 1, method: 'tools/list' }
const call = (name: string, given: object = {}): object => ({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: given } })
const withToken = (token: string) => service.client({ Authorization: `Bearer ${token}` })

describe('the metadata of the resource', () => {
  test('200: that of /mcp names the authorization server and the scopes of the tools', async () => {
    const { body, headers } = await service.anyone.get('/.well-known/oauth-protected-resource/mcp').expect(200)
    expect(headers['content-type']).toBe('application/json')
    expect(body).toEqual({
      resource: `${service.url}/mcp`,
      resource_name: 'Taskpact',
      authorization_servers: [`${server.url}/api/auth`],
      scopes_supported: scopes,
      bearer_methods_supported: ['header'],
      resource_documentation: `${service.url}/docs/guides/mcp`,
    })
  })

  test('200: at the path without it, that of the whole service', async () => {
    const { body } = await service.anyone.get('/.well-known/oauth-protected-resource').expect(200)
    expect(body).toMatchObject({ resource: service.url, scopes_supported: expect.arrayContaining([...scopes, 'account:read', 'webhooks:write']) })
  })

  test('404: another resource, and 405: another method', async () => {
    await service.anyone.get('/.well-known/oauth-protected-resource/api').expect(404)
    const { headers } = await service.anyone.post('/.well-known/oauth-protected-resource/mcp', {}).expect(405)
    expect(headers['allow']).toBe('GET, HEAD, OPTIONS')
  })
})

describe('the challenge', () => {
  test('401: names the metadata and the scopes of the tools', async () => {
    const { headers } = await service.anyone.post('/mcp', list).expect(401)
    expect(headers['www-authenticate']).toBe(
      `Bearer realm="taskpact", scope="${scopes.join(' ')}", resource_metadata="${service.url}/.well-known/oauth-protected-resource/mcp"`,
    )
  })

  test('401: only the scopes of the tools that the URL chooses', async () => {
    const { headers } = await service.anyone.post('/mcp?read_only=true', list).expect(401)
    expect(headers['www-authenticate']).toContain(`scope="${readScopes.join(' ')}"`)
  })

  test('403: names the scopes that the token has, and the missing one', async () => {
    const token = await server.tokenFor(`${service.url}/mcp`, 'tasks:read lists:read')
    const { body, headers } = await withToken(token)
      .post('/mcp', call('add_task', { title: 'x' }))
      .expect(403)
    expect(body.error.data.type).toBe('/docs/problems/insufficient-scope')
    expect(headers['www-authenticate']).toBe(
      `Bearer realm="taskpact", error="insufficient_scope", scope="lists:read tasks:read tasks:write", resource_metadata="${service.url}/.well-known/oauth-protected-resource/mcp"`,
    )
  })
})

describe('an OAuth token', () => {
  test('is held to its scopes over HTTP too', async () => {
    const token = await server.tokenFor(service.url, 'tasks:read')
    await withToken(token).get('/api/me/tasks').expect(200)
    const { headers } = await withToken(token).post('/api/me/tasks', { title: 'x' }).expect(403)
    expect(headers['www-authenticate']).toMatch(/error="insufficient_scope", scope="tasks:write"/)
  })

  test('401: for another resource', async () => {
    const token = await server.tokenFor(elsewhere, 'tasks:read')
    const { body, headers } = await withToken(token).post('/mcp', call('list_tasks')).expect(401)
    expect(body.error.data.detail).toContain('"aud"')
    expect(headers['www-authenticate']).toContain('error="invalid_token"')
    await withToken(token).get('/api/me/tasks').expect(401)
  })
})

/** The official client, which knows nothing but a URL. Its user's browser is the test. */
class Program implements OAuthClientProvider {
  readonly redirectUrl = redirectUrl
  readonly clientMetadataUrl = clientId
  readonly clientMetadata = { client_name: 'A client of the tests', redirect_uris: [redirectUrl], token_endpoint_auth_method: 'none' }
  /** Where it sent its user. */
  asked: URL | null = null
  #tokens: StoredOAuthTokens | undefined
  #verifier = ''
  #discovered: OAuthDiscoveryState | undefined
  #client: ReturnType<OAuthClientProvider['clientInformation']>
  clientInformation(): ReturnType<OAuthClientProvider['clientInformation']> {
    return this.#client
  }
  saveClientInformation(client: NonNullable<Awaited<ReturnType<OAuthClientProvider['clientInformation']>>>): void {
    this.#client = client
  }
  tokens(): StoredOAuthTokens | undefined {
    return this.#tokens
  }
  saveTokens(tokens: StoredOAuthTokens): void {
    this.#tokens = tokens
  }
  redirectToAuthorization(url: URL): void {
    this.asked = url
  }
  saveCodeVerifier(verifier: string): void {
    this.#verifier = verifier
  }
  codeVerifier(): string {
    return this.#verifier
  }
  saveDiscoveryState(state: OAuthDiscoveryState): void {
    this.#discovered = state
  }
  discoveryState(): OAuthDiscoveryState | undefined {
    return this.#discovered
  }
}

describe('the official client, with nothing but the URL', () => {
  test('signs its user in, calls a tool that it has the scope for, and is refused another one', async () => {
    const program = new Program()
    const connection = () => {
      const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: latest } })
      const transport = new StreamableHTTPClientTransport(new URL(`${service.url}/mcp?tools=list_tasks,get_task`), { authProvider: program })
      return { client, transport }
    }
    const first = connection()
    await expect(first.client.connect(first.transport)).rejects.toThrow(UnauthorizedError)
    expect(Object.fromEntries(program.asked?.searchParams ?? [])).toMatchObject({
      client_id: clientId,
      scope: expect.stringContaining('tasks:read'),
      resource: `${service.url}/mcp`,
      code_challenge_method: 'S256',
    })
    if (!program.asked) throw new Error('its user was asked nothing')
    await first.transport.finishAuth((await server.consent(program.asked)).searchParams)

    const { client, transport } = connection()
    await client.connect(transport)
    try {
      const { content, isError } = await client.callTool({ name: 'list_tasks', arguments: {} })
      expect([content, isError]).toEqual([[{ type: 'text', text: '{"items":[]}' }], undefined])
    } finally {
      await client.close()
    }

    program.asked = null
    const all = new StreamableHTTPClientTransport(new URL(`${service.url}/mcp`), { authProvider: program })
    const other = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: latest } })
    await other.connect(all)
    try {
      // It asks its user for the scope that the refusal names.
      await expect(other.callTool({ name: 'add_task', arguments: { title: 'x' } })).rejects.toThrow()
      expect(program.asked).not.toBeNull()
      expect((program.asked as unknown as URL).searchParams.get('scope')?.split(' ')).toEqual(expect.arrayContaining(['tasks:read', 'tasks:write'])) // set by the client meanwhile
    } finally {
      await other.close()
    }
  })
})

test('200: without an authorization server, the metadata says how to get a personal access token', async () => {
  const plain = await start()
  try {
    const { body } = await plain.anyone.get('/.well-known/oauth-protected-resource/mcp').expect(200)
    expect(body).toMatchObject({ resource: `${plain.url}/mcp`, resource_documentation: `${plain.url}/docs/guides/tokens` })
    expect(body).not.toHaveProperty('authorization_servers')
    await plain.anyone.get('/docs/guides/tokens').expect(200)
  } finally {
    await plain.running.stop(true)
    await plain.database.drop()
  }
})
