import type { IncomingHttpHeaders } from 'node:http'
import type { Express, Request, RequestHandler } from 'express'
import express from 'express'
import type { Logger } from 'pino'
import { createAuthentication, isOwner, openingOf } from './authentication.ts'
import { readBody } from './body.ts'
import { changesPage } from './changes-page.ts'
import type { Config } from './config.ts'
import { crossOrigin } from './cors.ts'
import type { Connections } from './database.ts'
import { createDispatch } from './dispatch.ts'
import type { ContractDocument, OperationFacts } from './contract.ts'
import type { Answer, Handlers } from './dispatch.ts'
import { headerValues, preferencesOf, requireHost, targetOf } from './edge.ts'
import type { OperationId } from './generated/operations.ts'
import { guidePages } from './guides.ts'
import { createLimits } from './limits.ts'
import { createToolEndpoint, isForTools } from './mcp/endpoint.ts'
import type { Call } from './mcp/server.ts'
import { createRecorder, observe, traceOf } from './observe.ts'
import type { Trace } from './observe.ts'
import type { Caller } from './operation.ts'
import { servePages } from './pages.ts'
import { checkPath, queryOf, refuseUnknown } from './parameters.ts'
import { portal } from './portal.ts'
import { problemPages } from './problem-pages.ts'
import { Problem, forbidden } from './problem.ts'
import { signInAccount } from './session.ts'
import { createRouter } from './router.ts'
import { addHeaders, createRefusal, refuse, send, setUsualHeaders } from './send.ts'
import type { Service } from './service.ts'
import { Transaction } from './transaction.ts'
import { createValidator } from './validator.ts'

/** What an app is made of. */
export type AppParts = {
  config: Pick<Config, 'corsOrigins' | 'trustProxy' | 'secret' | 'limits'>
  connections: Connections
  service: Service
  handlers: Handlers
  log: Logger
}

/** What the service is asked: by an HTTP request, or by one that a tool's call stands for. */
type Asked = {
  method: string
  url: string
  headers: IncomingHttpHeaders
  /** The values of its Authorization headers. */
  authorization: string[]
  address: () => string
  trace: Trace
  /** Reads its body, once it is known who asks for what. */
  body: (operation: OperationFacts) => Promise<unknown>
}

/**
 * The path of a request, top to bottom: edge → authentication → body → validation → dispatch (transaction, handler, checked
 * answer, commit) → sent. Whatever is thrown on the way becomes a problem document in one place.
 */
