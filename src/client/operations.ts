import type { operations, routes } from '../generated/client.ts'

/** The operations of the contract, by their operationId. */
export type OperationId = keyof typeof routes

/** The operations for those who run the service: probes, metrics and the contract itself. */
export type ServiceId = { [Id in OperationId]: (typeof routes)[Id][1] extends `/api/${string}` ? never : Id }[OperationId]

/** The parameters in a place; unknown, which has no keys, if there are none. */
type Parameters<Id extends OperationId, Place extends 'path' | 'query' | 'header'> = operations[Id]['parameters'] extends { [P in Place]?: infer Values }
  ? [NonNullable<Values>] extends [never]
    ? unknown
    : NonNullable<Values>
  : unknown
/** `user_id` is optional, as the token identifies the caller. */
type PathParameters<Id extends OperationId> =
  Parameters<Id, 'path'> extends { user_id: string } ? Omit<Parameters<Id, 'path'>, 'user_id'> & { user_id?: string } : Parameters<Id, 'path'>
/** Without `If-None-Match`, as a 304 has no body to return; `http` accepts it. */
type Headers<Id extends OperationId> = Omit<Parameters<Id, 'header'>, 'If-None-Match'>
/** The version to change: a task, list or tag as the service returned it, instead of the header `If-Match`. */
type Precondition<Id extends OperationId> = 'If-Match' extends keyof Headers<Id> ? { ifMatch?: { readonly version: number } | undefined } : unknown
type Body<Sent> = Sent extends { content: { 'application/json': infer Json } } ? Json : never
type BodyField<Id extends OperationId> = operations[Id] extends { requestBody: infer Sent }
  ? { body: Body<Sent> }
  : [operations[Id]['requestBody']] extends [undefined]
    ? unknown
    : { body?: Body<operations[Id]['requestBody']> }

/** A field of the input: absent if the operation has none, optional if nothing in it is required. */
type Field<Name extends string, Values> = [keyof Values] extends [never] ? unknown : object extends Values ? { [N in Name]?: Values } : { [N in Name]: Values }

/** The input of an operation: `params` of the path, `query`, `headers`, `ifMatch` and `body`, if it has them, and a signal to abort it. */
export type Input<Id extends OperationId> = Field<'params', PathParameters<Id>> &
  Field<'query', Parameters<Id, 'query'>> &
  Field<'headers', Headers<Id>> &
  Precondition<Id> &
  BodyField<Id> & { signal?: AbortSignal | undefined }

type Success<Id extends OperationId> = operations[Id]['responses'][keyof operations[Id]['responses'] & (200 | 201 | 204)]

type ContentOf<Media> = Media extends { 'application/json': infer Json }
  ? Json
  : Media extends { 'text/event-stream': unknown }
    ? ReadableStream<Uint8Array>
    : string

/** The result of an operation: the body of its 2xx response, a string or a stream if it is not JSON, and nothing for a 204. */
export type Output<Id extends OperationId> = Success<Id> extends { content: infer Media } ? ContentOf<Media> : void

/** The operations that return a page and a link to the next one. */
export type ListingId = {
  [Id in OperationId]: Success<Id> extends { headers: infer Declared; content: { 'application/json': unknown[] } }
    ? 'Link' extends keyof { [Name in keyof Declared as string extends Name ? never : Name]: true }
      ? Id
      : never
    : never
}[OperationId]

/** The items of the pages of a listing. */
export type Item<Id extends ListingId> = Output<Id> extends (infer Each)[] ? Each : never

/** The argument of an operation; optional if nothing in it is required. */
export type Argument<Id extends OperationId> = object extends Input<Id> ? [input?: Input<Id>] : [input: Input<Id>]

/** A method for each operation of a user. It throws a TaskpactProblem for every response that is not a 2xx. */
export type Operations = Omit<Methods, ServiceId>

/** A method for each operation for those who run the service. */
export type ServiceOperations = Pick<Methods, ServiceId>

// Mapped over the routes themselves, so that editors show their comments.
type Methods = { readonly [Id in keyof typeof routes]: (...input: Argument<Id>) => Promise<Output<Id>> }
