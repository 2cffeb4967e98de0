import type { operations } from '../generated/contract.ts'
import type { OperationId, PublicOperationId } from '../generated/operation-ids.ts'
import type { Database } from '../database/statement.ts'
import type { RunSubrequest } from './subrequest.ts'
import type { Problem } from '../problem.ts'
import type { Service } from './services.ts'
import type { Caller } from '../identity/caller.ts'

type Contracted<Id extends OperationId> = operations[Id]
type Parameters<Id extends OperationId, Place extends string> =
  Contracted<Id> extends { parameters: { [P in Place]?: infer Values } } ? Exclude<Values, undefined> : unknown
type Body<Id extends OperationId> =
  Contracted<Id> extends { requestBody: { content: { 'application/json': infer Json } } }
    ? Json
    : Contracted<Id> extends { requestBody?: { content: { 'application/json': infer Json } } }
      ? Json | undefined
      : undefined

/** What a handler is given: the values of the contract's parameters and body, after validation, with defaults filled in. */
export type Input<Id extends OperationId> = {
  params: Parameters<Id, 'path'>
  query: Parameters<Id, 'query'>
  body: Body<Id>
}

type Success<Id extends OperationId> = Contracted<Id>['responses'][keyof Contracted<Id>['responses'] & (200 | 201 | 204)]
/** A JSON answer is given as its value, and any other as its text, whatever its schema says that the text stands for. */
type Content<Id extends OperationId> =
  Success<Id> extends { content: infer Media } ? (Media extends { 'application/json': infer Json } ? Json : string) : undefined
/** Headers that are the same for every operation, and so are no handler's business. */
type GivenByTheService = 'Idempotency-Replayed'
type DeclaredHeaders<Id extends OperationId> =
  Success<Id> extends { headers: infer Headers }
    ? { [Name in keyof Headers as string extends Name ? never : Exclude<Name, GivenByTheService>]: Headers[Name] }
    : never

/**
 * What a handler returns: the body of the operation's 2xx answer (nothing for 204). Where the contract declares headers of
 * that answer, the handler gives them beside it.
 */
export type Output<Id extends OperationId> = [keyof DeclaredHeaders<Id>] extends [never]
  ? Content<Id> extends undefined
    ? void
    : Content<Id>
  : WithHeaders<Content<Id>, DeclaredHeaders<Id>>

/** A body together with the headers its operation declares. */
export class WithHeaders<Content, Headers extends object> {
  readonly body: Content
  readonly headers: Headers

  constructor(body: Content, headers: Headers) {
    this.body = body
    this.headers = headers
  }
}

/** Tells a body that comes with headers from one that comes alone. */
export const hasHeaders = (output: unknown): output is WithHeaders<unknown, object> => output instanceof WithHeaders

/** The caller of an operation: nobody where the contract asks for no token. */
export type CallerOf<Id extends OperationId> = Id extends PublicOperationId ? null : Caller

/**
 * A handler: from a typed request to a typed answer. It runs in a transaction that is committed once the answer has been
 * checked against the contract. A Problem that is thrown undoes what the handler did; one that is returned keeps it.
 */
export type Operation<Id extends OperationId> = (
  request: Input<Id> & {
    caller: CallerOf<Id>
    db: Database
    service: Service
    /** Carries out an operation of a batch. */
    perform: RunSubrequest
    /** The versions that If-Match lets through; null for any. */
    versions: number[] | null
    /** Whether the client prefers to be told how many there are of what is on several pages. */
    counted: boolean
  },
) => Promise<Output<Id> | Problem>

/** One handler for each operationId of the contract: no more, no fewer. */
export type Operations = { [Id in OperationId]: Operation<Id> }
