import type { IncomingHttpHeaders } from 'node:http'
import { isOwner } from '../identity/authentication.ts'
import { sessionContextFor } from '../identity/session-context.ts'
import type { Authentication } from '../identity/authentication.ts'
import { ImplicitTransaction } from '../database/implicit-transaction.ts'
import type { Contract, OperationFacts } from '../contract/contract.ts'
import type { Connections } from '../database/connections.ts'
import type { Connection } from '../execution/call.ts'
import type { Execute } from '../execution/execute.ts'
import type { ApiResponse } from '../contract/response.ts'
import { preferenceApplied, preferencesOf } from './prefer.ts'
import type { Preferences } from './prefer.ts'
import { requireLiterals, targetOf } from './target.ts'
import type { Target } from '../contract/parameters.ts'
import { createDownloads } from './downloads.ts'
import { addressBlock } from './rate-limits.ts'
import type { Limits, SignInAttempt } from './rate-limits.ts'
import { requireOpen } from './closed.ts'
import type { Closed } from './closed.ts'
import type { RequestContext } from './context.ts'
import type { Caller } from '../identity/caller.ts'
import { requireScope } from '../execution/scopes.ts'
import { StreamedDocument } from '../execution/streamed-document.ts'
import { checkPath, ignoredHeaders, ignoredIn, queryOf } from '../contract/parameters.ts'
import { ownBody, ownQuery } from '../contract/other-names.ts'
import { memberOf } from '../json.ts'
import { Problem, forbidden, invalidRequest, isOfKind, isRefusal, notAcceptable } from '../problem.ts'
import type { Route, Router } from './router.ts'
import { isWord, noSuchPath } from './words.ts'
import { accountOf, eventOf, eventOfRefusal, reportingLock } from './security-reports.ts'
import { addHeaders } from './send.ts'
import { createTurns } from './turns.ts'
import type { SecurityEvent, SecurityLog } from '../observability/security-events.ts'
import type { ValidatedRequest, Validator } from '../contract/request-validator.ts'

/** A request to the service: over HTTP, or from a tool call. */
export type ApiRequest = {
  method: string
  url: string
  headers: IncomingHttpHeaders
  /** The media type that its client prefers of these; null if it accepts none. */
  accepts: (mediaTypes: readonly string[]) => string | null
  /** The values of all Authorization headers. */
  authorization: string[]
  address: () => string
  trace: RequestContext
  connection: Connection
  /** Reads the body, once the caller and the operation are known. */
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
  /** How many requests of one user may be worked on at once. */
  concurrentPerUser: number
  closed: Closed
  securityLog: SecurityLog
}

/** Handles a request, from its target to the checked response. @throws Problem */
export type HandleRequest = (asked: ApiRequest) => Promise<ApiResponse>

