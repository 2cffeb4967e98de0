import { randomUUID } from 'node:crypto'
import type { Test } from 'supertest'
import { beforeAll } from 'vitest'
import type { OperationFacts } from '../../src/contract/contract.ts'
import type { OperationId } from '../../src/generated/operation-ids.ts'
import { arrayOf, follow, objectOf, objectOfOperation, operations, textIn } from './document.ts'
import type { JsonObject } from './document.ts'
import { clientOf } from './service.ts'
import type { Person, TestService } from './service.ts'
import { validRequest } from './valid-request.ts'

/** A parameter with the text of its first example, or the texts where it is given several times. */
type FilledIn = { name: string; place: string; values: string[] }

/** A request that the contract shows. */
export type Example = { operation: OperationFacts; id: OperationId; name: string; body: JsonObject | undefined; parameters: FilledIn[] }

/** An example's request, as somebody makes it on their own behalf. */
export type Prepared = { verb: (typeof verbs)[number]; path: string; body: Record<string, unknown> | undefined; headers: Record<string, string> }

const verbs = ['get', 'put', 'post', 'delete', 'patch'] as const

const filledIn = (parameter: JsonObject): FilledIn => {
  const [example] = Object.values(objectOf(parameter['examples']))
  const values = [objectOf(example)['value'] ?? ''].flat().map(String)
  return { name: textIn(parameter, 'name'), place: textIn(parameter, 'in'), values }
}

/** Every request that the contract shows: each example of a body, bare and with an example of every parameter. */
export const examples: Example[] = operations.flatMap((operation) => {
  const { requestBody, parameters } = objectOfOperation(operation)
  const shown = Object.entries(objectOf(objectOf(objectOf(follow(requestBody)['content'])['application/json'])['examples']))
  const bodies = shown.map(([name, example]) => ({ name, body: objectOf(follow(example)['value']) }))
  // Cursors and tickets are valid only for whom the service gave them to, and of the past only what came after the account is known.
  const every = arrayOf(parameters)
    .map(follow)
    .map(filledIn)
    .filter(({ name }) => !['as_of', 'cursor', 'since', 'ticket'].includes(name))
  return (bodies.length > 0 ? bodies : [{ name: 'no body', body: undefined }]).flatMap(({ name, body }) => [
    { operation, id: operation.id, name, body, parameters: [] },
    { operation, id: operation.id, name: `${name}, with every parameter`, body, parameters: every },
  ])
})

/** Sends a request to the service at an address. */
export const send = (url: string, { verb, path, body, headers }: Prepared): Test => clientOf(url, headers)[verb](path, body)

/**
 * Makes all so on a service that its examples' requests will be carried out, for the tests of a block.
 * @returns what makes one example's request, of somebody who is signed in, with a new thing of theirs that the path names
 */
export function preparing(service: TestService): (example: Example) => Promise<Prepared> {
  const credentials = { email: 'alice@example.com', password: 'correct horse battery' }
  let people = 0
  let someone: Person | null = null
  // The address in the examples is to be had: the service's own alice moves out.
  beforeAll(async () => {
    await service.alice.delete('/api/me').expect(204)
  })

  const moveOut = async (): Promise<void> => {
    const { status, body } = await service.anyone.post('/api/auth/login', credentials)
    if (status === 200)
      await service
        .client({ Authorization: `Bearer ${body.token}` })
        .delete('/api/me')
        .expect(204)
  }
  const moveIn = async (): Promise<void> => {
    await moveOut()
    await service.anyone.post('/api/auth/register', { ...credentials, name: 'Alice' }).expect(201)
  }
  /** What has to be so before an operation can be shown. */
  const before: Partial<Record<OperationId, () => Promise<void>>> = { registerUser: moveOut, loginUser: moveIn }
  /** After these, someone is gone, or signed in no more, or by other tokens; or has what the example makes. */
  const leavings: OperationId[] = ['deleteUser', 'logoutUser', 'refreshSession', 'updateTag']

  return async ({ operation, id, body, parameters }) => {
    await before[id]?.()
    const person = (someone ??= await service.register(`reader-${++people}`))
    if (leavings.includes(id)) someone = null
    const ready = await validRequest(service, id, person, {
      example: body,
      account: operation.secured ? undefined : { ...credentials, refreshToken: person.refreshToken },
    })
    // A new thing is in its first version.
    const own: Record<string, string> = { 'If-Match': '"1"', 'Idempotency-Key': randomUUID() }
    const given = (where: string): [string, string][] =>
      parameters.filter(({ place }) => place === where).flatMap(({ name, values }) => values.map((value): [string, string] => [name, own[name] ?? value]))
    const path = operation.path.replace('{user_id}', 'me').replace('{id}', String(ready.id))
    const query = new URLSearchParams(given('query')).toString()
    return {
      verb: verbs.find((name) => name.toUpperCase() === operation.method) ?? 'get',
      path: query === '' ? path : `${path}?${query}`,
      body: ready.body,
      headers: { Authorization: `Bearer ${person.token}`, ...Object.fromEntries(given('header')) },
    }
  }
}
