import type { IncomingHttpHeaders } from 'node:http'
import { isOwner, sessionContextFor } from '../identity/authentication.ts'
import type { Authentication } from '../identity/authentication.ts'
import { ImplicitTransaction } from '../database/implicit-transaction.ts'
import type { Contract, OperationFacts } from '../contract/contract.ts'
import type { Connections } from '../database/connections.ts'
import type { Execute } from '../execution/execute.ts'
import type { ApiResponse } from '../contract/response.ts'
import { preferencesOf, targetOf } from './edge.ts'
import type { Target } from '../contract/parameters.ts'
import type { OperationId } from '../generated/operation-ids.ts'
import type { Limits } from './rate-limits.ts'
import type { RequestContext } from './observe.ts'
import type { Caller } from '../identity/caller.ts'
import { checkPath, queryOf, refuseUnknown } from '../contract/parameters.ts'
import { Problem, forbidden } from '../problem.ts'
import type { Route, Router } from './router.ts'
import { addHeaders } from './send.ts'
import { signInAccount } from '../identity/session.ts'
import type { Validator } from '../contract/request-validator.ts'

/** What the service is asked: by an HTTP request, or by one that a tool's call stands for. */
export type ApiRequest = {
  method: string
  url: string
  headers: IncomingHttpHeaders
  /** The values of its Authorization headers. */
  authorization: string[]
  address: () => string
  trace: RequestContext
  /** Reads its body, once it is known who asks for what. */
  body: (operation: OperationFacts) => Promise<unknown>
}

type Parts = {
  contract: Contract
  router: Router
  authentication: Authentication
  validator: Validator
  execute: Execute
  limits: Limits
  connections: Connections
}

/** How an answer is to be given, by what its request prefers (RFC 7240) and its operation can do. */
type Manner = { strict: boolean; rehearsed: boolean; counted: boolean }

/** Answers what is asked, from its target to the checked answer. @throws Problem */
export type HandleRequest = (asked: ApiRequest) => Promise<ApiResponse>

/** The path of a request from its canonical target on: authentication → body → validation → execute. */
export function createRequestHandler({ contract, router, authentication, validator, execute, limits, connections }: Parts): HandleRequest {
  const run = async (asked: ApiRequest, target: Target, { operation, params }: Route, manner: Manner, body: unknown, caller: Caller | null): Promise<ApiResponse> => {
    const { trace, headers } = asked
    const input = { params: { ...params }, query: queryOf(operation, target), headers, body }
    validator.request(operation, input)
    if (caller) for (let more = operationsIn(operation.id, body); more > 1; more -= 1) addHeaders(trace.headers, await limits.user(caller.userId))
    const account = signInAccount(operation.id, body)
    if (account !== null) addHeaders(trace.headers, await limits.signIn(account, asked.address()))
    return execute({ operation, target: target.segments.join('/'), input, caller, requestId: trace.requestId, ...manner })
  }

  return async (asked) => {
    const { trace } = asked
    const target = targetOf(asked.url)
    const route = router.find(asked.method, target.segments)
    const { operation, params } = route
    trace.operation = operation
    if (operation.deprecation) addHeaders(trace.headers, operation.deprecation)
    const manner = mannerOf(operation, asked)

    const caller = operation.secured ? await authentication.authenticate(asked.authorization) : null
    trace.caller = caller
    try {
      if (caller) {
        addHeaders(trace.headers, await limits.user(caller.userId))
        checkOwner(caller, params['user_id'])
      }
      checkPath(operation, params)
      const body = operation.body === 'none' ? undefined : await asked.body(operation)
      if (manner.strict) refuseUnknown(contract.document, operation, target, body)
      try {
        return await run(asked, target, route, manner, body, caller)
      } catch (error) {
        // A front end's user whose account was deleted elsewhere starts anew.
        if (!caller?.issuer || !isRefusal(error, 401)) throw error
        authentication.forget(caller)
        const renewed = await authentication.authenticate(asked.authorization)
        checkOwner(renewed, params['user_id'])
        return await run(asked, target, route, manner, body, renewed)
      }
    } catch (error) {
      // What is wrong with a request is told to those who are signed in: a session that is over gets 401 whatever it asks.
      if (caller && caller.sessionId !== null && isRefusal(error, 400, 403, 413, 415)) await assertSessionActive(connections, caller)
      throw error
    }
  }
}

const usually: Manner = { strict: false, rehearsed: false, counted: false }

/** What of a request's preferences is applied, which its answer tells. */
function mannerOf(operation: OperationFacts, { headers, trace }: ApiRequest): Manner {
  if (headers['prefer'] === undefined) return usually
  const { strict, dryRun, counted: wantsCount } = preferencesOf(headers['prefer'])
  // Whoever signs in gets what is good for something, so that it has to be kept.
  const rehearsed = dryRun && operation.secured && operation.method !== 'GET'
  const counted = wantsCount && operation.headers.some(({ name }) => name === 'X-Total-Count')
  const applied = [...(strict ? ['handling=strict'] : []), ...(rehearsed ? ['dry-run'] : []), ...(counted ? ['count=exact'] : [])]
  if (applied.length > 0) trace.headers['Preference-Applied'] = applied.join(', ')
  return { strict, rehearsed, counted }
}

/** @throws Problem 403 where a path names another user */
function checkOwner(caller: Caller, named: string | undefined): void {
  if (named !== undefined && !isOwner(caller, named)) throw forbidden()
}

/** How many requests a body stands for: those of a batch. */
const operationsIn = (id: OperationId, body: unknown): number =>
  id === 'executeBatch' && typeof body === 'object' && body !== null && 'operations' in body && Array.isArray(body.operations) ? body.operations.length : 1

/** Whether a problem of one of some statuses was thrown. */
export const isRefusal = (error: unknown, ...statuses: number[]): boolean => error instanceof Problem && statuses.includes(error.status)

/** @throws Problem 401 where the caller's session is over */
export async function assertSessionActive(connections: Connections, caller: Caller): Promise<void> {
  await new ImplicitTransaction(connections.read, sessionContextFor(caller, 'read')).open()
}
