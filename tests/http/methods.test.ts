import { describe, expect, test } from 'vitest'
import supertest from 'supertest'
import { loadContract } from '../../src/contract/contract.ts'
import { testService } from '../support/service.ts'
import { thingFor } from '../support/valid-request.ts'

const service = testService()

const { operations } = loadContract()
const methods = ['get', 'post', 'put', 'patch', 'delete'] as const
type Verb = (typeof methods)[number]

/** The methods of each path of the contract. */
const paths = new Map<string, Verb[]>()
for (const { path, method } of operations) {
  paths.set(path, [...(paths.get(path) ?? []), ...methods.filter((verb) => verb.toUpperCase() === method)])
}

const allowed = (verbs: Verb[]): string[] => [...verbs.map((verb) => verb.toUpperCase()), 'OPTIONS', ...(verbs.includes('get') ? ['HEAD'] : [])].sort()

const listed = (header: string | undefined): string[] =>
  (header ?? '')
    .split(',')
    .map((name) => name.trim())
    .sort()

const filledIn = (path: string, id = 1): string => path.replace('{user_id}', 'me').replace('{id}', String(id))

/** The id of a thing that a path names; 0 where it names none. */
async function idFor(path: string): Promise<number> {
  const operation = operations.find((candidate) => candidate.path === path && candidate.method === 'GET')
  return operation && path.includes('{id}') ? thingFor(service, operation.id, service.alice) : 0
}

const refused = [...paths].flatMap(([path, verbs]) => methods.filter((verb) => !verbs.includes(verb)).map((verb) => ({ path, verb, verbs })))
const read = [...paths].filter(([, verbs]) => verbs.includes('get')).map(([path]) => path)

describe('every path of the contract', () => {
  test.each(refused)('405: $verb $path, with what it takes in Allow', async ({ path, verb, verbs }) => {
    const { body, headers } = await service.alice[verb](filledIn(path)).expect(405)
    expect(listed(headers['allow'])).toEqual(allowed(verbs))
    expect(headers['content-type']).toMatch(/^application\/problem\+json/)
    expect(body).toMatchObject({ type: '/docs/problems/method-not-allowed', instance: filledIn(path), message: body.detail })
  })

  test.each([...paths])('405: TRACE %s', async (path, verbs) => {
    const trace = supertest(service.url).trace(filledIn(path)).set('Authorization', `Bearer ${service.alice.token}`)
    const { headers, text } = await trace.expect(405)
    expect(listed(headers['allow'])).toEqual(allowed(verbs))
    expect(text).not.toContain(service.alice.token)
  })

  test.each([...paths].filter(([, verbs]) => !verbs.includes('get')))('405: HEAD %s, which has no GET', async (path, verbs) => {
    const { headers } = await service.alice.head(filledIn(path)).expect(405)
    expect(listed(headers['allow'])).toEqual(allowed(verbs))
  })

  test.each([...paths])('204: OPTIONS %s, with what it takes in Allow, for anyone', async (path, verbs) => {
    const { headers, text } = await service.anyone.options(filledIn(path)).expect(204)
    expect(listed(headers['allow'])).toEqual(allowed(verbs))
    expect(text).toBe('')
    expect(headers).not.toHaveProperty('content-type')
  })

  test.each(read)('200: HEAD %s, with the headers of GET', async (path) => {
    const id = await idFor(path)
    const whole = await service.alice.get(filledIn(path, id)).expect(200)
    const { headers } = await service.alice.head(filledIn(path, id)).expect(200)
    expect(headers['content-type']).toBe(whole.headers['content-type'])
    expect(headers['etag']).toBe(whole.headers['etag'])
  })

  test.each(read)('200: GET %s/, which is the same resource', async (path) => {
    const id = await idFor(path)
    const plain = await service.alice.get(filledIn(path, id)).expect(200)
    const slashed = await service.alice.get(`${filledIn(path, id)}/`).expect(200)
    expect(untimed(slashed.body)).toEqual(untimed(plain.body))
    expect(slashed.headers['content-type']).toBe(plain.headers['content-type'])
  })
})

/** A body without the time of an export. */
const untimed = (body: unknown): unknown => JSON.parse(JSON.stringify(body), (name, value: unknown) => (name === 'made_at' ? undefined : value))

describe('what is not in the contract', () => {
  const elsewhere = ['/no', '/api', '/api/me/notes', '/api/me/tasks/1/complete/now', '/api/me/Tasks', '/API/me/tasks', '/api/me//tasks', '/api/me/tasks//']
  test.each(elsewhere)('404: %s', async (path) => {
    const { body, headers } = await service.alice.get(path).expect(404)
    expect(headers['content-type']).toMatch(/^application\/problem\+json/)
    expect(body).toMatchObject({ type: '/docs/problems/not-found', status: 404, instance: path, message: body.detail })
  })
})
