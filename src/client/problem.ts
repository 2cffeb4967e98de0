import type { components } from '../generated/client.ts'

/** What is wrong with one field of a request: where it stands, and what its value has to be. */
export type FieldError = components['schemas']['FieldError']

/** An answer that is not a 2xx, as the problem document (RFC 9457) that it is. Its message is the document's `detail`. */
export class TaskpactProblem extends Error {
  override readonly name = 'TaskpactProblem'
  readonly status: number
  /** The kind of problem, such as `/docs/problems/precondition-failed`; `about:blank` where a proxy answered with something else. */
  readonly type: string
  readonly title: string
  /** The fields at fault; empty where none is. */
  readonly errors: readonly FieldError[]
  /** The answer itself, for its headers. Its body has been read. */
  declare readonly response: Response

  /** @param document the body of the answer, taken apart if it was JSON */
  constructor(response: Response, document: unknown) {
    const { type, title, detail, errors } = fieldsOf(document)
    const status = `${response.status} ${response.statusText}`.trim()
    super(typeof detail === 'string' ? detail : `The answer was ${status}, without a problem document.`)
    this.status = response.status
    this.type = typeof type === 'string' ? type : 'about:blank'
    this.title = typeof title === 'string' ? title : status
    // Those who send problem documents are the service, which has checked them against the contract, and proxies, which have no `errors`.
    this.errors = Array.isArray(errors) ? (errors as FieldError[]) : []
    // Out of sight where the problem is printed, which it would fill with the inside of an answer.
    Object.defineProperty(this, 'response', { value: response })
  }
}

type Fields = { [Name in 'type' | 'title' | 'detail' | 'errors']?: unknown }

const fieldsOf = (document: unknown): Fields => (typeof document === 'object' && document !== null ? document : {})