/** The path of a request from its canonical target on: authentication → rate limit → body → validation → queue → execute. */
export function createRequestHandler({
  contract,
  router,
  authentication,
  validator,
  execute,
  limits,
  connections,
  concurrentPerUser,
  closed,
  securityLog,
}: Parts): HandleRequest {
  const waitForTurn = createTurns(concurrentPerUser)
  const downloads = createDownloads()

  const report = ({ trace, address }: ApiRequest, { id }: OperationFacts, event: SecurityEvent, account: string | null): void =>
    securityLog(event, { requestId: trace.requestId, traceIds: trace.tracing?.ids, operation: id, account, address: addressBlock(address()) })

  /**
   * Counts a request for a sign-in by its address, whatever its body is.
   * @returns null for any other operation
   * @throws Problem 429
   */
  const countAttempt = async (asked: ApiRequest, operation: OperationFacts): Promise<SignInAttempt | null> => {
    if (operation.signInLimit === null) return null
    const attempt = await limits.signIn(asked.address()).catch(reportingLock((event) => report(asked, operation, event, null)))
    addHeaders(asked.trace.headers, attempt.headers)
    return attempt
  }

  /** The caller by token, or by a ticket where the operation takes one. */
  const callerOf = (asked: ApiRequest, { queryParameters }: OperationFacts, { query }: Target): Caller | Promise<Caller> => {
    const ticket = asked.authorization.length === 0 && queryParameters.has('ticket') ? query.find(([name]) => name === 'ticket') : undefined
    return ticket ? authentication.redeem(ticket[1]) : authenticate(asked)
  }

  const authenticate = ({ authorization, address }: ApiRequest): Caller | Promise<Caller> =>
    authentication.authenticate(authorization, (work) => limits.lookUp(address(), work))

  const validate = ({ tracing }: RequestContext, operation: OperationFacts, input: ValidatedRequest): void => {
    const part = tracing?.part('validate', 'inner')
    try {
      validator.request(operation, input)
    } catch (error) {
      part?.fail(error instanceof Problem ? String(error.status) : '')
      throw error
    } finally {
      part?.end()
    }
  }

  const run = async (
    asked: ApiRequest,
    query: Target['query'],
    { operation, params, segments }: Route,
    preferences: Preferences,
    body: unknown,
    caller: Caller | null,
    attempt: SignInAttempt | null,
  ): Promise<ApiResponse> => {
    const { trace, headers } = asked
    const mediaType = mediaTypeOf(operation, asked)
    const input = { params: { ...params }, query: queryOf(operation, query), headers, body }
    validate(trace, operation, input)
    if (caller) for (let more = countOf(operation, body); more > 1; more -= 1) addHeaders(trace.headers, await limits.user(caller.userId))
    const named = accountOf(operation, body, caller)
    const tell = (event: SecurityEvent): void => report(asked, operation, event, named ?? (caller && String(caller.userId)))
    // A registration with someone else's address must not lock them out, so it counts against no account.
    if (attempt && named !== null && operation.success !== 201) {
      addHeaders(trace.headers, await attempt.ofAccount(named).catch(reportingLock(tell)))
    }
    const events = new Set<SecurityEvent>()
    const ofRequest = trace.ignored
    const turn = waitForTurn(operation, caller, asked.address)
    const leave = once(turn instanceof Promise ? await asked.connection.inLine(turn) : turn)
    const idle: Connection['idle'] = (wait) => {
      leave()
      return asked.connection.idle(wait)
    }
    try {
      const response = await execute({
        operation,
        mediaType,
        target: segments.join('/'),
        input,
        caller,
        requestId: trace.requestId,
        connection: { ...asked.connection, idle },
        cost: trace.cost,
        tracing: trace.tracing,
        events,
        noteIgnored: (inBatch) => (trace.ignored = ofRequest + inBatch),
        ...preferences,
      })
      if (caller && response.body instanceof StreamedDocument) {
        response.body.onClose(downloads.start(caller.userId, addressBlock(asked.address())))
        // From here on, it takes as long as its client does.
        await asked.connection.idle(() => Promise.resolve())
      }
      const event = eventOf(operation)
      if (event !== null) events.add(event)
      if (!preferences.dryRun) events.forEach(tell)
      const merged = 'Preference-Applied' in response.headers
      return merged ? { ...response, headers: { ...response.headers, 'Preference-Applied': preferenceApplied(preferences, merged) } } : response
    } catch (error) {
      const event = eventOfRefusal(operation, error)
      if (event !== null) tell(event)
      throw error
    } finally {
      leave()
    }
  }

  return async (asked) => {
    const { trace } = asked
    const target = targetOf(asked.url)
    requireOpen(closed, target.segments, asked.authorization)
    const route = router.find(asked.method, target.segments)
    const { operation, params } = route
    requireLiterals(asked.url, route.path)
    trace.operation = operation
    if (operation.deprecation) addHeaders(trace.headers, operation.deprecation)
    const caller = operation.secured ? await callerOf(asked, operation, target) : null
    trace.caller = caller
    try {
      if (caller) {
        addHeaders(trace.headers, await limits.user(caller.userId))
        checkOwner(trace, caller, params['user_id'])
        requireScope(operation, caller)
      }
      const preferences = preferencesOf(operation, asked.headers['prefer'])
      const applied = preferenceApplied(preferences)
      if (applied !== null) trace.headers['Preference-Applied'] = applied
      checkPath(operation, params)
      const { query, ignored: parameters } = ownQuery(operation, target.query)
      const attempt = await countAttempt(asked, operation)
      const body = operation.body === 'none' ? undefined : ownBody(operation, await asked.body(operation))
      const ignored = ignoredIn(contract.document, operation, parameters, body)
      if (preferences.strict && ignored.length > 0) throw invalidRequest(ignored)
      trace.ignored = ignored.length
      addHeaders(trace.headers, ignoredHeaders(ignored))
      try {
        return await run(asked, query, route, preferences, body, caller, attempt)
      } catch (error) {
        // A front end's user whose account was deleted elsewhere is provisioned again.
        if (!caller?.issuer || !isRefusal(error, 401) || isOfKind(error, 'account-disabled')) throw error
        authentication.forget(caller)
        const renewed = await authenticate(asked)
        checkOwner(trace, renewed, params['user_id'])
        return await run(asked, query, route, preferences, body, renewed, attempt)
      }
    } catch (error) {
      // Only signed-in users learn what is wrong with a request: a session that has ended gets 401 for any request.
      if (caller && isRefusal(error, 400, 403, 412, 413, 415)) await requireActiveSession(connections, caller)
      throw error
    }
  }
}

/** The media type of a 2xx response, of several the one that the client prefers. @throws Problem 406 if it accepts none */
function mediaTypeOf({ mediaType, mediaTypes }: OperationFacts, { accepts, trace }: ApiRequest): string | null {
  if (mediaTypes.length < 2) return mediaType
  trace.headers['Vary'] = trace.headers['Vary'] ? `${trace.headers['Vary']}, Accept` : 'Accept'
  const preferred = accepts(mediaTypes)
  if (preferred === null) throw notAcceptable(mediaTypes)
  return preferred
}

/** Work that is done the first time only. */
function once(work: () => void): () => void {
  let isDone = false
  return () => {
    if (!isDone) work()
    isDone = true
  }
}

/** @throws Problem 403 where a path names another user, 404 where it has a word in place of one */
function checkOwner(trace: RequestContext, caller: Caller, named: string | undefined): void {
  if (named === undefined || isOwner(caller, named)) return
  if (!isWord(named)) throw forbidden()
  // It was no request to an operation.
  trace.operation = null
  throw noSuchPath()
}

/** The number of requests that a body counts as. */
function countOf({ countsEach }: OperationFacts, body: unknown): number {
  const items = countsEach === null ? null : memberOf(body, countsEach)
  return Array.isArray(items) ? items.length : 1
}

const sessionCheckTimeoutMs = 5_000

/** @throws Problem 401 if the caller's session has ended, or the account is disabled */
export async function requireActiveSession(connections: Connections, caller: Caller): Promise<void> {
  try {
    await new ImplicitTransaction(connections.readOne, sessionContextFor(caller, null, null, sessionCheckTimeoutMs)).open()
  } catch (error) {
    // A front end's user whose account is gone is provisioned again by the next request that is valid.
    if (caller.issuer === null || !isRefusal(error, 401) || isOfKind(error, 'account-disabled')) throw error
  }
}
