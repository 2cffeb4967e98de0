import type { operations, routes } from '../generated/client.ts'

/** The operations of the contract, by their operationId. */
export type OperationId = keyof typeof routes

/** The parameters of a place; unknown, which has no keys, where there are none. */
type Parameters<Id extends OperationId, Place extends 'path' | 'query' | 'header'> = operations[Id]['parameters'] extends { [P in Place]?: infer Values }
  ? [NonNullable<Values>] extends [never]
    ? unknown
    : NonNullable<Values>
  : unknown
/** The caller is whom the token says; to name it once more is allowed and not needed. */
type PathParameters<Id extends OperationId> =
  Parameters<Id, 'path'> extends { user_id: string } ? Omit<Parameters<Id, 'path'>, 'user_id'> & { user_id?: string } : Parameters<Id, 'path'>
/** Without what would bring about a 304, which has nothing to give back; `http` takes it. */
type Headers<Id extends OperationId> = Omit<Parameters<Id, 'header'>, 'If-None-Match'>
type Body<Sent> = Sent extends { content: { 'application/json': infer Json } } ? Json : never
type BodyField<Id extends OperationId> = operations[Id] extends { requestBody: infer Sent }
  ? { body: Body<Sent> }
  : [operations[Id]['requestBody']] extends [undefined]
    ? unknown
    : { body?: Body<operations[Id]['requestBody']> }

/** A field of the input: left out where the operation has nothing of the kind, optional where nothing in it is required. */
type Field<Name extends string, Values> = [keyof Values] extends [never] ? unknown : object extends Values ? { [N in Name]?: Values } : { [N in Name]: Values }

/** What an operation is given: `params` of the path, `query`, `headers` and `body`, as far as it has them; and a signal to abort it. */
export type Input<Id extends OperationId> = Field<'params', PathParameters<Id>> &
  Field<'query', Parameters<Id, 'query'>> &
  Field<'headers', Headers<Id>> &
  BodyField<Id> & { signal?: AbortSignal | undefined }

type Success<Id extends OperationId> = operations[Id]['responses'][keyof operations[Id]['responses'] & (200 | 201 | 204)]

/** What an operation gives back: the body of its 2xx answer; a text where that is not JSON, and nothing for a 204. */
export type Output<Id extends OperationId> =
  Success<Id> extends { content: infer Media } ? (Media extends { 'application/json': infer Json } ? Json : string) : void

/** The operations that answer with a page of a list, and a link to the next one. */
export type ListingId = {
  [Id in OperationId]: Success<Id> extends { headers: infer Declared; content: { 'application/json': unknown[] } }
    ? 'Link' extends keyof { [Name in keyof Declared as string extends Name ? never : Name]: true }
      ? Id
      : never
    : never
}[OperationId]

/** What the pages of a listing hold. */
export type Item<Id extends ListingId> = Output<Id> extends (infer Each)[] ? Each : never

/** The one argument of an operation; it may be left out where nothing in it is required. */
export type Argument<Id extends OperationId> = object extends Input<Id> ? [input?: Input<Id>] : [input: Input<Id>]

/** A method for each operation. It throws a TaskpactProblem for every answer that is not a 2xx. */
export type Operations = { readonly [Id in keyof typeof routes]: (...input: Argument<Id>) => Promise<Output<Id>> }
