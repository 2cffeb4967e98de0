import type { operations } from '../generated/contract.ts'
import type { OperationId, PublicOperationId, StreamedOperationId } from '../generated/operation-ids.ts'
import type { Database } from '../database/statement.ts'
import type { SecurityEvent } from '../observability/security-events.ts'
import type { ValidatedRequest } from '../contract/request-validator.ts'
import type { Connection } from './call.ts'
import type { EventStream } from './event-stream.ts'
import type { Page } from './page.ts'
import type { DocumentPart } from './streamed-document.ts'
import type { RunSubrequest } from './subrequest.ts'
import type { Problem } from '../problem.ts'
import type { Service } from './services.ts'
import type { WithHeaders } from './with-headers.ts'
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

/** The input of a handler: the parameters and the body after validation, with defaults. */
export type Input<Id extends OperationId> = {
  params: Parameters<Id, 'path'>
  query: Parameters<Id, 'query'>
  body: Body<Id>
}

type Success<Id extends OperationId> = Contracted<Id>['responses'][keyof Contracted<Id>['responses'] & (200 | 201 | 204)]
type ContentOf<Media> = Media extends { 'application/json': infer Json }
  ? Json
  : Media extends { 'text/event-stream': infer Event }
    ? EventStream<Event>
    : string
/** A JSON response is returned as its value, or as its parts, a stream as its events, any other as text, whatever its schema says. */
type Content<Id extends OperationId> =
  Success<Id> extends { content: infer Media } ? (Id extends StreamedOperationId ? AsyncIterable<DocumentPart<ContentOf<Media>>> : ContentOf<Media>) : undefined
/** Headers that the service itself adds for every operation. */
type GivenByTheService = 'Content-Disposition' | 'Idempotency-Replayed' | 'Preference-Applied' | 'Sync-Cursor'
type DeclaredHeaders<Id extends OperationId> =
  Success<Id> extends { headers: infer Headers }
    ? { [Name in keyof Headers as string extends Name ? never : Exclude<Name, GivenByTheService>]: Headers[Name] }
    : never

/**
 * What a handler returns: the body of the 2xx response (nothing for 204), together with its headers if the contract declares
 * any.
 */
export type Output<Id extends OperationId> = [keyof DeclaredHeaders<Id>] extends [never]
  ? Content<Id> extends undefined
    ? void
    : Content<Id>
  : WithHeaders<Content<Id>, DeclaredHeaders<Id>>

/** The caller of an operation: null if the contract requires no token. */
export type CallerOf<Id extends OperationId> = Id extends PublicOperationId ? null : Caller

/** The page that is asked for of an operation whose response is in pages; null for any other. */
type PageOf<Id extends OperationId> = 'cursor' extends keyof Parameters<Id, 'query'> ? Page : null

/**
 * A handler: from a typed request to a typed response. It runs in a transaction that is committed once the response has been
 * checked against the contract. A Problem that is thrown rolls back; one that is returned commits.
 */
export type Operation<Id extends OperationId> = (
  request: Input<Id> & {
    headers: ValidatedRequest['headers']
    caller: CallerOf<Id>
    db: Database
    service: Service
    connection: Connection
    /** Carries out an operation of a batch. */
    perform: RunSubrequest
    /** The versions that If-Match accepts; null for any. */
    versions: number[] | null
    /** The canonical path of the request, with the caller's id: `Location` starts with it. */
    path: string
    page: PageOf<Id>
    /** Whether the client prefers the total number of what it lists (`Prefer: count=exact`). */
    includeTotal: boolean
    /** Reports a security event, which is logged once the request has succeeded. */
    report: (event: SecurityEvent) => void
  },
) => Promise<Output<Id> | Problem>

/** One handler for each operationId of the contract: no more, no fewer. */
export type Operations = { [Id in OperationId]: Operation<Id> }
