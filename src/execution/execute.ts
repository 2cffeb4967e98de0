import type { Logger } from 'pino'
import { ResponseValidationError } from '../contract/response-validator.ts'
import { isOwner } from '../identity/authentication.ts'
import { anonymousContext, sessionContextFor } from '../identity/session-context.ts'
import { ImplicitTransaction } from '../database/implicit-transaction.ts'
import type { Replica } from '../database/implicit-transaction.ts'
import type { Replicas } from '../database/replicas.ts'
import type { OperationFacts } from '../contract/contract.ts'
import { callersOwn } from '../contract/extensions.ts'
import type { Connections } from '../database/connections.ts'
import type { Database } from '../database/statement.ts'
import { CommitUnknownError, isStatementTimeout, retriesFor } from '../database/errors.ts'
import type { OperationId } from '../generated/operation-ids.ts'
import * as sql from '../generated/sql.ts'
import { memberOf } from '../json.ts'
import { idempotencyFor } from './idempotency.ts'
import type { IdempotentRequest } from './idempotency.ts'
import { checked, isEventStream } from './event-stream.ts'
import { StreamedDocument } from './streamed-document.ts'
import { hasHeaders } from './with-headers.ts'
import { createBatchRunner } from './batch.ts'
import type { BoundStatement } from '../database/wire/pipeline.ts'
import { placeAfter } from './sync-cursor.ts'
import type { RunSubrequest } from './subrequest.ts'
import { openPage } from './page.ts'
import { makeMerged, mergeOf } from './merge.ts'
import { pathOf } from '../contract/parameters.ts'
import { headerOf, isNotModified, versionsToChange } from './preconditions.ts'
import { Problem, internal, problemType, requestTooCostly } from '../problem.ts'
import type { SecurityEvent } from '../observability/security-events.ts'
import type { Service } from './services.ts'
import type { SessionContext } from '../database/statement-runner.ts'
import { Transaction } from '../database/transaction.ts'
import { withRetries } from '../database/retry.ts'
import { requireScope } from './scopes.ts'
import { giveWay } from './turns.ts'
import type { ValidatedRequest, Validator } from '../contract/request-validator.ts'
import { eventStreamType } from '../contract/response.ts'
import type { ApiResponse, Part } from '../contract/response.ts'
import type { Call } from './call.ts'

/** Runs an operation in its transaction. @returns the checked and committed response @throws Problem */
export type Execute = (call: Call) => Promise<ApiResponse>

/** The handlers by operationId, without their own types. */
export type Handlers = Record<OperationId, (request: never) => Promise<unknown>>

/** The secret that derived keys come from, and the timeouts of a statement: that of reads also for batches, which have many statements. */
type Settings = { secret: string; readTimeoutMs: number; writeTimeoutMs: number }

/** How many times as long as one statement a whole write may take until it sends its last one. */
export const statementsOfWrite = 4

type Dependencies = {
  connections: Connections
  replicas: Replicas
  handlers: Handlers
  validator: Validator
  service: Service
  settings: Settings
  log: Logger
}

/**
 * A request is a transaction: the handler runs, the response is checked against the contract, then COMMIT, then send. A transaction
 * that the database rolled back, because of a lost connection or another transaction, is retried.
 */
