import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import { ResponseValidationError } from '../contract/response-validator.ts'
import { anonymousContext, isOwner, sessionContextFor } from '../identity/authentication.ts'
import { ImplicitTransaction } from '../database/implicit-transaction.ts'
import type { OperationFacts } from '../contract/contract.ts'
import type { Connections } from '../database/connections.ts'
import type { Database } from '../database/statement.ts'
import { CommitUnknownError, toProblem, retriesFor } from '../database/errors.ts'
import type { OperationId } from '../generated/operation-ids.ts'
import { idempotencyFor } from './idempotency.ts'
import type { IdempotentRequest } from './idempotency.ts'
import { hasHeaders } from './operation.ts'
import type { Caller } from '../identity/caller.ts'
import { createNote } from '../observability/log.ts'
import type { Note } from '../observability/log.ts'
import { createBatchRunner } from './batch.ts'
import type { RunSubrequest } from './subrequest.ts'
import { isNotModified, versionsOf } from './preconditions.ts'
import { Problem, internal, problemType } from '../problem.ts'
import type { Service } from './services.ts'
import type { SessionContext } from '../database/statement-runner.ts'
import { Transaction } from '../database/transaction.ts'
import type { ValidatedRequest, Validator } from '../contract/request-validator.ts'
import type { ApiResponse } from '../contract/response.ts'
import type { Call } from './call.ts'

/** Runs an operation in its transaction and gives the answer, checked and committed. @throws Problem */
export type Execute = (call: Call) => Promise<ApiResponse>

/** The handlers by operationId, as execute calls them: each with what its own type asks for. */
export type Handlers = Record<OperationId, (request: never) => Promise<unknown>>

type Parts = { connections: Connections; handlers: Handlers; validator: Validator; service: Service; secret: string; log: Logger }

/**
 * A request is a transaction: handler, then the answer is checked against the contract, then COMMIT, then it is sent. One
 * that the database undid, because of a lost connection or another transaction, is tried again.
 */
export function createExecute({ connections, handlers, validator, service, secret, log }: Parts): Execute {
  const note = createNote(log)
  const performWith = createBatchRunner(service.contract, validator)

  /** Runs a handler and checks its answer. A refusal that keeps something is given like an answer. */
  const invokeHandler = async (operation: OperationFacts, input: ValidatedRequest, { caller, db, perform, counted }: Context): Promise<ApiResponse | Problem> => {
    const { params, query, headers, body } = input
    const versions = versionsOf(headerOf(input, 'if-match'))
    const request: object = { params, query, headers, body, caller, db, service, versions, perform, counted }
    // The validator has made the input what the handler's own type says it is.
    const output = await handlers[operation.id](request as never)
    if (output instanceof Problem) return output
    const answer = answerOf(operation, output, input)
    check(validator, operation, answer)
    return answer
  }

  /** Runs the handler, and keeps what it did if it returns; the operations of a batch are carried out in its own transaction. */
  const runInTransaction = async (call: Call, claim: IdempotentRequest | null, transaction: Transaction): Promise<ApiResponse> => {
    const { operation, caller, counted } = call
    const earlier = claim && (await claim.answered(transaction))
    if (earlier) {
      await transaction.commit()
      return earlier
    }
    const changes: Change[] = []
    const change = async (asked: OperationFacts, input: ValidatedRequest): Promise<ApiResponse | Problem> => {
      const answer = await invokeHandler(asked, input, { caller, db: transaction, perform, counted })
      if (asked.method !== 'GET' && !(answer instanceof Problem)) changes.push({ operation: asked, input, answer })
      return answer
    }
    const owns = (user: string): boolean => caller !== null && isOwner(caller, user)
    const perform = performWith(async (asked, given) => orThrow(await change(asked, given)), { owns, strict: call.strict })

    const answer = await change(operation, call.input)
    if (caller) await transaction.open()
    if (answer instanceof Problem) {
      checkRefusal(validator, operation, answer)
      if (call.rehearsed) throw answer
      await transaction.commit()
      // Such as the end of a session whose refresh token was used twice: what an operator wants to know of.
      log.warn({ requestId: call.requestId, operation: operation.id, user: caller?.userId, status: answer.status, kind: answer.kind }, 'refused, and changed')
      throw answer
    }
    if (call.rehearsed) {
      await transaction.rehearse()
      return answer
    }
    await transaction.commit(claim?.store(answer))
    for (const each of changes) logChange(note, call, each)
    return answer
  }

  const write = async (call: Call, claim: IdempotentRequest | null): Promise<ApiResponse> => {
    const transaction = new Transaction(connections, openingFor(call, 'write'))
    try {
      return await runInTransaction(call, claim, transaction)
    } catch (error) {
      await transaction.rollback()
      throw error
    }
  }

  /** There is nothing of a read to keep, so that nobody has to wait for it to be kept. */
  const read = async (call: Call): Promise<ApiResponse> => {
    const { operation, input, caller, counted } = call
    const db = new ImplicitTransaction(connections.read, openingFor(call, 'read'))
    const answer = orThrow(await invokeHandler(operation, input, { caller, db, perform: unperformed, counted }))
    if (caller) await db.open()
    return answer
  }

  return async (call) => {
    const claim = idempotencyFor(call, secret)
    for (let tries = 0; ; tries += 1) {
      try {
        return await (call.operation.method === 'GET' ? read(call) : write(call, claim))
      } catch (error) {
        const problem = toProblem(error)
        // With a key, whether it was kept can be asked, so that even that is safe to try again.
        const retries = claim && problem.cause instanceof CommitUnknownError ? 1 : retriesFor(problem)
        if (tries >= retries) throw problem
        await pause(Math.random() * 20 * (tries + 1))
      }
    }
  }
}

