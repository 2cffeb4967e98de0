import { randomUUID } from 'node:crypto'
import type { Test } from 'supertest'
import { loadExpectations } from '../../src/conformance/declared.ts'
import type { Declared } from '../../src/conformance/declared.ts'
import { createFor, validRequest as validRequestOf } from '../../src/conformance/valid-request.ts'
import type { Requester } from '../../src/conformance/valid-request.ts'
import type { OperationId } from '../../src/generated/operation-ids.ts'
import { resetTokenOf, verificationTokenOf } from './links.ts'
import { pagesFrom } from './pages.ts'
import { passwordOf } from './service.ts'
import type { Client, TestService } from './service.ts'

const contract = loadExpectations()

/** Every operation, with all that the contract says of its requests. */
export const operations: readonly Declared[] = contract.operations

/** An operation by its id. */
export const operationOf = (id: OperationId): Declared => contract.operation(id)

/** A request that would be carried out: the operation, the id in its path (0 without one) and its body. */
export type Ready = { operation: Declared; id: number; body: Record<string, unknown> | undefined }

/** What of a request is not the contract's: whose path it is, and what is added to it. */
type Parts = { user?: string | number | undefined; query?: string; headers?: Record<string, string> }

/** Sends a request. */
export function send(who: Client, { operation, id, body }: Ready, { user = 'me', query = '', headers = {} }: Parts = {}): Test {
  const path = operation.path.replace('{user_id}', String(user)).replace('{id}', String(id))
  const { get, post, put, patch, delete: remove } = who
  const methods = { GET: get, POST: post, PUT: put, PATCH: patch, DELETE: remove }
  return methods[operation.method](query === '' ? path : `${path}?${query}`, body).set(headers)
}

/** What is not made up for whoever a request is made for. */
type Given = { name?: string | undefined; account?: Awaited<ReturnType<Requester['account']>> | undefined }

/**
 * Somebody, as valid requests are made for them. Who signs in is whoever it is, or else alice, each time in a session of its
 * own, unless it is said who does.
 */
function requesterFor(service: TestService, who: Client, { name, account }: Given): Requester {
  return {
    name: () => name ?? `hers ${randomUUID()}`,
    async carryOut(id, { params, body } = {}) {
      const operation = operationOf(id)
      const response = await send(who, { operation, id: params?.id ?? 0, body }).expect(operation.success)
      return response.body
    },
    async list(id) {
      const pages = await pagesFrom<Record<string, unknown>>(who, operationOf(id).path.replace('{user_id}', 'me'))
      return pages.flat()
    },
    async account() {
      if (account) return account
      // Whoever has registered has a password by their name.
      const email = 'email' in who && typeof who.email === 'string' ? who.email : service.alice.email
      const credentials = { email, password: passwordOf(email.replace('@example.com', '')) }
      const { body } = await service.anyone.post('/api/auth/login', credentials).expect(200)
      return { ...credentials, refreshToken: body.refresh_token }
    },
    // As a mail would bring it.
    resetToken: async () => resetTokenOf(service, (await service.register(`forgetful-${randomUUID()}`)).id),
    verificationToken: async () => verificationTokenOf(service, (await service.register(`unconfirmed-${randomUUID()}`)).id),
  }
}

/** A request of an operation on somebody's behalf, with the body that the contract shows first, or another one that it shows. */
export async function validRequest(
  service: TestService,
  id: OperationId,
  who: Client,
  given: Given & { example?: Record<string, unknown> | undefined } = {},
): Promise<Ready> {
  const operation = operationOf(id)
  const [first] = Object.values(operation.examples)
  // The address that the contract shows may be taken by then.
  const own = id === 'registerUser' ? { ...first, email: `${randomUUID()}@example.com` } : first
  const { params, body } = await validRequestOf(operation, requesterFor(service, who, given), given.example ?? own)
  return { operation, id: params.id, body }
}

/** A new thing of somebody's that the path of an operation may name, under a name or a new one. @returns its id */
export const thingFor = (service: TestService, id: OperationId, who: Client, name?: string): Promise<number> =>
  createFor(operationOf(id), requesterFor(service, who, { name }))