export function createExecute({ connections, replicas, handlers, validator, service, settings, log }: Dependencies): Execute {
  const { secret, readTimeoutMs, writeTimeoutMs } = settings
  const performWith = createBatchRunner(service.contract, validator)

  /** Runs a handler and checks its answer. A refusal that keeps something is given like an answer. */
  const invokeHandler = async (
    operation: OperationFacts,
    input: ValidatedRequest,
    { caller, includeTotal, merge, events, cost, connection, mediaType }: Call,
    db: Database,
    perform: RunSubrequest,
  ): Promise<ApiResponse | Problem> => {
    const { params, query, headers, body } = input
    const versions = operation.method === 'GET' ? null : await versionsToChange(operation, input, db)
    const path = pathOf(operation, { ...params, ...(caller && { user_id: caller.userId }) })
    const page = operation.queryParameters.has('cursor') ? openPage(service.cursors, path, query) : null
    const report = (event: SecurityEvent): void => void events.add(event)
    const request = { path, page, params, query, headers, body, caller, db, service, connection, perform, includeTotal, report }
    // The validator ensures that the input has the handler's type.
    const handle = (accepted: number[] | null): Promise<unknown> => handlers[operation.id]({ ...request, versions: accepted } as never)
    const merging = merge ? mergeOf(operation, input, versions) : null
    const { output, merged } = await (merging ? makeMerged(db, merging, versions, handle) : unmerged(handle(versions))).catch((error: unknown) => {
      throw tooCostly(operation, error) ?? error
    })
    if (output instanceof Problem) return output
    const answer = answerOf(operation, output, input)
    if (operation.streamed !== null) Object.assign(answer, asFile(operation.streamed, mediaType))
    if (merged) answer.headers['Preference-Applied'] = 'merge'
    await giveWay(cost)
    requireDeclared(() => validator.answer(operation, answer))
    const { body: stream } = answer
    if (operation.streamed !== null) return { ...answer, body: documentOf(operation, stream) }
    if (isEventStream(stream)) return { ...answer, body: checked(stream, (event) => requireDeclared(() => validator.event(operation, event))) }
    // It is serialized next.
    await giveWay(cost)
    return answer
  }

  const documentOf = (operation: OperationFacts, parts: unknown): StreamedDocument =>
    // The check of the answer has found it to be iterable.
    new StreamedDocument(parts as AsyncIterable<Part>, {
      part: (part) => requireDeclared(() => validator.part(operation, part)),
      whole: (names) => requireDeclared(() => validator.whole(operation, names)),
    })

  /** Runs the handler, and keeps what it did if it returns; the operations of a batch are carried out in its own transaction. */
  const runInTransaction = async (call: Call, claim: IdempotentRequest | null, transaction: Transaction): Promise<ApiResponse> => {
    const { operation, caller } = call
    call.events.clear()
    const earlier = claim && (await claim.answered(transaction))
    if (earlier) return commit(call, transaction, earlier)
    const changes: Change[] = []
    const change = async (asked: OperationFacts, input: ValidatedRequest): Promise<ApiResponse | Problem> => {
      const answer = await invokeHandler(asked, input, call, transaction, perform)
      if (asked.method !== 'GET' && !(answer instanceof Problem)) changes.push({ operation: asked, input, answer })
      return answer
    }
    let ignored = 0
    const countIgnored = (count: number): void => call.noteIgnored((ignored += count))
    const owns = (user: string): boolean => caller !== null && isOwner(caller, user)
    const perform = performWith(async (asked, given) => orThrow(await change(asked, given)), {
      owns,
      requireScope: (asked) => caller && requireScope(asked, caller),
      strict: call.strict,
      countIgnored,
    })

    const answer = await change(operation, call.input)
    if (caller) await transaction.open()
    if (answer instanceof Problem) {
      checkRefusal(validator, operation, answer)
      if (call.dryRun) throw answer
      await transaction.commit()
      await replicas.reached()
      // Such as a session that ended because its refresh token was used twice, which operators want to know.
      log.warn(
        { requestId: call.requestId, ...call.tracing?.ids, operation: operation.id, user: caller?.userId, status: answer.status, kind: answer.kind },
        'refused, and changed',
      )
      throw answer
    }
    if (call.dryRun) {
      await transaction.rehearse()
      return answer
    }
    const committed = await commit(call, transaction, answer, claim ? [claim.store(answer, transaction)] : [])
    for (const each of changes) logChange(log, call, each)
    return committed
  }

  /** Commits, and tells how far the caller's changes are then. */
  const commit = async (
    { caller, operation, tracing }: Call,
    transaction: Transaction,
    answer: ApiResponse,
    last: BoundStatement[] = [],
  ): Promise<ApiResponse> => {
    // Other contexts know nothing of the caller's changes.
    const finish = caller ? [transaction.bind(sql.finishChanges, {})] : []
    const [head] = (await transaction.commit([...last, ...finish])) as { seq: number; at: string }[] // the type of this statement
    if (operation.mail) service.mail.wake()
    if (!caller) return answer
    // What may have ended a session or a token has streams look at once whether theirs has.
    service.feeds.changed(caller.userId, operation.scope === 'sign-in' ? null : (head?.seq ?? null))
    service.webhooks.wake(caller.userId, head?.seq ?? null, tracing)
    service.events.wake(caller.userId)
    // An account that was removed has no changes any more.
    if (!head) return answer
    replicas.wrote(caller.userId, head.seq)
    const cursor = service.syncCursors.format(caller.userId, placeAfter(head))
    return { ...answer, headers: { ...answer.headers, 'Sync-Cursor': cursor } }
  }

  const write = async (call: Call, claim: IdempotentRequest | null): Promise<ApiResponse> => {
    // A batch tells which of its operations exceeds a quota.
    const opening = isBatch(call.operation)
      ? openingFor(call, { ...service.quotas, each_statement: true }, readTimeoutMs)
      : openingFor(call, service.quotas, writeTimeoutMs)
    const transaction = new Transaction(connections, opening, call.cost, statementsOfWrite * writeTimeoutMs, call.tracing)
    try {
      const response = await runInTransaction(call, claim, transaction)
      if (revokes(call) && !call.dryRun) await replicas.reached()
      return response
    } catch (error) {
      // The client is told to look whether it was changed.
      if (call.caller && error instanceof Problem && error.cause instanceof CommitUnknownError) replicas.wrote(call.caller.userId, Infinity)
      await transaction.rollback()
      throw error
    }
  }

  /** The past has a number of its own, which the primary alone surely has. */
  const replicaFor = (call: Call): Replica | null => {
    const { operation, caller, input } = call
    if (!operation.onReplicas || !caller || input.query['as_of'] !== undefined) return null
    return replicas.replicaFor(caller.userId, isOfOne(call), () => {
      const cursor = headerOf(input, 'sync-after')
      return cursor === undefined ? 0 : service.syncCursors.lastOf(caller.userId, cursor)
    })
  }

  /** A read has nothing to commit, so it does not wait for a commit. */
  const read = async (call: Call): Promise<ApiResponse> => {
    const db = new ImplicitTransaction(
      isOfOne(call) ? connections.readOne : connections.read,
      openingFor(call, null, readTimeoutMs),
      call.cost,
      call.tracing,
      replicaFor(call),
    )
    const answer = orThrow(await invokeHandler(call.operation, call.input, call, db, unperformed))
    if (call.caller) await db.open()
    return answer
  }

  return (call) => {
    const claim = idempotencyFor(call, secret)
    return withRetries(
      () => (call.operation.method === 'GET' ? read(call) : write(call, claim)),
      (problem, isRetry) => retriesOf(problem, claim !== null, isRetry),
    )
  }
}