/** What a handler is given besides the request's own values. */
type Context = { caller: Caller | null; db: Database; perform: RunSubrequest; counted: boolean }

/** Only a batch performs operations, and no read is one. */
const unperformed: RunSubrequest = () => Promise.reject(new Error('a read performs no operations'))

const openingFor = ({ caller }: Call, mode: 'read' | 'write'): SessionContext => (caller ? sessionContextFor(caller, mode) : anonymousContext)

function answerOf({ method, success, mediaType }: OperationFacts, output: unknown, input: ValidatedRequest): ApiResponse {
  if (!hasHeaders(output)) return { status: success, mediaType, body: output, headers: {} }
  const headers: Record<string, unknown> = { ...output.headers }
  const unchanged = method === 'GET' && isNotModified(headerOf(input, 'if-none-match'), headers['ETag'])
  return unchanged ? { status: 304, mediaType: null, body: undefined, headers } : { status: success, mediaType, body: output.body, headers }
}

function headerOf({ headers }: ValidatedRequest, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value : undefined
}

function check(validator: Validator, operation: OperationFacts, answer: ApiResponse): void {
  try {
    validator.answer(operation, answer)
  } catch (error) {
    throw error instanceof ResponseValidationError ? internal(error) : error
  }
}

/** A refusal that keeps something is an answer like any other; 5xx may always be given. */
function checkRefusal(validator: Validator, operation: OperationFacts, problem: Problem): void {
  if (problem.status >= 500) return
  check(validator, operation, { status: problem.status, mediaType: problemType, body: problem.document('/'), headers: {} })
}

/** What was done, and for a batch each thing that was. */
type Change = { operation: OperationFacts; input: ValidatedRequest; answer: ApiResponse }

/** One line for each create, update and delete: which operation, whose, on what. */
function logChange(note: Note, { caller, requestId }: Call, { operation, input, answer: { body } }: Change): void {
  // Whoever signs in is nobody until the answer names them.
  const user = caller?.userId ?? memberOf(memberOf(body, 'user'), 'id')
  note({ requestId, operation: operation.id, user, id: input.params['id'] ?? memberOf(body, 'id') }, 'changed')
}

function orThrow(answer: ApiResponse | Problem): ApiResponse {
  if (answer instanceof Problem) throw answer
  return answer
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
