import type pg from 'pg'
import type { Logger } from 'pino'
import { anonymousOpening, openingOf } from './authentication.ts'
import type { OperationFacts } from './contract.ts'
import { Transaction } from './database.ts'
import type { Caller } from './operation.ts'
import { hasHeaders } from './operation.ts'
import type { OperationId } from './generated/operations.ts'
import { Problem, internal } from './problem.ts'
import type { Service } from './service.ts'
import { AnswerBreaksContract } from './validator.ts'
import type { Validated, Validator } from './validator.ts'

/** What to send: a status, a body of the media type (none for null), and headers beyond the usual. */
export type Answer = { status: number; mediaType: string | null; body: unknown; headers: Record<string, unknown> }

/** A request that has passed the edge, authentication and validation. */
export type Call = { operation: OperationFacts; input: Validated; caller: Caller | null; requestId: string }

/** Runs an operation in its transaction and gives the answer, checked and committed. @throws Problem */
export type Dispatch = (call: Call) => Promise<Answer>

/** The handlers by operationId, as dispatch calls them: each with what its own type asks for. */
export type Handlers = Record<OperationId, (request: never) => Promise<unknown>>

type Parts = {
  pool: pg.Pool
  handlers: Handlers
  validator: Validator
  service: Service
  log: Logger
}

/**
 * A request is a transaction: handler, then the answer is checked against the contract, then COMMIT, then it is sent.
 * A read commits once its answer is on its way: there is nothing of it to keep.
 */
export function createDispatch({ pool, handlers, validator, service, log }: Parts): Dispatch {
  return async (call) => {
    const { operation, input, caller } = call
    const transaction = new Transaction(pool, caller ? openingOf(caller) : anonymousOpening)
    try {
      const request: object = { ...input, caller, db: transaction, service }
      // The validator has made the input what the handler's own type says it is.
      const output = await handlers[operation.id](request as never)
      if (caller) await transaction.open()
      if (output instanceof Problem) {
        await transaction.commit()
        throw output
      }
      const answer = answerOf(operation, output)
      check(validator, operation, answer)
      if (operation.method === 'GET') {
        void transaction.commit().catch(() => undefined)
      } else {
        await transaction.commit()
        logChange(log, call, answer)
      }
      return answer
    } catch (error) {
      await transaction.rollback()
      throw error
    }
  }
}

function answerOf({ success, mediaType }: OperationFacts, output: unknown): Answer {
  if (!hasHeaders(output)) return { status: success, mediaType, body: output, headers: {} }
  return { status: success, mediaType, body: output.body, headers: { ...output.headers } }
}

function check(validator: Validator, operation: OperationFacts, { status, mediaType, body }: Answer): void {
  try {
    validator.answer(operation, status, mediaType, body)
  } catch (error) {
    throw error instanceof AnswerBreaksContract ? internal(error) : error
  }
}

/** One line for each create, update and delete: which operation, whose, on what. */
function logChange(log: Logger, { operation, caller, input, requestId }: Call, { body }: Answer): void {
  // Whoever signs in is nobody until the answer names them.
  const user = caller?.userId ?? memberOf(memberOf(body, 'user'), 'id')
  log.info({ requestId, operation: operation.id, user, id: input.params['id'] ?? memberOf(body, 'id') }, 'changed')
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
