import type { Express, Request, RequestHandler } from 'express'
import express from 'express'
import type { Logger } from 'pino'
import { createRequestHandler, requireActiveSession } from './http/handle-request.ts'
import { createAuthentication } from './identity/authentication.ts'
import { readBody } from './http/body.ts'
import type { Config } from './config/settings.ts'
import { crossOrigin } from './http/cors.ts'
import type { Connections } from './database/connections.ts'
import type { Replicas } from './database/replicas.ts'
import type { Connection } from './execution/call.ts'
import { isEventStream } from './execution/event-stream.ts'
import { StreamedDocument } from './execution/streamed-document.ts'
import { createExecute } from './execution/execute.ts'
import type { OperationFacts } from './contract/contract.ts'
import type { Handlers } from './execution/execute.ts'
import { createFairQueue } from './http/fair-queue.ts'
import { headerValues, requireHost, requireKnownExpectation } from './http/headers.ts'
import { createSecurityLog } from './observability/security-events.ts'
import type { Tracing } from './observability/trace.ts'
import { addressBlock, createLimits } from './http/rate-limits.ts'
import { createToolEndpoint, isForTools } from './mcp/endpoint.ts'
import { createMetadata } from './mcp/metadata.ts'
import type { Call } from './mcp/server.ts'
import { createRecorder, accessLog } from './http/access-log.ts'
import { createLoggablePath } from './http/loggable-path.ts'
import { connectionOf } from './http/connection.ts'
import { requestContextOf, startContext } from './http/context.ts'
import type { RequestContext } from './http/context.ts'
import { portal } from './docs/reference.ts'
import { createRouter } from './http/router.ts'
import { addHeaders, createErrorResponse, errorHandler, redirect, send, sendDocument, sendEvents, setUsualHeaders } from './http/send.ts'
import { isOfKind, isRefusal, tooManyAtOnce } from './problem.ts'
import type { Problem } from './problem.ts'
import type { LoadShedding } from './http/load-shedding.ts'
import type { Service } from './execution/services.ts'
import { createValidator } from './contract/request-validator.ts'

/** The parts of an app. */
export type AppParts = {
  replicas: Replicas
  config: Pick<
    Config,
    | 'corsOrigins'
    | 'trustProxy'
    | 'publicUrl'
    | 'authUrl'
    | 'secret'
    | 'limits'
    | 'readTimeoutMs'
    | 'writeTimeoutMs'
    | 'concurrentPerUser'
    | 'ownAccounts'
    | 'metrics'
  >
  connections: Connections
  loadShedding: Pick<LoadShedding, 'release' | 'inLine' | 'arrivedAt'>
  service: Service
  handlers: Handlers
  tracing: Tracing
  log: Logger
}

/**
 * The path of a request, top to bottom. Load shedding and pipelining come before, in http/server.ts. Then: target and headers →
 * authentication → rate limit → body → validation → queue of the user → execute (transaction, handler, checked response, commit) →
 * send. Anything thrown on the way becomes a problem document in one place.
 */