/** How often a request may be retried that failed with this problem. */
function retriesOf(problem: Problem, hasKey: boolean, isRetry: boolean): number {
  // PostgreSQL may take a moment to notice that an earlier try has lost its connection; until then, the key is held.
  if (isRetry && problem.kind === 'request-in-flight') return 9
  // With an idempotency key, a retry finds out whether the change was committed, so even that is safe.
  return hasKey && problem.cause instanceof CommitUnknownError ? 1 : retriesFor(problem)
}

const unmerged = async (output: Promise<unknown>) => ({ output: await output, merged: false })

/** Only a batch performs operations, and no read is one. */
const unperformed: RunSubrequest = () => Promise.reject(new Error('a read performs no operations'))

/** Whether a request reads one resource as it is, rather than a page of them, the past, or what depends on how many there are. */
const isOfOne = ({ operation: { narrow, streamed, mediaType, queryParameters }, input: { query } }: Call): boolean =>
  narrow === null && streamed === null && mediaType !== eventStreamType && !queryParameters.has('limit') && query['as_of'] === undefined

/** Whether sessions, tokens or the account may have ended. A log-in ends the oldest session only where there are too many. */
const revokes = ({ operation, events }: Call): boolean => operation.revokes || events.has('session-revoked')

const isBatch = ({ countsEach }: OperationFacts): boolean => countsEach !== null

const openingFor = ({ caller, operation, requestId }: Call, quotas: Parameters<typeof sessionContextFor>[2], timeoutMs: number): SessionContext =>
  caller
    ? sessionContextFor(
        caller,
        quotas && { operation: operation.id, id: requestId },
        quotas,
        timeoutMs,
        operation.signInLimit === callersOwn ? 'taskpact_authentication' : 'taskpact_runtime',
      )
    : anonymousContext

/** The problem for a statement timeout that is caused by the amount of the user's data; null otherwise. */
const tooCostly = ({ narrow }: OperationFacts, error: unknown): Problem | null =>
  narrow !== null && error instanceof Problem && isStatementTimeout(error.cause) ? requestTooCostly(narrow) : null

function answerOf({ method, success, mediaType }: OperationFacts, output: unknown, input: ValidatedRequest): ApiResponse {
  if (!hasHeaders(output)) return { status: success, mediaType, body: output, headers: {} }
  const headers: Record<string, unknown> = { ...output.headers }
  const unchanged = method === 'GET' && isNotModified(headerOf(input, 'if-none-match'), headers['ETag'])
  return unchanged ? { status: 304, mediaType: null, body: undefined, headers } : { status: success, mediaType, body: output.body, headers }
}

/** How a response is sent that clients save as a file. */
function asFile(name: string, mediaType: string | null): Pick<ApiResponse, 'mediaType' | 'headers'> {
  const extension = mediaType?.split('/').at(-1) ?? ''
  return { mediaType, headers: { 'Content-Disposition': `attachment; filename="${name}.${extension}"` } }
}

/** @throws Problem 500 for a response that the check finds to break the contract */
function requireDeclared(check: () => void): void {
  try {
    check()
  } catch (error) {
    throw error instanceof ResponseValidationError ? internal(error) : error
  }
}

/** A refusal that keeps something is an answer like any other; 5xx may always be given. */
function checkRefusal(validator: Validator, operation: OperationFacts, problem: Problem): void {
  if (problem.status >= 500) return
  requireDeclared(() => validator.answer(operation, { status: problem.status, mediaType: problemType, body: problem.document('/'), headers: {} }))
}

/** A change, or for a batch each of its changes. */
type Change = { operation: OperationFacts; input: ValidatedRequest; answer: ApiResponse }

/** Logs each create, update and delete: the operation, the user, and the resource. */
function logChange(log: Logger, { caller, requestId, tracing }: Call, { operation, input, answer: { body } }: Change): void {
  // The user of a sign-in is known only from the response.
  const user = caller?.userId ?? memberOf(memberOf(body, 'user'), 'id')
  log.info({ requestId, ...tracing?.ids, operation: operation.id, user, id: input.params['id'] ?? memberOf(body, 'id') }, 'changed')
}

function orThrow(answer: ApiResponse | Problem): ApiResponse {
  if (answer instanceof Problem) throw answer
  return answer
}
