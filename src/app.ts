import type { Express, Request, RequestHandler } from 'express'
import express from 'express'
import type { Logger } from 'pino'
import { createRequestHandler, isRefusal, assertSessionActive } from './http/handle-request.ts'
import { createAuthentication } from './identity/authentication.ts'
import { readBody } from './http/body.ts'
import { changesPage } from './docs/changes.ts'
import type { Config } from './config.ts'
import { crossOrigin } from './http/cors.ts'
import type { Connections } from './database/connections.ts'
import { createExecute } from './execution/execute.ts'
import type { ContractDocument, OperationFacts } from './contract/contract.ts'
import type { Handlers } from './execution/execute.ts'
import { headerValues, requireHost } from './http/edge.ts'
import { guidePages } from './docs/guides.ts'
import { createLimits } from './http/rate-limits.ts'
import { createToolEndpoint, isForTools } from './mcp/endpoint.ts'
import type { Call } from './mcp/server.ts'
import { createRecorder, accessLog, requestContextOf } from './http/observe.ts'
import type { RequestContext } from './http/observe.ts'
import { servePages } from './docs/page.ts'
import { portal } from './docs/reference.ts'
import { problemPages } from './docs/problem-pages.ts'
import { createRouter } from './http/router.ts'
import { addHeaders, createErrorResponse, errorHandler, send, setUsualHeaders } from './http/send.ts'
import type { Service } from './execution/services.ts'
import { createValidator } from './contract/request-validator.ts'

/** What an app is made of. */
export type AppParts = {
  config: Pick<Config, 'corsOrigins' | 'trustProxy' | 'secret' | 'limits'>
  connections: Connections
  service: Service
  handlers: Handlers
  log: Logger
}

/**
 * The path of a request, top to bottom: edge → authentication → body → validation → execute (transaction, handler, checked
 * answer, commit) → sent. Whatever is thrown on the way becomes a problem document in one place.
 */
export function createApp({ config, connections, service, handlers, log }: AppParts): Express {
  const { contract, tokens, metrics } = service
  const router = createRouter(contract.operations)
  const authentication = createAuthentication(tokens, connections, log)
  const validator = createValidator(contract)
  const execute = createExecute({ connections, handlers, validator, service, secret: config.secret, log })
  const limits = createLimits(connections, config.limits)

  const answerTo = createRequestHandler({ contract, router, authentication, validator, execute, limits, connections })
  const refusalOf = createErrorResponse(validator, log)
  const record = createRecorder(metrics, log)
  const askedBy = (request: Request) => ({ authorization: headerValues(request, 'authorization'), address: () => request.ip ?? '' })

  const serve: RequestHandler = async (request, response) => {
    const { method, url, headers } = request
    const body = (operation: OperationFacts): Promise<unknown> => readBody(operation, request, response)
    send(response, await answerTo({ method, url, headers, ...askedBy(request), trace: requestContextOf(response), body }))
  }

  /** A tool's call goes the way of the request that it stands for, and counts as one. */
  const callFor = (request: Request, whole: RequestContext): Call => async ({ path: url, body, ...asked }) => {
    const trace: RequestContext = { ...whole, operation: null, headers: {} }
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
      if (caller && caller.sessionId !== null) await assertSessionActive(connections, caller)
    },
    callFor,
  })

  const toolsOrServe: RequestHandler = (request, response, next) => (isForTools(request.url) ? tools : serve)(request, response, next)

  return express()
    .disable('x-powered-by')
    .disable('etag')
    .set('trust proxy', config.trustProxy)
    .use(
      inARow(
        accessLog(record, contract.document.info.version),
        requireHost,
        crossOrigin(config.corsOrigins, router),
        servePages(new Map([...problemPages(), ...guidePages(), changesPage()])),
        documentation(contract.document),
        toolsOrServe,
      ),
      errorHandler(refusalOf),
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
      if (!handler) return done(error)
      // What it throws goes to Express itself; what it rejects with comes here.
      const result: unknown = handler(request, response, next)
      if (result instanceof Promise) result.catch(done)
    }
    next()
  }
}
