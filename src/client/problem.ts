import type { components, ProblemKind } from '../generated/client.ts'
import type { OperationId } from './operations.ts'

/** What is wrong with one field of a request: where it is, and what is allowed. */
export type FieldError = components['schemas']['FieldError']

/**
 * A response that is not a 2xx, as its problem document (RFC 9457). Its message names the operation, the status and the `detail`; its stack
 * leads to the call.
 */
export class TaskpactProblem extends Error {
  override readonly name = 'TaskpactProblem'
  readonly operationId: OperationId
  readonly status: number
  /** The kind of problem, to act on; null for a response of a proxy. A later service may send kinds that are not listed here. */
  readonly kind: ProblemKind | null
  /** The page that explains this kind, such as `/docs/problems/precondition-failed`; `about:blank` for a response of a proxy. */
  readonly type: string
  readonly title: string
  /** The cause, worded for the person who has to fix the request. */
  readonly detail: string
  /** The invalid fields; empty if there are none. */
  readonly errors: readonly FieldError[]
  /** The response itself, for its headers. Its body has been read. */
  declare readonly response: Response

  /**
   * @param document the body of the response, parsed if it was JSON
   * @param called an error made where the operation was called
   */
  constructor(operationId: OperationId, response: Response, document: unknown, called: Error) {
    const { type, title, detail, errors } = fieldsOf(document)
    const status = `${response.status} ${response.statusText}`.trim()
    const cause = typeof detail === 'string' ? detail : `The response was ${status}, without a problem document.`
    super(`${operationId}: ${response.status}: ${cause}`)
    this.operationId = operationId
    this.status = response.status
    this.type = typeof type === 'string' ? type : 'about:blank'
    this.kind = kindOf(this.type)
    this.title = typeof title === 'string' ? title : status
    this.detail = cause
    // Problem documents come from the service, which checks them against the contract, or from proxies, which send no `errors`.
    this.errors = Array.isArray(errors) ? (errors as FieldError[]) : []
    // Not enumerable, so that printing the problem does not print the whole response.
    Object.defineProperty(this, 'response', { value: response })
    // The response arrives when the caller's own stack is gone. The first line of `called` is its name, in engines that write one.
    const frames = called.stack?.replace(/^Error:? *\n/, '')
    Object.defineProperty(this, 'stack', { value: `${this.name}: ${this.message}\n${frames ?? ''}`, configurable: true, writable: true })
  }
}

type Fields = { [Name in 'type' | 'title' | 'detail' | 'errors']?: unknown }

const fieldsOf = (document: unknown): Fields => (typeof document === 'object' && document !== null ? document : {})

function kindOf(type: string): ProblemKind | null {
  const [, kind] = /\/docs\/problems\/([\w-]+)$/.exec(type) ?? []
  return (kind ?? null) as ProblemKind | null // as the service names them
}