export function createApp({ config, connections, service, handlers, log }: AppParts): Express {
  const { contract, tokens, metrics } = service
  const router = createRouter(contract.operations)
  const authentication = createAuthentication(tokens, connections, log)
  const validator = createValidator(contract)
  const dispatch = createDispatch({ connections, handlers, validator, service, secret: config.secret, log })
  const limits = createLimits(connections, config.limits)

  const answerTo = async ({ method, url, headers, authorization, address, trace, body: readBodyOf }: Asked): Promise<Answer> => {
    const target = targetOf(url)
    const { operation, params } = router.find(method, target.segments)
    trace.operation = operation
    if (operation.deprecation) addHeaders(trace.headers, operation.deprecation)

    const { strict, dryRun, counted: wantsCount } = preferencesOf(headers['prefer'])
    // Whoever signs in gets what is good for something, so that it has to be kept.
    const rehearsed = dryRun && operation.secured && operation.method !== 'GET'
    const counted = wantsCount && operation.headers.some(({ name }) => name === 'X-Total-Count')
    const applied = [...(strict ? ['handling=strict'] : []), ...(rehearsed ? ['dry-run'] : []), ...(counted ? ['count=exact'] : [])]
    if (applied.length > 0) trace.headers['Preference-Applied'] = applied.join(', ')

    const caller = operation.secured ? await authentication.authenticate(authorization) : null
    trace.caller = caller
    const prepare = async (): Promise<unknown> => {
      if (caller) addHeaders(trace.headers, await limits.user(caller.userId))
      if (caller) checkOwner(caller, params['user_id'])
      checkPath(operation, params)
      const body = await readBodyOf(operation)
      if (strict) refuseUnknown(contract.document, operation, target, body)
      return body
    }
    const run = async (body: unknown, as: Caller | null): Promise<Answer> => {
      const input = { params: { ...params }, query: queryOf(operation, target), headers, body }
      validator.request(operation, input)
      if (as) for (let more = operationsIn(operation.id, body); more > 1; more -= 1) addHeaders(trace.headers, await limits.user(as.userId))
      const account = signInAccount(operation.id, body)
      if (account !== null) addHeaders(trace.headers, await limits.signIn(account, address()))
      return dispatch({ operation, target: target.segments.join('/'), input, caller: as, requestId: trace.requestId, strict, rehearsed, counted })
    }

    try {
      const body = await prepare()
      try {
        return await run(body, caller)
      } catch (error) {
        // A front end's user whose account was deleted elsewhere starts anew.
        if (!caller?.issuer || !isRefusal(error, 401)) throw error
        authentication.forget(caller)
        const renewed = await authentication.authenticate(authorization)
        checkOwner(renewed, params['user_id'])
        return await run(body, renewed)
      }
    } catch (error) {
      // What is wrong with a request is told to those who are signed in: a session that is over gets 401 whatever it asks.
      if (caller && caller.sessionId !== null && isRefusal(error, 400, 403, 413, 415)) await requireStanding(connections, caller)
      throw error
    }
  }

  const refusalOf = createRefusal(validator, log)
  const record = createRecorder(metrics, log)
  const askedBy = (request: Request) => ({ authorization: headerValues(request, 'authorization'), address: () => request.ip ?? '' })

  const serve: RequestHandler = async (request, response) => {
    const { method, url, headers } = request
    const body = (operation: OperationFacts): Promise<unknown> => readBody(operation, request, response)
    send(response, await answerTo({ method, url, headers, ...askedBy(request), trace: traceOf(response), body }))
  }

  /** A tool's call goes the way of the request that it stands for, and counts as one. */
  const callFor = (request: Request, whole: Trace): Call => async ({ path: url, body, ...asked }) => {
    const trace: Trace = { ...whole, operation: null, headers: {} }
    const started = performance.now()
    const answer = await answerTo({ ...asked, url, ...askedBy(request), trace, body: () => Promise.resolve(body) }).catch((error: unknown) => {
      // Whose token is no good (any more) is told so, by the answer to the whole.
      if (isRefusal(error, 401)) throw error
      return refusalOf(error, trace, url)
    })
    record(trace, answer.status, started, true)
    const texts: Record<string, string> = {}
    addHeaders(texts, answer.headers)
    return { status: answer.status, headers: new Headers(texts), body: answer.body }
  }
  const tools = createToolEndpoint(contract, config.corsOrigins, {
    async authenticate(request, trace) {
      trace.caller = await authentication.authenticate(headerValues(request, 'authorization'))
    },
    async admit({ caller, headers }) {
      if (caller) addHeaders(headers, await limits.user(caller.userId))
      if (caller && caller.sessionId !== null) await requireStanding(connections, caller)
    },
    callFor,
  })

  const toolsOrServe: RequestHandler = (request, response, next) => (isForTools(request.url) ? tools : serve)(request, response, next)

  return express()
    .disable('x-powered-by')
    .disable('etag')
    .set('trust proxy', config.trustProxy)
    .use(
      inARow(observe(record, contract.document.info.version), requireHost, crossOrigin(config.corsOrigins, router), servePages(new Map([...problemPages(), ...guidePages(), changesPage()])), documentation(contract.document)),
      toolsOrServe,
      refuse(refusalOf),
    )
}

/** The portal, behind a look at the path: its own router would take longer to find that it is not asked. */
function documentation(document: ContractDocument): RequestHandler {
  const pages = portal(document)
  return (request, response, next) => {
    if (!request.url.startsWith('/docs')) {
      next()
      return
    }
    setUsualHeaders(response)
    void pages(request, response, next)
  }
}

/** Several handlers as one: to Express each would be a layer to be matched, on every request. */
function inARow(...handlers: RequestHandler[]): RequestHandler {
  return (request, response, done) => {
    let index = 0
    const next = (error?: unknown): void => {
      const handler = error === undefined ? handlers[index] : undefined
      index += 1
      if (handler) void handler(request, response, next)
      else done(error)
    }
    next()
  }
}

/** @throws Problem 403 where a path names another user */
function checkOwner(caller: Caller, named: string | undefined): void {
  if (named !== undefined && !isOwner(caller, named)) throw forbidden()
}

/** How many requests a body stands for: those of a batch. */
const operationsIn = (id: OperationId, body: unknown): number =>
  id === 'runBatch' && typeof body === 'object' && body !== null && 'operations' in body && Array.isArray(body.operations) ? body.operations.length : 1

const isRefusal = (error: unknown, ...statuses: number[]): boolean => error instanceof Problem && statuses.includes(error.status)

/** @throws Problem 401 where the caller's session is over */
async function requireStanding(connections: Connections, caller: Caller): Promise<void> {
  const transaction = new Transaction(connections, openingOf(caller, 'read'), 'each')
  try {
    await transaction.open()
  } finally {
    await transaction.rollback()
  }
}