export function createApp({ config, connections, replicas, loadShedding, service, handlers, tracing, log }: AppParts): Express {
  const { contract, metrics } = service
  const router = createRouter(contract.operations)
  const authentication = createAuthentication(service, connections, log, config.ownAccounts)
  const validator = createValidator(contract)
  const execute = createExecute({ connections, replicas, handlers, validator, service, settings: config, log })
  const limits = createLimits(connections, config.limits)

  const answerTo = createRequestHandler({
    ...{ contract, router, authentication, validator, execute, limits, connections, concurrentPerUser: config.concurrentPerUser },
    closed: config,
    securityLog: createSecurityLog(log, config.secret),
  })
  const refusalOf = createErrorResponse(validator, log)
  const record = createRecorder(metrics, limits, log, createLoggablePath(contract.operations))
  const askedBy = (request: Request) => ({ authorization: headerValues(request, 'authorization'), address: () => request.ip ?? '' })

  const serve: RequestHandler = async (request, response) => {
    const { method, url, headers } = request
    const body = (operation: OperationFacts): Promise<unknown> => readBody(operation, request, response)
    const connection = connectionOf(response, loadShedding)
    const accepts = (types: readonly string[]): string | null => request.accepts([...types]) || null
    const answer = await answerTo({ method, url, headers, accepts, ...askedBy(request), trace: requestContextOf(response), connection, body })
    if (answer.body instanceof StreamedDocument) await sendDocument(response, answer, answer.body)
    else if (isEventStream(answer.body)) await sendEvents(response, answer, answer.body)
    else send(response, answer)
  }

  /** A tool call takes the path of the HTTP request it makes, and counts as one request. */
  const callFor =
    (request: Request, whole: RequestContext, connection: Connection): Call =>
    async ({ path: url, body, ...asked }) => {
      const { requestId, caller } = whole
      const trace = startContext({ requestId, method: asked.method, url, caller, headers: {}, tracing: whole.tracing?.within('tool call', 'inner') ?? null })
      const started = performance.now()
      const answer = await answerTo({ ...asked, url, accepts: first, ...askedBy(request), trace, connection, body: () => Promise.resolve(body) }).catch(
        (error: unknown) => {
          // What is wrong with the token fails the whole exchange: its client has to get another one.
          if (isRefusal(error, 401) || isOfKind(error, 'insufficient-scope')) throw error
          return refusalOf(error, trace, url)
        },
      )
      record(trace, answer.status, started, true)
      const texts: Record<string, string> = {}
      addHeaders(texts, answer.headers)
      return { status: answer.status, headers: new Headers(texts), body: answer.body }
    }
  const metadata = createMetadata(contract.operations, config)
  const tools = createToolEndpoint(contract, config.corsOrigins, metadata, {
    async authenticate(request, trace) {
      const { authorization, address } = askedBy(request)
      trace.caller = await authentication.authenticate(authorization, (work) => limits.lookUp(address(), work))
    },
    async admit({ caller, headers }) {
      if (caller) addHeaders(headers, await limits.user(caller.userId))
      if (caller) await requireActiveSession(connections, caller)
    },
    callFor: (request, trace, response) => callFor(request, trace, connectionOf(response, loadShedding)),
    refusalOf: (error, trace) => refusalOf(error, trace, trace.url),
  })

  const toolsOrServe: RequestHandler = (request, response, next) => {
    const handler = isForTools(request.url) ? tools : metadata.isFor(request.url) ? metadata.serve : serve
    return handler(request, response, next)
  }

  return express()
    .disable('x-powered-by')
    .disable('etag')
    .set('trust proxy', config.trustProxy)
    .use(
      inARow(
        accessLog(record, loadShedding, tracing, contract.document.info.version),
        requireHost,
        requireKnownExpectation,
        crossOrigin(config.corsOrigins, router, log),
        documentation(loadShedding),
        browsersToDocumentation,
        toolsOrServe,
      ),
      errorHandler(refusalOf),
    )
}

/** A tool takes the usual media type. */
const first = ([type]: readonly string[]): string | null => type ?? null

// A page of the portal has four files. What the system takes of a download that nobody reads is megabytes of its memory.
const downloading = { concurrent: 8, waiting: 32, waitMs: 10_000 }

const tooManyDownloads = (): Problem => tooManyAtOnce('downloads by this address', {})

const isOfPortal = (url: string): boolean => ['/docs', '/llms.txt', '/asyncapi.json'].some((path) => url.startsWith(path))

/** The portal, after a check of the path: its own router would take longer to reject other paths. */
function documentation({ inLine }: Pick<LoadShedding, 'inLine'>): RequestHandler {
  const pages = portal()
  const downloads = createFairQueue<string>(downloading)
  const download: RequestHandler = async (request, response, next) => {
    setUsualHeaders(response)
    const turn = downloads.enter(addressBlock(request.ip ?? ''), 'read', tooManyDownloads)
    const leave = turn instanceof Promise ? await inLine(response, turn) : turn
    if (response.closed) {
      leave()
      return
    }
    // Others have their turn before the next download.
    response.once('close', () => setImmediate(leave))
    void pages(request, response, next)
  }
  return (request, response, next) => (isOfPortal(request.url) ? download(request, response, next) : next())
}

/** At `/` there is nothing for clients; people with a browser get the documentation. */
const browsersToDocumentation: RequestHandler = (request, response, next) => {
  if (request.url === '/' && request.method === 'GET' && request.accepts(['json', 'html']) === 'html') redirect(response, '/docs')
  else next()
}

/** Combines handlers into one: Express would match each of them as a layer, on every request. */
function inARow(...handlers: RequestHandler[]): RequestHandler {
  return (request, response, done) => {
    let index = 0
    const next = (error?: unknown): void => {
      const handler = error === undefined ? handlers[index] : undefined
      index += 1
      if (!handler) return done(error)
      // Express handles what it throws; rejections are handled here.
      const result: unknown = handler(request, response, next)
      if (result instanceof Promise) result.catch(done)
    }
    next()
  }
}
